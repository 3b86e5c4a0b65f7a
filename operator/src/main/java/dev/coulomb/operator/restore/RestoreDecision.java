package dev.coulomb.operator.restore;

import dev.coulomb.operator.api.BootstrapStatus.Restored;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Snapshot;
import dev.coulomb.operator.api.restore.CoulombRestoreSpec;
import dev.coulomb.operator.api.restore.CoulombRestoreStatus.Phase;
import dev.coulomb.operator.bootstrap.Patience;
import dev.coulomb.operator.nodeadmin.ChecksumsReport;
import dev.coulomb.operator.nodeadmin.Failure;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.RestoreReport;
import dev.coulomb.operator.nodeadmin.TableSum;
import dev.coulomb.operator.observe.OriginView;
import dev.coulomb.operator.restore.RestoreObservation.Obstacle;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Decides the next step of a restore in place, from what was seen alone. In this order: what is
 * over rests; the cluster must be there, idle, and the snapshot usable; then it is written down
 * that the node will be told, the node is told, and from then on it is asked. What does not agree
 * with the backup is taken back. One that is deleted before it has ended is taken back too; where
 * what was before is kept, the deletion is the decision against it.
 */
public final class RestoreDecision {

  public static final String ABORTED = "Aborted";
  public static final String VERIFICATION_FAILED = "VerificationFailed";
  static final String CLUSTER_GONE = "ClusterGone";
  static final String CLUSTER_NOT_FOUND = "ClusterNotFound";

  /** How long a failure that may pass by itself is tried again. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private static final String UNCHANGED = "; the cluster has what it had";

  private final RestoreObservation seen;

  private RestoreDecision(RestoreObservation seen) {
    this.seen = seen;
  }

  /** The next step. */
  public static RestoreStep next(RestoreObservation seen) {
    RestoreDecision decision = new RestoreDecision(seen);
    Phase phase = seen.before().phase();
    if (phase == null) {
      return decision.pending();
    }
    return switch (phase) {
      case Pending -> decision.pending();
      case Restoring -> decision.there(decision::restoring);
      case Verifying -> decision.there(decision::verifying);
      case Kept -> decision.there(decision::kept);
      case Aborting -> decision.there(decision::aborting);
      case Completed, Failed, Aborted -> new RestoreStep.Rest();
    };
  }

  private CoulombRestoreSpec spec() {
    return seen.restore().getSpec();
  }

  private RestoreStep pending() {
    String name = spec().clusterRef().name();
    if (spec().abort()) {
      return new RestoreStep.Aborted(ABORTED, "spec.abort was set before anything was begun");
    }
    if (seen.leaving()) {
      return new RestoreStep.Aborted(ABORTED, "it was deleted before anything was begun");
    }
    if (seen.cluster().isEmpty()) {
      return new RestoreStep.Wait(
          CLUSTER_NOT_FOUND,
          "there is no CoulombCluster "
              + name
              + " in this namespace; create it, or make a new cluster from the snapshot by spec.bootstrap.restore");
    }
    if (seen.origin().orElseThrow()
        instanceof OriginView.Problem(String reason, String message, boolean lasting)) {
      return lasting
          ? new RestoreStep.Fail(reason, message)
          : new RestoreStep.Wait(reason, message);
    }
    if (seen.busy().isPresent()) {
      Obstacle busy = seen.busy().get();
      return new RestoreStep.Wait(busy.reason(), busy.message());
    }
    return seen.origin().get() instanceof OriginView.Usable usable
        ? new RestoreStep.Announce(usable.location())
        : new RestoreStep.Rest();
  }

  /** What was begun in a cluster ends with it. */
  private RestoreStep there(java.util.function.Supplier<RestoreStep> step) {
    return seen.cluster().isPresent()
        ? step.get()
        : new RestoreStep.Fail(CLUSTER_GONE, "the cluster was deleted before the restore was over");
  }

  /** Somebody does not want it any more, while it is carried out. */
  private Optional<RestoreStep> unwanted() {
    if (spec().abort()) {
      return Optional.of(new RestoreStep.TurnBack(ABORTED, "spec.abort is set"));
    }
    return seen.leaving()
        ? Optional.of(new RestoreStep.TurnBack(ABORTED, "it was deleted before it was over"))
        : Optional.empty();
  }

