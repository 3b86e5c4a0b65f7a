package dev.coulomb.operator.reconcile.restore;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.restore.CoulombRestore;
import dev.coulomb.operator.api.restore.CoulombRestoreStatus.Phase;
import dev.coulomb.operator.metrics.OperatorMetrics;
import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.ChecksumsReport;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeAdmin;
import dev.coulomb.operator.nodeadmin.NodeRestores;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.RestoreReport;
import dev.coulomb.operator.observe.ClusterNode;
import dev.coulomb.operator.observe.OriginReading;
import dev.coulomb.operator.observe.OriginView;
import dev.coulomb.operator.reconcile.Reporter;
import dev.coulomb.operator.restore.RestoreDecision;
import dev.coulomb.operator.restore.RestoreObservation;
import dev.coulomb.operator.restore.RestoreOutlook;
import dev.coulomb.operator.restore.RestoreStep;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Observe, decide, act, report, for one restore: once. Takes seconds at most. Safe for any thread;
 * JOSDK gives each restore one at a time.
 */
public final class RestoreReconciliation {

  private final NodeAdmin nodes;
  private final NodeRestores restores;
  private final OperatorMetrics metrics;
  private final Reporter reporter;
  private final Clock clock;

  public RestoreReconciliation(
      NodeAdmin nodes,
      NodeRestores restores,
      OperatorMetrics metrics,
      Reporter reporter,
      Clock clock) {
    this.nodes = nodes;
    this.restores = restores;
    this.metrics = metrics;
    this.reporter = reporter;
    this.clock = clock;
  }

  /**
   * Does one round.
   *
   * @return when the next is due; nothing when only a change of the resource asks for one
   */
  Optional<Duration> run(CoulombRestore cached, KubernetesClient client) {
    @Nullable CoulombRestore restore = read(cached, client);
    return restore == null || restore.getMetadata().getDeletionTimestamp() != null
        ? Optional.empty()
        : round(restore, client).next();
  }

  /**
   * Does one round of a restore that is being deleted.
   *
   * @return when the next is due; nothing when it may go
   */
  Optional<Duration> delete(CoulombRestore cached, KubernetesClient client) {
    @Nullable CoulombRestore restore = read(cached, client);
    return restore == null ? Optional.empty() : round(restore, client).next();
  }

  /** The cache may lag behind what was written a moment ago: read what is. */
  private static @Nullable CoulombRestore read(CoulombRestore cached, KubernetesClient client) {
    return client
        .resources(CoulombRestore.class)
        .inNamespace(cached.getMetadata().getNamespace())
        .withName(cached.getMetadata().getName())
        .get();
  }

  /** There is a next round until it is over. */
  private RestoreOutlook round(CoulombRestore restore, KubernetesClient client) {
    RestoreObservation seen = observe(restore, client);
    RestoreStep step = RestoreDecision.next(seen);
    RestoreOutlook outlook = RestoreOutlook.of(seen, step, act(step, seen));
    reporter.report(client, restore, CoulombRestore::new, outlook.status(), outlook.notices());
    metrics.step("Restore" + step.getClass().getSimpleName(), "Did");
    return outlook;
  }

  private Optional<Reply<RestoreReport>> act(RestoreStep step, RestoreObservation seen) {
    return switch (step) {
      case RestoreStep.Begin(NodeAddress node, var order) ->
          Optional.of(restores.beginRestore(node, order));
      case RestoreStep.Confirm(NodeAddress node, String message) ->
          Optional.of(restores.confirmRestore(node));
      case RestoreStep.Undo(NodeAddress node) -> Optional.of(restores.undoRestore(node));
      case RestoreStep.AddUp(NodeAddress node) -> {
        restores.beginChecksums(node, seen.restore().getMetadata().getUid());
        yield Optional.empty();
      }
      case RestoreStep.Rest r -> Optional.empty();
      case RestoreStep.Wait w -> Optional.empty();
      case RestoreStep.Follow f -> Optional.empty();
      case RestoreStep.Announce a -> Optional.empty();
      case RestoreStep.Progress p -> Optional.empty();
      case RestoreStep.Verify v -> Optional.empty();
      case RestoreStep.Keep k -> Optional.empty();
      case RestoreStep.TurnBack t -> Optional.empty();
      case RestoreStep.Aborted a -> Optional.empty();
      case RestoreStep.Fail f -> Optional.empty();
      case RestoreStep.Complete c -> Optional.empty();
    };
  }

  private RestoreObservation observe(CoulombRestore restore, KubernetesClient client) {
    String namespace = restore.getMetadata().getNamespace();
    String name = restore.getSpec().clusterRef().name();
    Phase phase = restore.getStatus().phase();
    Optional<CoulombCluster> cluster =
        phase != null && phase.over()
            ? Optional.empty()
            : Optional.ofNullable(
                    client
                        .resources(CoulombCluster.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .filter(c -> c.getMetadata().getDeletionTimestamp() == null);
    ClusterNode node =
        cluster
            .map(c -> ClusterNode.read(client, new Names(namespace, name)))
            .orElse(new ClusterNode(Optional.empty(), false, java.util.Set.of()));
    boolean begun = phase != null && phase != Phase.Pending && !phase.over();
    Optional<NodeStatus.State> state = node.address().flatMap(this::state);
    String id = restore.getMetadata().getUid();
    Optional<Reply<ChecksumsReport>> checksums =
        phase == Phase.Verifying && state.filter(s -> s == NodeStatus.State.PAUSED).isPresent()
            ? node.address().map(a -> restores.checksums(a, id))
            : Optional.empty();
    Optional<OriginView> origin =
        cluster.map(c ->
            new OriginReading(client, namespace)
                .read(restore.getSpec().origin(), id, true, c, node));
    return new RestoreObservation(
        clock.instant(),
        restore,
        cluster,
        node.address(),
        state,
        begun
            ? Optional.empty()
            : cluster.flatMap(c -> new ClusterBusy(client, restore).of(c, node)),
        origin,
        begun ? node.address().map(restores::restore) : Optional.empty(),
        checksums);
  }

  private Optional<NodeStatus.State> state(NodeAddress address) {
    return nodes.status(address) instanceof Answer.Told(NodeStatus status)
        ? Optional.of(status.state())
        : Optional.empty();
  }
}
