package dev.coulomb.operator.backup.schedule;

import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupScheduleStatus.Held;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import dev.coulomb.operator.api.backup.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which backup of a schedule goes next. The newest good one never does, whatever the rules say; one
 * that is being read goes afterwards; a failed one goes when a newer one is good.
 */
final class RetentionRule {

  /** Failed ones that are kept to be looked at, while none is good after them. */
  static final int FAILED_MAX = 10;

  private RetentionRule() {}

  static Optional<ScheduleStep.Remove> next(ScheduleObservation seen) {
    return failed(seen.ended(Phase.Failed), seen.ended(Phase.Completed))
        .or(() ->
            surplus(seen).filter(remove -> seen.readerOf(remove.backup()).isEmpty()).findFirst());
  }

  /** Those that would go if nobody read them. */
  static List<Held> held(ScheduleObservation seen) {
    return surplus(seen)
        .flatMap(remove ->
            seen
                .readerOf(remove.backup())
                .map(reader -> new Held(remove.backup().getMetadata().getName(), reader))
                .stream())
        .toList();
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

  /** Good ones that are too many or too old, the oldest first. */
  private static Stream<ScheduleStep.Remove> surplus(ScheduleObservation seen) {
    @Nullable Retention retention = seen.schedule().getSpec().retention();
    List<CoulombBackup> good = seen.ended(Phase.Completed);
    return retention == null
        ? Stream.of()
        : IntStream.range(1, good.size())
            .map(i -> good.size() - i)
            .boxed()
            .flatMap(newer -> surplus(good.get(newer), newer, retention, seen.now()).stream());
  }

  /**
   * Whether one is not to be kept.
   *
   * @param newer how many good ones are newer, at least one
   */
  private static Optional<ScheduleStep.Remove> surplus(
      CoulombBackup backup, int newer, Retention retention, Instant now) {
    Integer count = retention.count();
    if (count != null && newer >= count) {
      return Optional.of(
          new ScheduleStep.Remove(
              backup, "spec.retention.count is " + count + ", and newer ones are good"));
    }
    @Nullable String written = retention.maxAge();
    return written == null || ScheduleObservation.end(backup).plus(age(written)).isAfter(now)
        ? Optional.empty()
        : Optional.of(
            new ScheduleStep.Remove(backup, "it is older than spec.retention.maxAge, " + written));
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
