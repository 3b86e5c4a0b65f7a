package dev.coulomb.node.transaction.building;

import dev.coulomb.node.catalog.Catalog;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is being built beside writers: one thing of a table at a time. Changed by holders of all
 * tokens; so it stands still for whoever holds one.
 */
public final class Builds {
  private final Map<Integer, Build> byTable = new ConcurrentHashMap<>();

  /** True when nothing is being built. */
  public boolean isEmpty() {
    return byTable.isEmpty();
  }

  /** 55006 when a change of the schema touches what is being built of. */
  public void check(Catalog after) {
    byTable.values().forEach(build -> build.check(after));
  }

  /** A build begins; 55006 when there is one already of a table that it rests on. */
  void add(Build build) {
    for (Build other : byTable.values()) {
      if (build.tables().contains(other.table())) {
        throw other.inUse(other.table().name());
      }
    }
    byTable.put(build.table().id(), build);
  }

  void remove(Build build) {
    byTable.remove(build.table().id());
  }
}
