package dev.coulomb.operator.backup.schedule;

import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupScheduleStatus;
import dev.coulomb.operator.api.backup.CoulombBackupScheduleStatus.Held;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import dev.coulomb.operator.status.Notice;
import dev.coulomb.operator.status.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What people are told after one look at a schedule, and when the next is due. The same look gives
 * the same outlook.
 *
 * @param status the whole new status
 * @param notices Events
 * @param next when to look again
 */
public record ScheduleOutlook(
    CoulombBackupScheduleStatus status, List<Notice> notices, Duration next) {

  static final String ACTIVE = "Active";
  static final String HEALTHY = "Healthy";

  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration WHILE_ONE_RUNS = Duration.ofSeconds(5);

  /** A clock that was set, a cluster that came back: nothing goes unnoticed for longer. */
  private static final Duration AT_THE_LATEST = Duration.ofMinutes(1);

  /**
   * The outlook.
   *
   * @param drill what came of a look at the restore drill
   */
  public static ScheduleOutlook of(
      ScheduleObservation seen, ScheduleStep step, DrillOutlook drill) {
    CoulombBackupScheduleStatus before = seen.before();
    Optional<CoulombBackup> good = seen.ended(Phase.Completed).stream().findFirst();
    Verdict active = active(seen, step);
    Verdict healthy = healthy(seen);
    List<Condition> conditions = new ArrayList<>();
    conditions.add(active.condition(ACTIVE, seen.schedule(), before.conditions(), seen.now()));
    conditions.add(healthy.condition(HEALTHY, seen.schedule(), before.conditions(), seen.now()));
    conditions.addAll(drill.conditions());
    CoulombBackupScheduleStatus status =
        new CoulombBackupScheduleStatus(
            seen.schedule().getMetadata().getGeneration(),
            step instanceof ScheduleStep.Create(String name, Instant at)
                ? at.toString()
                : before.lastScheduledAt(),
            upcoming(seen).map(Instant::toString).orElse(null),
            step instanceof ScheduleStep.Create(String name, Instant at)
                ? name
                : seen.running().map(b -> b.getMetadata().getName()).orElse(null),
            good.map(b -> b.getMetadata().getName()).orElse(null),
            good.map(b -> ScheduleObservation.end(b).toString()).orElse(null),
            seen.ended(Phase.Completed).size(),
            seen.ended(Phase.Failed).size(),
            held(seen),
            drill.status().orElse(null),
            conditions);
    return new ScheduleOutlook(status, notices(seen, step, active, healthy), next(seen, step));
  }

  /** Nothing is removed while it is suspended, so nothing is held up. */
  private static List<Held> held(ScheduleObservation seen) {
    return seen.schedule().getSpec().suspend() ? List.of() : RetentionRule.held(seen);
  }

  private static Optional<Instant> upcoming(ScheduleObservation seen) {
    return seen.schedule().getSpec().suspend()
        ? Optional.empty()
        : ScheduleDecision.times(seen).flatMap(times -> times.after(seen.now()));
  }

  private static Duration next(ScheduleObservation seen, ScheduleStep step) {
    if (!(step instanceof ScheduleStep.Rest)) {
      return AT_ONCE;
    }
    if (seen.running().isPresent()) {
      return WHILE_ONE_RUNS;
    }
    return upcoming(seen)
        .map(time -> Duration.between(seen.now(), time).plusMillis(1))
        .filter(left -> left.compareTo(AT_THE_LATEST) < 0)
        .orElse(AT_THE_LATEST);
  }

  private static Verdict active(ScheduleObservation seen, ScheduleStep step) {
    String cluster = seen.schedule().getSpec().clusterRef().name();
    Optional<String> problem = ScheduleDecision.problem(seen);
    if (problem.isPresent()) {
      return Verdict.no("ScheduleNotUsable", problem.get());
    }
    if (seen.schedule().getSpec().suspend()) {
      return Verdict.no("Suspended", "spec.suspend is true: no backups are made");
    }
    if (seen.cluster().isEmpty()) {
      return Verdict.no(
          "ClusterNotFound", "there is no CoulombCluster " + cluster + " in this namespace");
    }
    if (seen.clusterStopped()) {
      return Verdict.no(
          "ClusterStopped",
          "cluster "
              + cluster
              + " is stopped; a time that is missed is made up for once when it runs");
    }
    Optional<String> running =
        step instanceof ScheduleStep.Create(String name, Instant at)
            ? Optional.of(name)
            : seen.running().map(b -> b.getMetadata().getName());
    return running
        .map(name ->
            Verdict.yes(
                "BackupRuns", "backup " + name + " is made; the next one waits for its end"))
        .orElseGet(() ->
            Verdict.yes(
                "Waiting",
                upcoming(seen)
                    .map(time -> "the next backup is made at " + time)
                    .orElse("no further time is ever due")));
  }

  private static Verdict healthy(ScheduleObservation seen) {
    Optional<CoulombBackup> good = seen.ended(Phase.Completed).stream().findFirst();
    Optional<CoulombBackup> failed = seen.ended(Phase.Failed).stream().findFirst();
    if (failed.isPresent()
        && (good.isEmpty()
            || ScheduleObservation.end(failed.get())
                .isAfter(ScheduleObservation.end(good.get())))) {
      return Verdict.no(
          "LastBackupFailed",
          "backup "
              + failed.get().getMetadata().getName()
              + " failed: "
              + failed
                  .get()
                  .getStatus()
                  .condition("Complete")
                  .map(Condition::getMessage)
                  .orElse("no reason given"));
    }
    return good.map(b ->
            Verdict.yes(
                "LastBackupGood",
                "backup "
                    + b.getMetadata().getName()
                    + " was complete at "
                    + ScheduleObservation.end(b)))
        .orElseGet(() -> Verdict.unknown("NoBackupYet", "no backup has ended yet"));
  }

  private static List<Notice> notices(
      ScheduleObservation seen, ScheduleStep step, Verdict active, Verdict healthy) {
    List<Notice> notices = new ArrayList<>();
    switch (step) {
      case ScheduleStep.Create(String name, Instant at) ->
          notices.add(new Notice(false, "BackupCreated", "backup " + name + " is made for " + at));
      case ScheduleStep.Remove(CoulombBackup backup, String why) ->
          notices.add(
              new Notice(
                  false,
                  "BackupRemoved",
                  "backup " + backup.getMetadata().getName() + " is deleted: " + why));
      case ScheduleStep.Rest() -> {}
    }
    held(seen).stream()
        .filter(held -> !seen.before().held().contains(held))
        .map(held ->
            new Notice(
                false,
                "BackupHeld",
                "backup " + held.backup() + " goes when " + held.reader() + " has read it"))
        .forEach(notices::add);
    if (!active.isTrue() && isNews(seen, ACTIVE, active)) {
      boolean meant =
          active.reason().equals("Suspended") || active.reason().equals("ClusterStopped");
      notices.add(new Notice(!meant, active.reason(), active.message()));
    }
    if (healthy.status().equals("False") && isNews(seen, HEALTHY, healthy)) {
      notices.add(new Notice(true, healthy.reason(), healthy.message()));
    }
    return notices;
  }

  private static boolean isNews(ScheduleObservation seen, String type, Verdict verdict) {
    return seen.before()
        .condition(type)
        .filter(c -> Objects.equals(c.getReason(), verdict.reason()))
        .filter(c -> Objects.equals(c.getMessage(), verdict.message()))
        .isEmpty();
  }
}
