package dev.coulomb.operator.backup.schedule;

import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import java.time.Instant;
import java.util.Optional;

/** Since when a schedule has not done what it is there for. */
public final class Overdue {

  private Overdue() {}

  /**
   * When the newest good backup is older than two intervals of its schedule: at the second of its
   * times since. Without a good one it counts from the making of the schedule. Nothing while no
   * backups are to be made.
   */
  public static Optional<Instant> at(ScheduleObservation seen) {
    if (seen.schedule().getSpec().suspend() || seen.cluster().isEmpty() || seen.clusterStopped()) {
      return Optional.empty();
    }
    Instant since =
        seen.ended(Phase.Completed).stream()
            .findFirst()
            .map(ScheduleObservation::end)
            .orElseGet(() -> Instant.parse(seen.schedule().getMetadata().getCreationTimestamp()));
    return ScheduleDecision.times(seen).flatMap(times -> times.after(since).flatMap(times::after));
  }
}
