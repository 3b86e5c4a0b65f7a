package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.api.Archive;
import dev.coulomb.operator.api.ArchiveStatus;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.archive.TrimDecision;
import dev.coulomb.operator.archive.TrimObservation;
import dev.coulomb.operator.archive.TrimOutlook;
import dev.coulomb.operator.archive.TrimStep;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeBackups;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.TrimReport;
import dev.coulomb.operator.observe.ArchiveView;
import dev.coulomb.operator.observe.Readers;
import dev.coulomb.operator.wanted.Place;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells nodes which old pieces of their archive go, one history in a look. What was done is in the
 * status of the cluster. Safe for any thread.
 */
final class ArchiveTrims {

  private final NodeBackups nodes;
  private final Clock clock;

  ArchiveTrims(NodeBackups nodes, Clock clock) {
    this.nodes = nodes;
    this.clock = clock;
  }

  /**
   * Does what is due.
   *
   * @param archive what is wanted of the archive
   * @param view whether the node knows where it is
   * @param cached the backups of the cluster, as a cache has them: enough to see that nothing is
   *     due
   * @return nothing where all pieces stay for ever
   */
  Optional<TrimOutlook> look(
      CoulombCluster cluster,
      @Nullable Archive archive,
      ArchiveView view,
      List<CoulombBackup> cached,
      KubernetesClient client) {
    if (archive == null || archive.retention() == Archive.Retention.Forever) {
      return Optional.empty();
    }
    Optional<NodeAddress> node =
        view instanceof ArchiveView.Told(NodeAddress address)
            ? Optional.of(address)
            : Optional.empty();
    ArchiveStatus before =
        Objects.requireNonNullElse(cluster.getStatus().archive(), ArchiveStatus.UNTOUCHED);
    TrimObservation seen =
        new TrimObservation(clock.instant(), before, cached, node, Optional.empty());
    TrimStep step = TrimDecision.next(seen);
    if (step instanceof TrimStep.Order) {
      // What is deleted is gone: only what is known now counts.
      seen = observe(cluster, archive, node, before, client);
      step = TrimDecision.next(seen);
    }
    Optional<Reply<TrimReport>> answer =
        step instanceof TrimStep.Order(NodeAddress to, String history, long position, String of)
            ? Optional.of(nodes.trimArchive(to, history, position))
            : Optional.empty();
    return Optional.of(TrimOutlook.of(seen, step, answer));
  }

  private TrimObservation observe(
      CoulombCluster cluster,
      Archive archive,
      Optional<NodeAddress> node,
      ArchiveStatus before,
      KubernetesClient client) {
    String namespace = cluster.getMetadata().getNamespace();
    String name = cluster.getMetadata().getName();
    Readers readers = Readers.read(client, namespace);
    // After the readers: a backup that goes in between is missed by whoever reads it.
    List<CoulombBackup> all =
        client.resources(CoulombBackup.class).inNamespace(namespace).list().getItems();
    return new TrimObservation(
        clock.instant(),
        before,
        all.stream().filter(b -> b.getSpec().clusterRef().name().equals(name)).toList(),
        node,
        readers.besideBackups(
            Place.ofArchive(archive.destination(), name),
            all.stream().map(b -> b.getMetadata().getName()).collect(Collectors.toSet())));
  }
}
