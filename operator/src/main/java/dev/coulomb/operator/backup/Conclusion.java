package dev.coulomb.operator.backup;

import dev.coulomb.operator.nodeadmin.BackupReport;
import dev.coulomb.operator.nodeadmin.Failure;
import dev.coulomb.operator.nodeadmin.NodeBackups;
import dev.coulomb.operator.nodeadmin.Reply;
import java.util.Objects;

/** What a node's word about a backup means. */
sealed interface Conclusion {

  /** The node works on it. */
  record Works(BackupReport report) implements Conclusion {}

  /** The snapshot is complete. */
  record Complete(BackupReport report, BackupReport.Snapshot snapshot) implements Conclusion {}

  /** It failed, and would fail again. */
  record Over(String reason, String message) implements Conclusion {}

  /** It failed, and may not fail the next time. */
  record Again(String reason, String message) implements Conclusion {}

  /** Its turn comes later, and nothing has failed. */
  record Queued(String reason, String message) implements Conclusion {}

  static Conclusion of(Reply<BackupReport> word) {
    return switch (word) {
      case Reply.Said<BackupReport>(BackupReport report) -> said(report);
      case Reply.Silent<BackupReport>(String reason) ->
          new Again(BackupDecision.NODE_SILENT, "the node does not answer: " + reason);
      case Reply.Refused<BackupReport>(String code, String message) -> refused(code, message);
    };
  }

  private static Conclusion said(BackupReport report) {
    return switch (report.state()) {
      case Running, Unknown -> new Works(report);
      case Completed ->
          report.snapshot() == null
              ? new Again(Failure.Reasons.INTERNAL, "the node does not say what the snapshot is of")
              : new Complete(report, Objects.requireNonNull(report.snapshot()));
      case Cancelled -> new Over("Cancelled", "somebody cancelled the backup in the node");
      case Failed -> {
        Failure failure =
            report.error() == null
                ? new Failure(Failure.Reasons.INTERNAL, "the node gave no reason")
                : Objects.requireNonNull(report.error());
        yield failure.passes()
            ? new Again(failure.reason(), failure.message())
            : new Over(failure.reason(), failure.message());
      }
    };
  }

  private static Conclusion refused(String code, String message) {
    return switch (code) {
      case NodeBackups.ANOTHER_RUNS -> new Queued("AnotherBackupRuns", message);
      case NodeBackups.OCCUPIED -> new Over("Occupied", message);
      case "destination", "id", "body" -> new Over("DestinationRefused", message);
      case "path", "method", "not-yet", "http-404" ->
          new Over(
              "NotSupported",
              "the database is of a version that makes no backups; raise spec.version of the CoulombCluster");
      default -> new Again("NodeRefused", message);
    };
  }
}
