package dev.coulomb.operator.reconcile.backup;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import dev.coulomb.operator.backup.BackupDecision;
import dev.coulomb.operator.backup.BackupObservation;
import dev.coulomb.operator.backup.BackupOutlook;
import dev.coulomb.operator.backup.BackupStep;
import dev.coulomb.operator.metrics.OperatorMetrics;
import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.nodeadmin.BackupReport;
import dev.coulomb.operator.nodeadmin.NodeBackups;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.observe.ClusterNode;
import dev.coulomb.operator.observe.PlaceReading;
import dev.coulomb.operator.observe.PlaceView;
import dev.coulomb.operator.reconcile.Reporter;
import dev.coulomb.operator.wanted.OperatorDefaults;
import dev.coulomb.operator.wanted.Place;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Observe, decide, act, report, for one backup: once. Takes seconds at most. Safe for any thread;
 * JOSDK gives each backup one at a time.
 */
public final class BackupReconciliation {

  private final NodeBackups nodes;
  private final OperatorMetrics metrics;
  private final Reporter reporter;
  private final Clock clock;
  private final DeletionReconciliation deletion;

  public BackupReconciliation(
      OperatorDefaults defaults,
      NodeBackups nodes,
      OperatorMetrics metrics,
      Reporter reporter,
      Clock clock) {
    this.nodes = nodes;
    this.metrics = metrics;
    this.reporter = reporter;
    this.clock = clock;
    this.deletion = new DeletionReconciliation(defaults, nodes, reporter, clock);
  }

  /**
   * Does one round.
   *
   * @return when the next is due; nothing when only a change of the resource asks for one
   */
  Optional<Duration> run(CoulombBackup cached, KubernetesClient client) {
    if (rests(cached)) {
      return Optional.empty();
    }
    // The cache may lag behind what was written a moment ago: read what is.
    @Nullable CoulombBackup backup =
        Resources.read(
            client,
            CoulombBackup.class,
            cached.getMetadata().getNamespace(),
            cached.getMetadata().getName());
    return backup == null || backup.getMetadata().getDeletionTimestamp() != null
        ? Optional.empty()
        : round(backup, client);
  }

  /**
   * Does one round of a backup that is being deleted.
   *
   * @return when the next is due; nothing when it may go
   */
  Optional<Duration> delete(CoulombBackup cached, KubernetesClient client) {
    @Nullable CoulombBackup backup =
        Resources.read(
            client,
            CoulombBackup.class,
            cached.getMetadata().getNamespace(),
            cached.getMetadata().getName());
    return backup == null ? Optional.empty() : deletion.run(backup, client);
  }

  /** What is over is not even read: there may be thousands of them. */
  private static boolean rests(CoulombBackup backup) {
    CoulombBackupStatus status = backup.getStatus();
    return status.phase() != null
        && status.phase().over()
        && backup.getMetadata().getGeneration().equals(status.observedGeneration());
  }

  private Optional<Duration> round(CoulombBackup backup, KubernetesClient client) {
    BackupObservation seen = observe(backup, client);
    BackupStep step = BackupDecision.next(seen);
    Optional<Reply<BackupReport>> answer =
        step instanceof BackupStep.Begin(var address, var destination)
            ? Optional.of(nodes.beginBackup(address, backup.getMetadata().getUid(), destination))
            : Optional.empty();
    BackupOutlook outlook = BackupOutlook.of(seen, step, answer);
    reporter.report(client, backup, CoulombBackup::new, outlook.status(), outlook.notices());
    metrics.step("Backup" + step.getClass().getSimpleName(), "Did");
    Phase phase = outlook.status().phase();
    if (phase != null && phase.over() && !(step instanceof BackupStep.Rest)) {
      metrics.backup(phase.name());
    }
    return outlook.next();
  }

  private BackupObservation observe(CoulombBackup backup, KubernetesClient client) {
    String namespace = backup.getMetadata().getNamespace();
    String name = backup.getSpec().clusterRef().name();
    Optional<CoulombCluster> cluster =
        Optional.ofNullable(Resources.read(client, CoulombCluster.class, namespace, name))
            .filter(c -> c.getMetadata().getDeletionTimestamp() == null);
    ClusterNode node =
        cluster
            .map(c -> ClusterNode.read(client, new Names(namespace, name)))
            .orElse(ClusterNode.NONE);
    Optional<PlaceView> place =
        cluster.map(c ->
            new PlaceReading(client, namespace)
                .read(
                    Place.ofSnapshot(
                        backup.getSpec().destination(), name, backup.getMetadata().getName()),
                    c,
                    node));
    Optional<Reply<BackupReport>> word =
        backup.getStatus().begun()
            ? node.address().map(a -> nodes.backup(a, backup.getMetadata().getUid()))
            : Optional.empty();
    return new BackupObservation(clock.instant(), backup, cluster, node, place, word);
  }
}
