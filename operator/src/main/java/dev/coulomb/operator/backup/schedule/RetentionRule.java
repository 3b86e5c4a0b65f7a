package dev.coulomb.operator.backup.schedule;

import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import dev.coulomb.operator.api.backup.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which backup of a schedule goes next. The newest good one never does, whatever the rules say; a
 * failed one goes when a newer one is good.
 */
final class RetentionRule {

  /** Failed ones that are kept to be looked at, while none is good after them. */
  static final int FAILED_MAX = 10;

  private RetentionRule() {}

  static Optional<ScheduleStep.Remove> next(ScheduleObservation seen) {
    List<CoulombBackup> good = seen.ended(Phase.Completed);
    return failed(seen.ended(Phase.Failed), good)
        .or(() -> tooMany(good, seen))
        .or(() -> tooOld(good, seen));
  }

  private static Optional<ScheduleStep.Remove> failed(
      List<CoulombBackup> failed, List<CoulombBackup> good) {
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    CoulombBackup oldest = failed.getLast();
    boolean overtaken =
        !good.isEmpty()
            && ScheduleObservation.end(oldest).isBefore(ScheduleObservation.end(good.getFirst()));
    if (overtaken) {
      return Optional.of(new ScheduleStep.Remove(oldest, "it failed, and a newer one is good"));
    }
    return failed.size() > FAILED_MAX
        ? Optional.of(
            new ScheduleStep.Remove(oldest, "it failed, and so did " + FAILED_MAX + " after it"))
        : Optional.empty();
  }

  private static Optional<ScheduleStep.Remove> tooMany(
      List<CoulombBackup> good, ScheduleObservation seen) {
    Retention retention = seen.schedule().getSpec().retention();
    Integer count = retention == null ? null : retention.count();
    return count != null && good.size() > Math.max(1, count)
        ? Optional.of(
            new ScheduleStep.Remove(
                good.getLast(), "spec.retention.count is " + count + ", and newer ones are good"))
        : Optional.empty();
  }

  private static Optional<ScheduleStep.Remove> tooOld(
      List<CoulombBackup> good, ScheduleObservation seen) {
    Retention retention = seen.schedule().getSpec().retention();
    @Nullable String written = retention == null ? null : retention.maxAge();
    if (written == null || good.size() < 2) {
      return Optional.empty();
    }
    Instant end = ScheduleObservation.end(good.getLast());
    return end.plus(age(written)).isAfter(seen.now())
        ? Optional.empty()
        : Optional.of(
            new ScheduleStep.Remove(
                good.getLast(), "it is older than spec.retention.maxAge, " + written));
  }

  /** A number with h, d or w. */
  static Duration age(String written) {
    long number = Long.parseLong(written.substring(0, written.length() - 1));
    return switch (written.charAt(written.length() - 1)) {
      case 'h' -> Duration.ofHours(number);
      case 'd' -> Duration.ofDays(number);
      case 'w' -> Duration.ofDays(7 * number);
      default -> throw new IllegalArgumentException(written + " is no age");
    };
  }
}
