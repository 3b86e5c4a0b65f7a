package dev.coulomb.operator.reconcile.restore;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.CoulombClusterSpec;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.api.restore.CoulombRestore;
import dev.coulomb.operator.api.restore.CoulombRestoreStatus;
import dev.coulomb.operator.observe.ClusterNode;
import dev.coulomb.operator.restore.RestoreObservation.Obstacle;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** What else is done to a cluster, and must be over before its data is replaced. */
final class ClusterBusy {

  private final KubernetesClient client;
  private final CoulombRestore restore;

  ClusterBusy(KubernetesClient client, CoulombRestore restore) {
    this.client = client;
    this.restore = restore;
  }

  Optional<Obstacle> of(CoulombCluster cluster, ClusterNode node) {
    String name = cluster.getMetadata().getName();
    if (cluster.getSpec().state() == CoulombClusterSpec.State.Stopped) {
      return obstacle(
          "ClusterNotReady", "cluster " + name + " is stopped; set its spec.state: Running");
    }
    if (isTrue(cluster, "Upgrading")) {
      return obstacle("ClusterBusy", "cluster " + name + " is being restarted for a change");
    }
    if (!node.ready() || node.address().isEmpty() || !isTrue(cluster, "Ready")) {
      return obstacle(
          "ClusterNotReady", "cluster " + name + " does not serve SQL; its conditions say why");
    }
    return anotherRestore(name).or(() -> backup(name));
  }

  private Optional<Obstacle> anotherRestore(String cluster) {
    return client
        .resources(CoulombRestore.class)
        .inNamespace(restore.getMetadata().getNamespace())
        .list()
        .getItems()
        .stream()
        .filter(r -> !r.getMetadata().getUid().equals(restore.getMetadata().getUid()))
        .filter(r -> r.getSpec().clusterRef().name().equals(cluster))
        .flatMap(r -> obstacle(r).stream())
        .findFirst();
  }

  private static Optional<Obstacle> obstacle(CoulombRestore other) {
    CoulombRestoreStatus.Phase phase = other.getStatus().phase();
    String name = "the CoulombRestore " + other.getMetadata().getName();
    if (phase == CoulombRestoreStatus.Phase.Kept) {
      return obstacle(
          "AnotherRestore",
          name + " is not confirmed: set its spec.confirmation: Automatic, or spec.abort: true");
    }
    return phase != null && phase.active()
        ? obstacle("AnotherRestore", name + " is being carried out")
        : Optional.empty();
  }

  private Optional<Obstacle> backup(String cluster) {
    return client
        .resources(CoulombBackup.class)
        .inNamespace(restore.getMetadata().getNamespace())
        .list()
        .getItems()
        .stream()
        .filter(b -> b.getSpec().clusterRef().name().equals(cluster))
        .filter(b -> b.getStatus().phase() == CoulombBackupStatus.Phase.Running)
        .findFirst()
        .flatMap(b ->
            obstacle(
                "BackupRuns",
                "the CoulombBackup " + b.getMetadata().getName() + " is being written"));
  }

  private static Optional<Obstacle> obstacle(String reason, String message) {
    return Optional.of(new Obstacle(reason, message));
  }

  private static boolean isTrue(CoulombCluster cluster, String type) {
    return cluster
        .getStatus()
        .condition(type)
        .filter(c -> c.getStatus().equals("True"))
        .isPresent();
  }
}