  private RestoreStep restoring() {
    Optional<RestoreStep> unwanted = unwanted();
    if (unwanted.isPresent()) {
      return unwanted.get();
    }
    if (seen.unknown()) {
      return begin();
    }
    return seen.report()
        .map(this::restoring)
        .orElseGet(() -> new RestoreStep.Follow("the node does not answer; it may be restarting"));
  }

  private RestoreStep restoring(RestoreReport report) {
    return switch (report.state()) {
      case Running, Restarting -> new RestoreStep.Progress(report);
      case Completed -> new RestoreStep.Verify(report);
      case Failed -> failed(report);
      case Undone ->
          new RestoreStep.Aborted(ABORTED, "somebody told the node to take it back" + UNCHANGED);
      case Unknown -> new RestoreStep.Follow("the node says what this version does not understand");
    };
  }

  private RestoreStep failed(RestoreReport report) {
    Failure failure =
        report.error() == null ? new Failure("", "the node gave no reason") : report.error();
    String started = seen.before().startedAt();
    boolean again =
        failure.passes()
            && (started == null || seen.now().isBefore(Instant.parse(started).plus(PATIENCE)));
    if (!again) {
      return new RestoreStep.Fail(failure.reason(), failure.message() + UNCHANGED);
    }
    Instant ended = Instant.EPOCH.plus(report.finishedAtMicros(), ChronoUnit.MICROS);
    return seen.now().isBefore(ended.plus(Patience.after(failure)))
        ? new RestoreStep.Follow(failure.message() + "; it is tried again")
        : begin();
  }

  private RestoreStep begin() {
    Optional<NodeAddress> node = seen.node();
    if (node.isEmpty()) {
      return new RestoreStep.Follow("no process of the cluster runs");
    }
    return switch (seen.origin().orElseThrow()) {
      case OriginView.Problem(String reason, String message, boolean lasting) ->
          lasting
              ? new RestoreStep.Fail(reason, message + UNCHANGED)
              : new RestoreStep.Wait(reason, message);
      case OriginView.Usable usable -> new RestoreStep.Begin(node.get(), usable.order());
    };
  }

  private RestoreStep verifying() {
    Optional<RestoreStep> unwanted = unwanted();
    if (unwanted.isPresent()) {
      return unwanted.get();
    }
    Optional<RestoreReport> report = seen.report();
    if (report.isEmpty() || report.get().state() != RestoreReport.State.Completed) {
      return report
          .filter(r -> r.state() == RestoreReport.State.Undone)
          .<RestoreStep>map(r ->
              new RestoreStep.Aborted(
                  ABORTED, "somebody told the node to take it back" + UNCHANGED))
          .orElseGet(() -> new RestoreStep.Follow("the node does not answer"));
    }
    Optional<String> difference = difference(report.get());
    if (difference.isPresent()) {
      return new RestoreStep.TurnBack(VERIFICATION_FAILED, difference.get());
    }
    // Only where nobody changes anything are the tables still what was restored.
    return seen.state().filter(s -> s == NodeStatus.State.PAUSED).isPresent()
        ? added(report.get())
        : agreed(report.get(), compared() + "the node counted while it restored");
  }

  /** What the node restored is what the backup has. */
  private Optional<String> difference(RestoreReport report) {
    return expected()
        .filter(snapshot ->
            snapshot.rows() != report.rows()
                || !snapshot.checksum().equals(TableSum.digest(report.tables())))
        .map(snapshot ->
            differ("the backup has", snapshot.rows(), snapshot.checksum())
                + ", "
                + differ("the node restored", report.rows(), TableSum.digest(report.tables())));
  }

  static String differ(String who, long rows, String checksum) {
    return who + " " + rows + " rows with checksum " + checksum;
  }

  /** What the backup says; nothing when the archive led on from there. */
  private Optional<Snapshot> expected() {
    return spec().origin().goesOn()
        ? Optional.empty()
        : seen.origin()
            .flatMap(
                o -> o instanceof OriginView.Usable usable ? usable.snapshot() : Optional.empty());
  }

  private String compared() {
    return expected().isPresent()
        ? "row counts and checksums of the backup are those that "
        : "these rows are what ";
  }

