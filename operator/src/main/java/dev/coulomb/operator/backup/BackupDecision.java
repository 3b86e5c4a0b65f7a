package dev.coulomb.operator.backup;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Waiting;
import dev.coulomb.operator.nodeadmin.BackupReport;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeBackups;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.observe.PlaceView;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides the next step of a backup, from what was seen alone. In this order: what is over rests;
 * the cluster must be there, and the same one; the place must be usable and the node up; then it is
 * written down that the node will be told, the node is told, and from then on it is asked.
 */
public final class BackupDecision {

  static final String CLUSTER_NOT_FOUND = "ClusterNotFound";
  static final String CLUSTER_GONE = "ClusterGone";
  static final String CLUSTER_NOT_READY = "ClusterNotReady";
  static final String NODE_SILENT = "NodeSilent";

  private BackupDecision() {}

  /** The next step. */
  public static BackupStep next(BackupObservation seen) {
    CoulombBackupStatus before = seen.before();
    if (before.phase() != null && before.phase().over()) {
      return new BackupStep.Rest();
    }
    String name = seen.backup().getSpec().clusterRef().name();
    if (seen.cluster().isEmpty()) {
      return before.begun()
          ? new BackupStep.Fail(
              CLUSTER_GONE, "cluster " + name + " was deleted before the backup was complete")
          : new BackupStep.Wait(
              CLUSTER_NOT_FOUND,
              "there is no CoulombCluster "
                  + name
                  + " in this namespace; create it, or correct a new CoulombBackup");
    }
    CoulombCluster cluster = seen.cluster().get();
    if (before.begun() && !cluster.getMetadata().getUid().equals(before.clusterUid())) {
      return new BackupStep.Fail(
          CLUSTER_GONE,
          "cluster " + name + " was deleted and made anew before the backup was complete");
    }
    return before.begun() ? goOn(seen) : begin(seen, cluster);
  }

  private static BackupStep begin(BackupObservation seen, CoulombCluster cluster) {
    return obstacle(seen).orElseGet(() -> new BackupStep.Announce(cluster.getMetadata().getUid()));
  }

  private static BackupStep goOn(BackupObservation seen) {
    Waiting waiting = seen.before().waiting();
    String nextAt = waiting == null ? null : waiting.nextAt();
    if (nextAt != null) {
      return Instant.parse(nextAt).isAfter(seen.now())
          ? new BackupStep.Hold()
          : obstacle(seen).orElseGet(() -> tell(seen));
    }
    if (seen.word().isEmpty()) {
      return new BackupStep.Wait(
          CLUSTER_NOT_READY,
          "no process of cluster "
              + seen.backup().getSpec().clusterRef().name()
              + " runs; the backup goes on when one does");
    }
    return switch (seen.word().get()) {
      case Reply.Refused<BackupReport>(String code, String message)
          when code.equals(NodeBackups.UNKNOWN_BACKUP) ->
          obstacle(seen).orElseGet(() -> tell(seen));
      case Reply.Refused<BackupReport> refused -> new BackupStep.Heed(refused);
      case Reply.Said<BackupReport> said -> new BackupStep.Heed(said);
      case Reply.Silent<BackupReport>(String reason) ->
          new BackupStep.Wait(NODE_SILENT, "the node does not answer: " + reason);
    };
  }

  private static BackupStep tell(BackupObservation seen) {
    NodeAddress address = seen.node().address().orElseThrow();
    return switch (seen.place().orElseThrow()) {
      case PlaceView.Usable(var destination) -> new BackupStep.Begin(address, destination);
      case PlaceView.Problem(String reason, String message) -> new BackupStep.Wait(reason, message);
    };
  }

  /** What keeps the node from being told. */
  private static Optional<BackupStep> obstacle(BackupObservation seen) {
    if (seen.place().orElseThrow() instanceof PlaceView.Problem(String reason, String message)) {
      return Optional.of(new BackupStep.Wait(reason, message));
    }
    return seen.node().ready() && seen.node().address().isPresent()
        ? Optional.empty()
        : Optional.of(
            new BackupStep.Wait(
                CLUSTER_NOT_READY,
                "cluster "
                    + seen.backup().getSpec().clusterRef().name()
                    + " does not serve SQL; its conditions say why"));
  }
}
