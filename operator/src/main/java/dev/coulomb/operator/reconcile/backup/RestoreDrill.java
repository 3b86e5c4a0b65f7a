package dev.coulomb.operator.reconcile.backup;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupSchedule;
import dev.coulomb.operator.backup.schedule.DrillDecision;
import dev.coulomb.operator.backup.schedule.DrillObservation;
import dev.coulomb.operator.backup.schedule.DrillOutlook;
import dev.coulomb.operator.backup.schedule.DrillStep;
import dev.coulomb.operator.metrics.OperatorMetrics;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeRestores;
import dev.coulomb.operator.observe.ClusterNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves that backups of a schedule can be restored. Asked in each round of the schedule, when
 * nothing else is to be done; one look takes seconds at most and does one thing. Safe for any
 * thread.
 */
public final class RestoreDrill {

  private final NodeRestores nodes;
  private final OperatorMetrics metrics;
  private final Clock clock;

  public RestoreDrill(NodeRestores nodes, OperatorMetrics metrics, Clock clock) {
    this.nodes = nodes;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Does what is due of a drill.
   *
   * @param schedule as it is now, with its status from before
   * @param backups of the schedule, but those that are being deleted
   */
  DrillOutlook look(
      CoulombBackupSchedule schedule, List<CoulombBackup> backups, KubernetesClient client) {
    DrillObservation seen = observe(schedule, backups, client);
    DrillStep step = DrillDecision.next(seen);
    act(step, schedule, client);
    if (step instanceof DrillStep.End(var result)) {
      metrics.drillEnded(result.outcome().name());
    }
    return DrillOutlook.of(seen, step);
  }

  private void act(DrillStep step, CoulombBackupSchedule schedule, KubernetesClient client) {
    switch (step) {
      case DrillStep.Rest r -> {}
      case DrillStep.Announce a -> {}
      case DrillStep.Follow f -> {}
      case DrillStep.End e -> {}
      case DrillStep.Abandon a -> {}
      case DrillStep.AddUp(NodeAddress node, String id) -> nodes.beginChecksums(node, id);
      case DrillStep.Create(var run) -> {
        @Nullable CoulombCluster saved =
            Resources.read(
                client,
                CoulombCluster.class,
                schedule.getMetadata().getNamespace(),
                schedule.getSpec().clusterRef().name());
        create(DrillCluster.of(schedule, run, Optional.ofNullable(saved)), client);
      }
      case DrillStep.CleanUp(String cluster) ->
          client
              .resources(CoulombCluster.class)
              .inNamespace(schedule.getMetadata().getNamespace())
              .withName(cluster)
              .delete();
    }
  }

  private static void create(CoulombCluster cluster, KubernetesClient client) {
    try {
      client.resource(cluster).create();
    } catch (KubernetesClientException e) {
      // Made before, by an operator that died right after; or somebody else's, which is left alone.
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  private DrillObservation observe(
      CoulombBackupSchedule schedule, List<CoulombBackup> backups, KubernetesClient client) {
    String namespace = schedule.getMetadata().getNamespace();
    String name = DrillDecision.clusterOf(schedule.getMetadata().getName());
    Optional<CoulombCluster> cluster =
        Optional.ofNullable(Resources.read(client, CoulombCluster.class, namespace, name))
            .filter(c -> isOf(schedule, c));
    boolean runs =
        schedule.getStatus().drill() != null && schedule.getStatus().drill().running() != null;
    Optional<NodeAddress> node =
        runs && cluster.isPresent()
            ? ClusterNode.read(client, new Names(namespace, name)).address()
            : Optional.empty();
    boolean restored =
        cluster
            .flatMap(c -> c.getStatus().condition("Bootstrapped"))
            .filter(c -> c.getStatus().equals("True"))
            .isPresent();
    return new DrillObservation(
        clock.instant(),
        schedule,
        backups,
        cluster,
        node,
        restored
            ? node.map(a -> nodes.checksums(a, cluster.orElseThrow().getMetadata().getUid()))
            : Optional.empty());
  }

  /** A cluster of that name that somebody else made is none of the drill's. */
  private static boolean isOf(CoulombBackupSchedule schedule, CoulombCluster cluster) {
    return cluster.getMetadata().getLabels() != null
        && Objects.equals(
            cluster.getMetadata().getLabels().get(Labels.DRILL), schedule.getMetadata().getName());
  }
}
