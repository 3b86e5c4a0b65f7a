package dev.coulomb.operator.backup.schedule;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Snapshot;
import dev.coulomb.operator.api.backup.DrillStatus.Outcome;
import dev.coulomb.operator.api.backup.DrillStatus.Result;
import dev.coulomb.operator.api.backup.DrillStatus.Run;
import dev.coulomb.operator.api.backup.Verification;
import dev.coulomb.operator.bootstrap.Patience;
import dev.coulomb.operator.nodeadmin.ChecksumsReport;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.TableSum;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Decides the next step of a restore drill, from what was seen alone: the newest good backup is
 * restored into a cluster of its own, whose tables are added up and compared. How it ended is
 * written down first, and what it made is taken away then; so nothing is left of a drill, wherever
 * the operator died.
 */
public final class DrillDecision {

  private static final String BOOTSTRAPPED = "Bootstrapped";

  private final DrillObservation seen;

  private DrillDecision(DrillObservation seen) {
    this.seen = seen;
  }

  /** Name of the throwaway cluster of a schedule. */
  public static String clusterOf(String schedule) {
    return "drill-" + schedule;
  }

  /** The next step. */
  public static DrillStep next(DrillObservation seen) {
    DrillDecision decision = new DrillDecision(seen);
    Run run = seen.before().running();
    return run == null ? decision.idle() : decision.goOn(run);
  }

  private DrillStep idle() {
    if (seen.cluster().isPresent()) {
      return isLeaving(seen.cluster().get())
          ? new DrillStep.Follow()
          : new DrillStep.CleanUp(seen.cluster().get().getMetadata().getName());
    }
    Verification wanted = seen.schedule().getSpec().verify();
    if (wanted == null
        || seen.schedule().getSpec().suspend()
        || seen.good().isEmpty()
        || seen.isBackupUnderWay()) {
      return new DrillStep.Rest();
    }
    return isDue(wanted)
        ? new DrillStep.Announce(
            new Run(
                seen.good().getFirst().getMetadata().getName(),
                clusterOf(seen.schedule().getMetadata().getName()),
                seconds(seen.now())))
        : new DrillStep.Rest();
  }

  private boolean isDue(Verification wanted) {
    Result last = seen.before().last();
    Instant since =
        Instant.parse(
            last == null
                ? seen.schedule().getMetadata().getCreationTimestamp()
                : last.finishedAt());
    Integer every = wanted.afterEvery();
    if (every != null) {
      long passed =
          seen.good().stream()
              .filter(b -> last == null || ScheduleObservation.end(b).isAfter(since))
              .count();
      return passed >= every;
    }
    String cron = wanted.schedule();
    try {
      return cron != null
          && CronTimes.of(cron, seen.schedule().getSpec().timeZone())
              .upTo(seen.now())
              .filter(time -> time.isAfter(since))
              .isPresent();
    } catch (CronTimes.NotUsable e) {
      return false;
    }
  }

  /** What is wrong with the times of drills, a sentence. */
  static Optional<String> problem(DrillObservation seen) {
    Verification wanted = seen.schedule().getSpec().verify();
    String cron = wanted == null ? null : wanted.schedule();
    try {
      if (cron != null) {
        CronTimes.of(cron, seen.schedule().getSpec().timeZone());
      }
      return Optional.empty();
    } catch (CronTimes.NotUsable e) {
      return Optional.of("spec.verify: " + e.getMessage());
    }
  }

  private DrillStep goOn(Run run) {
    Optional<Snapshot> saved = saved(run);
    if (saved.isEmpty()) {
      return new DrillStep.Abandon(run);
    }
    Verification wanted = seen.schedule().getSpec().verify();
    long minutes = wanted == null ? 60 : wanted.timeoutMinutes();
    boolean late =
        seen.now().isAfter(Instant.parse(run.startedAt()).plus(Duration.ofMinutes(minutes)));
    if (seen.cluster().isEmpty()) {
      return late
          ? end(run, Outcome.Failed, "TimedOut", "the cluster of the drill could not be made", 0)
          : new DrillStep.Create(run);
    }
    CoulombCluster cluster = seen.cluster().get();
    Optional<Condition> began = cluster.getStatus().condition(BOOTSTRAPPED);
    Optional<Condition> hopeless =
        began
            .filter(c -> c.getStatus().equals("False"))
            .filter(c -> Patience.isHopeless(c.getReason()));
    if (hopeless.isPresent()) {
      return end(run, Outcome.Failed, hopeless.get().getReason(), hopeless.get().getMessage(), 0);
    }
    if (late) {
      return end(
          run,
          Outcome.Failed,
          "TimedOut",
          "it was not over within "
              + minutes
              + " minutes; the cluster said: "
              + cluster.getStatus().condition("Ready").map(Condition::getMessage).orElse("nothing"),
          0);
    }
    boolean restored = began.filter(c -> c.getStatus().equals("True")).isPresent();
    return restored && seen.node().isPresent() && !isLeaving(cluster)
        ? compare(run, cluster, saved.get())
        : new DrillStep.Follow();
  }

  /** What the backup of a drill says; nothing when it is gone. */
  private Optional<Snapshot> saved(Run run) {
    return seen.good().stream()
        .filter(b -> b.getMetadata().getName().equals(run.backup()))
        .flatMap(b -> Optional.ofNullable(b.getStatus().snapshot()).stream())
        .findFirst();
  }

  private DrillStep compare(Run run, CoulombCluster cluster, Snapshot saved) {
    String id = cluster.getMetadata().getUid();
    Reply<ChecksumsReport> word =
        seen.checksums().orElseGet(() -> new Reply.Silent<>("it was not asked"));
    return switch (word) {
      case Reply.Refused<ChecksumsReport> unknown ->
          new DrillStep.AddUp(seen.node().orElseThrow(), id);
      case Reply.Silent<ChecksumsReport> silent -> new DrillStep.Follow();
      case Reply.Said<ChecksumsReport>(ChecksumsReport sums) ->
          switch (sums.state()) {
            case Running, Unknown -> new DrillStep.Follow();
            case Failed -> new DrillStep.AddUp(seen.node().orElseThrow(), id);
            case Completed -> compare(run, sums, saved);
          };
    };
  }

  private DrillStep compare(Run run, ChecksumsReport sums, Snapshot saved) {
    String digest = TableSum.digest(sums.tables());
    boolean same = saved.rows() == sums.rows() && saved.checksum().equals(digest);
    return same
        ? end(
            run,
            Outcome.Passed,
            "Passed",
            "backup "
                + run.backup()
                + " was restored: its "
                + sums.rows()
                + " rows and the checksums of its tables are those that were saved",
            sums.rows())
        : end(
            run,
            Outcome.Failed,
            "RowsDiffer",
            "backup "
                + run.backup()
                + " has "
                + saved.rows()
                + " rows with checksum "
                + saved.checksum()
                + ", restored were "
                + sums.rows()
                + " rows with checksum "
                + digest,
            sums.rows());
  }

  private DrillStep end(Run run, Outcome outcome, String reason, String message, long rows) {
    return new DrillStep.End(
        new Result(
            run.backup(),
            outcome,
            reason,
            message,
            seconds(seen.now()),
            Duration.between(Instant.parse(run.startedAt()), seen.now()).toSeconds(),
            rows));
  }

  private static boolean isLeaving(CoulombCluster cluster) {
    return cluster.getMetadata().getDeletionTimestamp() != null;
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
