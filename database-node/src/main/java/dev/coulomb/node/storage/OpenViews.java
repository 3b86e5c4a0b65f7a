package dev.coulomb.node.storage;

import dev.coulomb.node.invariant.Invariant;
import java.util.TreeMap;

/** The versions that views still read. Opened by the holder of the token, closed by any thread. */
final class OpenViews {
  private final TreeMap<Long, Integer> versions = new TreeMap<>();

  synchronized void opened(long version) {
    versions.merge(version, 1, Integer::sum);
  }

  synchronized void closed(long version) {
    Integer readers = versions.get(version);
    Invariant.that(readers != null, "a view is closed once");
    versions.computeIfPresent(version, (v, count) -> count == 1 ? null : count - 1);
  }

  synchronized boolean any() {
    return !versions.isEmpty();
  }

  /** The oldest version that is read, or {@code Long.MAX_VALUE}. */
  synchronized long oldest() {
    return versions.isEmpty() ? Long.MAX_VALUE : versions.firstKey();
  }

  synchronized int count() {
    return versions.values().stream().mapToInt(Integer::intValue).sum();
  }
}
