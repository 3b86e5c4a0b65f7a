package dev.coulomb.operator.backup.schedule;

import dev.coulomb.operator.api.backup.CoulombBackupSchedule;
import dev.coulomb.operator.api.backup.DrillStatus;
import dev.coulomb.operator.api.backup.DrillStatus.Outcome;
import dev.coulomb.operator.api.backup.DrillStatus.Result;
import dev.coulomb.operator.api.backup.DrillStatus.Run;
import dev.coulomb.operator.status.Notice;
import dev.coulomb.operator.status.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What people are told after one look at a restore drill, and when the next is due.
 *
 * @param status what is remembered of drills; nothing while there was none
 * @param conditions of the schedule
 * @param notices Events of the schedule
 * @param next when to look again; nothing: whenever the schedule does
 */
public record DrillOutlook(
    Optional<DrillStatus> status,
    List<Condition> conditions,
    List<Notice> notices,
    Optional<Duration> next) {

  static final String VERIFIED = "Verified";

  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration SOON = Duration.ofSeconds(3);

  /** No look was taken: all stays as it was. */
  public static DrillOutlook kept(CoulombBackupSchedule schedule) {
    return new DrillOutlook(
        Optional.ofNullable(schedule.getStatus().drill()),
        schedule.getStatus().condition(VERIFIED).stream().toList(),
        List.of(),
        Optional.empty());
  }

  /** The outlook. */
  public static DrillOutlook of(DrillObservation seen, DrillStep step) {
    DrillStatus before = seen.before();
    return switch (step) {
      case DrillStep.Rest() -> outlook(seen, before, List.of(), Optional.empty());
      case DrillStep.Follow() -> outlook(seen, before, List.of(), Optional.of(SOON));
      case DrillStep.Create c -> outlook(seen, before, List.of(), Optional.of(SOON));
      case DrillStep.AddUp a -> outlook(seen, before, List.of(), Optional.of(SOON));
      case DrillStep.CleanUp c -> outlook(seen, before, List.of(), Optional.of(SOON));
      case DrillStep.Announce(Run run) ->
          outlook(
              seen,
              new DrillStatus(run, before.last(), before.lastPassedAt()),
              List.of(
                  new Notice(
                      false,
                      "DrillStarted",
                      "backup " + run.backup() + " is restored into cluster " + run.cluster())),
              Optional.of(AT_ONCE));
      case DrillStep.Abandon(Run run) ->
          outlook(
              seen,
              new DrillStatus(null, before.last(), before.lastPassedAt()),
              List.of(
                  new Notice(
                      false,
                      "DrillAbandoned",
                      "backup " + run.backup() + " was deleted while it was verified")),
              Optional.of(AT_ONCE));
      case DrillStep.End(Result result) -> {
        boolean passed = result.outcome() == Outcome.Passed;
        yield outlook(
            seen,
            new DrillStatus(null, result, passed ? result.finishedAt() : before.lastPassedAt()),
            List.of(
                new Notice(
                    !passed,
                    passed ? "DrillPassed" : "DrillFailed",
                    result.message() + " (" + result.seconds() + " s)")),
            Optional.of(AT_ONCE));
      }
    };
  }

  private static DrillOutlook outlook(
      DrillObservation seen, DrillStatus status, List<Notice> notices, Optional<Duration> next) {
    boolean nothing = status.running() == null && status.last() == null;
    boolean told = seen.schedule().getSpec().verify() != null || !nothing;
    return new DrillOutlook(
        nothing ? Optional.empty() : Optional.of(status),
        told
            ? List.of(
                verdict(seen, status)
                    .condition(
                        VERIFIED,
                        seen.schedule(),
                        seen.schedule().getStatus().conditions(),
                        seen.now()))
            : List.of(),
        notices,
        next);
  }

  private static Verdict verdict(DrillObservation seen, DrillStatus status) {
    Optional<String> problem = DrillDecision.problem(seen);
    if (problem.isPresent()) {
      return Verdict.no("ScheduleNotUsable", problem.get());
    }
    Result last = status.last();
    if (last == null) {
      return Verdict.unknown("NoDrillYet", "no backup was verified yet");
    }
    return last.outcome() == Outcome.Passed
        ? Verdict.yes(last.reason(), last.message())
        : Verdict.no(last.reason(), last.message());
  }
}
