package dev.coulomb.operator.backup;

import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Progress;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Snapshot;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Waiting;
import dev.coulomb.operator.nodeadmin.BackupReport;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.TableSum;
import dev.coulomb.operator.status.Notice;
import dev.coulomb.operator.status.Sizes;
import dev.coulomb.operator.status.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people are told after one look at a backup, and when the next is due. The same look gives
 * the same outlook.
 *
 * @param status the whole new status
 * @param notices Events
 * @param next when to look again; nothing when it is over
 */
public record BackupOutlook(
    CoulombBackupStatus status, List<Notice> notices, Optional<Duration> next) {

  /** How long a backup may come no further before it is given up. */
  static final Duration PATIENCE = Duration.ofHours(1);

  static final Duration FIRST_BACKOFF = Duration.ofSeconds(5);
  static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);

  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration LATER = Duration.ofSeconds(10);

  private static final String PREPARING = "Preparing";

  /** Reasons to wait for which nobody has to correct anything. */
  private static final Set<String> ORDINARY =
      Set.of("AnotherBackupRuns", BackupDecision.CLUSTER_NOT_READY, BackupDecision.NODE_SILENT);

  /**
   * The outlook.
   *
   * @param answer what the node answered to {@link BackupStep.Begin}
   */
  public static BackupOutlook of(
      BackupObservation seen, BackupStep step, Optional<Reply<BackupReport>> answer) {
    StatusDraft draft = new StatusDraft(seen.backup(), seen.now());
    return switch (step) {
      case BackupStep.Rest() -> new BackupOutlook(draft.status(), List.of(), Optional.empty());
      case BackupStep.Hold() ->
          new BackupOutlook(draft.status(), List.of(), Optional.of(untilNextAttempt(seen)));
      case BackupStep.Wait(String reason, String message) ->
          waits(seen, draft, reason, message, false);
      case BackupStep.Announce(String uid) -> announced(draft.begun(uid), seen);
      case BackupStep.Begin begin -> {
        if (seen.before().progress() != null || answer.orElseThrow() instanceof Reply.Silent) {
          // An attempt that nobody saw the end of.
          draft.written();
        }
        yield concluded(seen, draft, Conclusion.of(answer.orElseThrow()));
      }
      case BackupStep.Heed(Reply<BackupReport> word) -> concluded(seen, draft, Conclusion.of(word));
      case BackupStep.Fail(String reason, String message) -> failed(draft, reason, message);
    };
  }

  private static BackupOutlook announced(StatusDraft draft, BackupObservation seen) {
    draft
        .waiting(null)
        .condition(StatusDraft.COMPLETE, Verdict.no("Running", "the database is told to write"));
    return new BackupOutlook(
        draft.status(),
        List.of(
            new Notice(
                false, "Started", "the database writes to " + StatusDraft.location(seen.backup()))),
        Optional.of(AT_ONCE));
  }

  private static BackupOutlook concluded(
      BackupObservation seen, StatusDraft draft, Conclusion conclusion) {
    return switch (conclusion) {
      case Conclusion.Works(BackupReport report) -> works(seen, draft, report);
      case Conclusion.Complete(BackupReport report, BackupReport.Snapshot snapshot) ->
          complete(seen, draft, report, snapshot);
      case Conclusion.Over(String reason, String message) -> failed(draft, reason, message);
      case Conclusion.Again(String reason, String message) ->
          waits(seen, draft, reason, message, true);
      case Conclusion.Queued(String reason, String message) -> {
        Verdict verdict = Verdict.no(reason, message);
        List<Notice> notices = news(draft, verdict);
        draft
            .waiting(new Waiting(StatusDraft.seconds(seen.now()), 0, at(seen.now().plus(LATER))))
            .condition(StatusDraft.COMPLETE, verdict);
        yield new BackupOutlook(draft.status(), notices, Optional.of(LATER));
      }
    };
  }

  private static BackupOutlook works(
      BackupObservation seen, StatusDraft draft, BackupReport report) {
    boolean writes = !report.phase().equals(PREPARING) || report.bytesWritten() > 0;
    Waiting waiting = seen.before().waiting();
    draft
        .phase(Phase.Running)
        .progress(progress(report))
        .waiting(
            writes || waiting == null
                ? null
                : new Waiting(waiting.since(), waiting.attempts(), null))
        .condition(
            StatusDraft.COMPLETE,
            Verdict.no(
                "Running", "the database writes the snapshot; status.progress says how far it is"));
    if (writes) {
      draft.written();
    }
    return new BackupOutlook(draft.status(), List.of(), Optional.of(SOON));
  }

  private static BackupOutlook complete(
      BackupObservation seen,
      StatusDraft draft,
      BackupReport report,
      BackupReport.Snapshot snapshot) {
    Snapshot told =
        new Snapshot(
            snapshot.position(),
            micros(snapshot.cutAtMicros()),
            snapshot.history(),
            snapshot.partitions(),
            snapshot.rows(),
            snapshot.bytes(),
            Sizes.rounded(snapshot.bytes()),
            snapshot.version(),
            snapshot.tables().size(),
            TableSum.digest(snapshot.tables()));
    String sentence =
        told.rows()
            + " rows of "
            + told.tables()
            + " tables in "
            + told.size()
            + " at "
            + StatusDraft.location(seen.backup())
            + ", as they were at "
            + told.cutAt();
    draft
        .snapshot(told)
        .progress(progress(report))
        .written()
        .finished(Phase.Completed)
        .condition(StatusDraft.COMPLETE, Verdict.yes("Completed", sentence));
    return new BackupOutlook(
        draft.status(), List.of(new Notice(false, "Completed", sentence)), Optional.empty());
  }

  private static BackupOutlook failed(StatusDraft draft, String reason, String message) {
    draft.finished(Phase.Failed).condition(StatusDraft.COMPLETE, Verdict.no(reason, message));
    return new BackupOutlook(
        draft.status(), List.of(new Notice(true, reason, message)), Optional.empty());
  }

  /**
   * It comes no further for now.
   *
   * @param attempted whether something was tried, and failed
   */
  private static BackupOutlook waits(
      BackupObservation seen, StatusDraft draft, String reason, String message, boolean attempted) {
    Waiting before = seen.before().waiting();
    Instant now = seen.now();
    String since = before == null ? StatusDraft.seconds(now) : before.since();
    if (!Instant.parse(since).plus(PATIENCE).isAfter(now)) {
      return failed(
          draft,
          reason,
          message + "; given up after " + PATIENCE.toMinutes() + " minutes without progress");
    }
    int attempts = (before == null ? 0 : before.attempts()) + (attempted ? 1 : 0);
    Duration delay = attempted ? backoff(attempts) : delay(since, now);
    Verdict verdict = Verdict.no(reason, message);
    List<Notice> notices = news(draft, verdict);
    draft
        .phase(seen.before().begun() ? Phase.Running : Phase.Pending)
        .waiting(new Waiting(since, attempts, attempted ? at(now.plus(delay)) : null))
        .condition(StatusDraft.COMPLETE, verdict);
    return new BackupOutlook(draft.status(), notices, Optional.of(delay));
  }

  /** What a new reason to wait is told as. */
  private static List<Notice> news(StatusDraft draft, Verdict verdict) {
    return draft.news(StatusDraft.COMPLETE, verdict)
        ? List.of(
            new Notice(!ORDINARY.contains(verdict.reason()), verdict.reason(), verdict.message()))
        : List.of();
  }

  private static Duration untilNextAttempt(BackupObservation seen) {
    Waiting waiting = seen.before().waiting();
    @Nullable String nextAt = waiting == null ? null : waiting.nextAt();
    Duration left = nextAt == null ? AT_ONCE : Duration.between(seen.now(), Instant.parse(nextAt));
    return left.compareTo(AT_ONCE) < 0 ? AT_ONCE : left;
  }

  static Duration backoff(int attempts) {
    Duration delay = FIRST_BACKOFF.multipliedBy(1L << Math.min(attempts - 1, 10));
    return delay.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : delay;
  }

  private static Duration delay(String since, Instant now) {
    return Duration.between(Instant.parse(since), now).compareTo(Duration.ofMinutes(1)) < 0
        ? SOON
        : LATER;
  }

  private static Progress progress(BackupReport report) {
    long total = report.rowsTotal();
    return new Progress(
        report.phase(),
        report.rowsDone(),
        total,
        report.bytesWritten(),
        (total <= 0 ? 0 : Math.min(100, report.rowsDone() * 100 / total)) + " %");
  }

  private static String at(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static String micros(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }
}
