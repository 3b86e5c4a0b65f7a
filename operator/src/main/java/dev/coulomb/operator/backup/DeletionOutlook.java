package dev.coulomb.operator.backup;

import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import dev.coulomb.operator.status.Notice;
import dev.coulomb.operator.status.Verdict;
import java.time.Duration;
import java.util.List;

/**
 * What people are told after one look at a backup that is being deleted.
 *
 * @param status the whole new status
 * @param notices Events
 * @param next when to look again
 */
public record DeletionOutlook(CoulombBackupStatus status, List<Notice> notices, Duration next) {

  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration LATER = Duration.ofSeconds(10);

  /** The outlook. The same look gives the same one. */
  public static DeletionOutlook of(DeletionObservation seen, DeletionStep step) {
    return switch (step) {
      case DeletionStep.Release(String reason, String message) ->
          told(seen, Verdict.yes(reason, message), false, SOON);
      case DeletionStep.Cancel cancel ->
          told(seen, Verdict.no("Cancelling", "the node is told to write no further"), false, SOON);
      case DeletionStep.CreateJob() ->
          told(
              seen,
              Verdict.no("Deleting", "a Job deletes " + StatusDraft.location(seen.backup())),
              false,
              SOON);
      case DeletionStep.RemoveJob(String message) ->
          told(seen, Verdict.no(DeletionDecision.DELETION_FAILED, message), true, SOON);
      case DeletionStep.Wait(boolean trouble, String reason, String message) ->
          told(seen, Verdict.no(reason, message), trouble, trouble ? LATER : SOON);
      case DeletionStep.Probe(String reason, String message) ->
          told(seen, Verdict.no(reason, message), true, LATER);
    };
  }

  private static DeletionOutlook told(
      DeletionObservation seen, Verdict verdict, boolean trouble, Duration next) {
    StatusDraft draft = new StatusDraft(seen.backup(), seen.now());
    List<Notice> notices =
        draft.news(StatusDraft.DELETED, verdict)
            ? List.of(new Notice(trouble, verdict.reason(), verdict.message()))
            : List.of();
    return new DeletionOutlook(
        draft.phase(Phase.Deleting).condition(StatusDraft.DELETED, verdict).status(),
        notices,
        next);
  }
}