  private RestoreStep added(RestoreReport report) {
    Optional<NodeAddress> node = seen.node();
    if (node.isEmpty() || seen.checksums().isEmpty()) {
      return new RestoreStep.Follow("the node does not answer");
    }
    return switch (seen.checksums().get()) {
      case Reply.Refused<ChecksumsReport> unknown -> new RestoreStep.AddUp(node.get());
      case Reply.Silent<ChecksumsReport>(String reason) ->
          new RestoreStep.Follow("the node does not answer: " + reason);
      case Reply.Said<ChecksumsReport>(ChecksumsReport sums) ->
          switch (sums.state()) {
            case Running, Unknown -> new RestoreStep.Follow("the node adds up its tables");
            case Failed -> new RestoreStep.AddUp(node.get());
            case Completed -> {
              String digest = TableSum.digest(sums.tables());
              yield sums.rows() == report.rows() && digest.equals(TableSum.digest(report.tables()))
                  ? agreed(report, compared() + "the tables have now")
                  : new RestoreStep.TurnBack(
                      VERIFICATION_FAILED,
                      differ("the tables have", sums.rows(), digest)
                          + ", "
                          + differ(
                              "what was restored had",
                              report.rows(),
                              TableSum.digest(report.tables())));
            }
          };
    };
  }

  private RestoreStep agreed(RestoreReport report, String message) {
    String sentence = report.rows() + " rows: " + message;
    if (!report.keepsPrevious()) {
      return new RestoreStep.Complete(sentence);
    }
    return spec().confirmation() == CoulombRestoreSpec.Confirmation.Manual
        ? new RestoreStep.Keep(sentence)
        : confirm(sentence);
  }

  private RestoreStep confirm(String sentence) {
    return seen.node()
        .<RestoreStep>map(node -> new RestoreStep.Confirm(node, sentence))
        .orElseGet(() -> new RestoreStep.Follow("no process of the cluster runs"));
  }

  private RestoreStep kept() {
    if (spec().abort()) {
      return new RestoreStep.TurnBack(ABORTED, "spec.abort is set");
    }
    Restored restored = seen.before().restored();
    String sentence = (restored == null ? 0 : restored.rows()) + " rows were restored";
    if (seen.forgotten()) {
      return new RestoreStep.Complete(
          sentence + "; the node knows nothing of it any more, so nothing of before is kept");
    }
    Optional<RestoreReport> report = seen.report();
    if (report.filter(r -> r.state() == RestoreReport.State.Undone).isPresent()) {
      return new RestoreStep.Aborted(ABORTED, "somebody told the node to take it back" + UNCHANGED);
    }
    if (report.isEmpty()) {
      return silent();
    }
    return spec().confirmation() == CoulombRestoreSpec.Confirmation.Manual && !seen.leaving()
        ? new RestoreStep.Keep(sentence)
        : confirm(sentence);
  }

  private RestoreStep silent() {
    String message = "the node does not answer; it may be restarting";
    return new RestoreStep.Follow(
        seen.leaving()
            ? message
                + ". This CoulombRestore goes when the node was told; to leave the copy on its volume instead, take the finalizer off"
            : message);
  }

  private RestoreStep aborting() {
    if (seen.unknown() && (seen.before().restored() == null || seen.forgotten())) {
      return turnedBack();
    }
    Optional<RestoreReport> report = seen.report();
    if (report.isEmpty() || seen.node().isEmpty()) {
      return silent();
    }
    return switch (report.get().state()) {
      case Undone, Failed -> turnedBack();
      case Running -> new RestoreStep.Undo(seen.node().get());
      case Restarting, Unknown -> new RestoreStep.Follow("the node restarts");
      case Completed ->
          report.get().keepsPrevious()
              ? new RestoreStep.Undo(seen.node().get())
              : new RestoreStep.Complete(
                  "it was confirmed before it could be taken back, and what was before is given up");
    };
  }

  private RestoreStep turnedBack() {
    return seen.before()
        .condition("Verified")
        .filter(c -> VERIFICATION_FAILED.equals(c.getReason()))
        .<RestoreStep>map(
            c -> new RestoreStep.Fail(VERIFICATION_FAILED, c.getMessage() + UNCHANGED + " before"))
        .orElseGet(
            () -> new RestoreStep.Aborted(ABORTED, "it was taken back" + UNCHANGED + " before"));
  }
}
