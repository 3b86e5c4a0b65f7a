package dev.coulomb.operator.backup;

import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.api.backup.DeletionPolicy;
import dev.coulomb.operator.nodeadmin.BackupReport;
import dev.coulomb.operator.nodeadmin.Reply;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides the next step when a backup is deleted, from what was seen alone. In this order: the node
 * writes no further; what is to be retained is let go, and so is what was never written; a Job
 * deletes the rest, again and again until it is gone or the policy says Retain.
 */
public final class DeletionDecision {

  static final String SECRET_NOT_USABLE = "SecretNotUsable";
  static final String DELETION_FAILED = "DeletionFailed";

  /** Between a Job that failed and the next; each has made several attempts of its own. */
  static final Duration BETWEEN_JOBS = Duration.ofMinutes(2);

  private static final String WAY_OUT =
      ". To leave the snapshot where it is, set spec.deletionPolicy: Retain";

  private DeletionDecision() {}

  /** The next step. */
  public static DeletionStep next(DeletionObservation seen) {
    CoulombBackupStatus before = seen.before();
    boolean retained = seen.backup().getSpec().deletionPolicy() == DeletionPolicy.Retain;
    boolean mayBeWriting = before.begun() && before.finishedAt() == null;
    Optional<DeletionStep> writing = mayBeWriting ? stopWriting(seen, retained) : Optional.empty();
    if (writing.isPresent()) {
      return writing.get();
    }
    if (retained) {
      return new DeletionStep.Release(
          "Retained", "what lies at " + StatusDraft.location(seen.backup()) + " stays there");
    }
    boolean failedBeforeItWrote =
        before.finishedAt() != null && before.snapshot() == null && before.written() == null;
    if (!before.begun() || failedBeforeItWrote) {
      return new DeletionStep.Release("NothingWritten", "nothing was written, so nothing is there");
    }
    return remove(seen);
  }

  private static Optional<DeletionStep> stopWriting(DeletionObservation seen, boolean retained) {
    if (seen.node().isEmpty() || seen.word().isEmpty()) {
      return Optional.empty();
    }
    return switch (seen.word().get()) {
      case Reply.Said<BackupReport>(BackupReport report)
          when report.state() == BackupReport.State.Running
              || report.state() == BackupReport.State.Unknown ->
          Optional.of(new DeletionStep.Cancel(seen.node().get()));
      case Reply.Silent<BackupReport>(String reason) when !retained ->
          Optional.of(
              new DeletionStep.Wait(
                  false,
                  BackupDecision.NODE_SILENT,
                  "the node may still write the snapshot and does not answer: " + reason));
      case Reply.Said<BackupReport> said -> Optional.empty();
      case Reply.Refused<BackupReport> refused -> Optional.empty();
      case Reply.Silent<BackupReport> silent -> Optional.empty();
    };
  }

  private static DeletionStep remove(DeletionObservation seen) {
    String location = StatusDraft.location(seen.backup());
    if (seen.claimGone()) {
      return new DeletionStep.Release(
          "VolumeGone",
          "the claim "
              + Objects.requireNonNull(seen.backup().getSpec().destination().volume()).claimName()
              + " is gone, and the snapshot with it");
    }
    return switch (seen.job()) {
      case JobView.None() ->
          seen.obstacle()
              .<DeletionStep>map(
                  message -> new DeletionStep.Probe(SECRET_NOT_USABLE, message + WAY_OUT))
              .orElseGet(DeletionStep.CreateJob::new);
      case JobView.Active(String detail) ->
          new DeletionStep.Wait(
              !detail.isEmpty(),
              detail.isEmpty() ? "Deleting" : DELETION_FAILED,
              detail.isEmpty()
                  ? "a Job deletes " + location
                  : "the Job that deletes " + location + " comes no further: " + detail + WAY_OUT);
      case JobView.Succeeded() ->
          new DeletionStep.Release("SnapshotDeleted", location + " was deleted");
      case JobView.Failed(var at, String message) -> {
        String sentence = location + " could not be deleted: " + message + WAY_OUT;
        yield at.plus(BETWEEN_JOBS).isAfter(seen.now())
            ? new DeletionStep.Wait(true, DELETION_FAILED, sentence)
            : new DeletionStep.RemoveJob(sentence);
      }
      case JobView.Leaving() ->
          new DeletionStep.Wait(false, "Deleting", "the Job before goes, and another one comes");
    };
  }
}
