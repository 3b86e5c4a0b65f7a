package dev.coulomb.operator.backup.schedule;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Decides the next step of a schedule, from what was seen alone: a backup whose time has come, when
 * none of this schedule runs; then whatever is not to be kept. Of several times that were missed
 * only the last one is served.
 */
public final class ScheduleDecision {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmm").withZone(ZoneOffset.UTC);

  private ScheduleDecision() {}

  /** The next step. */
  public static ScheduleStep next(ScheduleObservation seen) {
    if (seen.schedule().getSpec().suspend()) {
      return new ScheduleStep.Rest();
    }
    Optional<Instant> due = mayBegin(seen) ? due(seen) : Optional.empty();
    if (due.isPresent()) {
      String name = seen.schedule().getMetadata().getName() + "-" + MINUTE.format(due.get());
      return new ScheduleStep.Create(name, due.get());
    }
    return RetentionRule.next(seen)
        .<ScheduleStep>map(remove -> remove)
        .orElseGet(ScheduleStep.Rest::new);
  }

  private static boolean mayBegin(ScheduleObservation seen) {
    return seen.cluster().isPresent() && !seen.clusterStopped() && seen.running().isEmpty();
  }

  /** The time that is to be served now. */
  private static Optional<Instant> due(ScheduleObservation seen) {
    Instant created = Instant.parse(seen.schedule().getMetadata().getCreationTimestamp());
    String served = seen.before().lastScheduledAt();
    if (served == null && seen.schedule().getSpec().immediate()) {
      return Optional.of(created.truncatedTo(ChronoUnit.SECONDS));
    }
    Instant after = served == null ? created : Instant.parse(served);
    return times(seen).flatMap(t -> t.upTo(seen.now())).filter(time -> time.isAfter(after));
  }

  /** The times of the schedule; nothing when it is none. */
  static Optional<CronTimes> times(ScheduleObservation seen) {
    return problem(seen).isPresent()
        ? Optional.empty()
        : Optional.of(
            CronTimes.of(
                seen.schedule().getSpec().schedule(), seen.schedule().getSpec().timeZone()));
  }

  /** What is wrong with the schedule, a sentence. */
  static Optional<String> problem(ScheduleObservation seen) {
    try {
      CronTimes.of(seen.schedule().getSpec().schedule(), seen.schedule().getSpec().timeZone());
      return Optional.empty();
    } catch (CronTimes.NotUsable e) {
      return Optional.ofNullable(e.getMessage());
    }
  }
}
