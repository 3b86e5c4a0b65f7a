package dev.coulomb.operator.bootstrap;

import dev.coulomb.operator.nodeadmin.Failure;
import dev.coulomb.operator.observe.OriginReading;
import java.time.Duration;
import java.util.Set;

/** How long a failure of a restore is let rest before it is tried again. */
public final class Patience {

  private static final Duration PASSES = Duration.ofSeconds(15);
  private static final Duration CORRECTABLE = Duration.ofSeconds(60);
  private static final Duration HOPELESS = Duration.ofMinutes(10);

  /** What no key and no bucket that somebody corrects would change. */
  private static final Set<String> OF_THE_SNAPSHOT =
      Set.of(
          "SnapshotIncomplete",
          "SnapshotDamaged",
          "SnapshotNewer",
          "ArchiveGap",
          OriginReading.TARGET_NOT_REACHABLE,
          "ClusterNotEmpty");

  private Patience() {}

  /** After that failure. */
  public static Duration after(Failure failure) {
    if (failure.passes()) {
      return PASSES;
    }
    return isHopeless(failure.reason()) ? HOPELESS : CORRECTABLE;
  }

  /** Whether the snapshot itself is to blame, or what it is to be restored into. */
  public static boolean isHopeless(String reason) {
    return OF_THE_SNAPSHOT.contains(reason);
  }
}
