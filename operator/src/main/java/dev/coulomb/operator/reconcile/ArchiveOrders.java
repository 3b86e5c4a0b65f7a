package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.api.Archive;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeBackups;
import dev.coulomb.operator.nodeadmin.NodeDestination;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.observe.ArchiveView;
import dev.coulomb.operator.observe.ClusterNode;
import dev.coulomb.operator.observe.PlaceReading;
import dev.coulomb.operator.observe.PlaceView;
import dev.coulomb.operator.observe.PodView;
import dev.coulomb.operator.wanted.Place;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells nodes where to copy their log: each process once, and again when the place or its keys are
 * others. What was told is remembered as a digest, and lost with the operator, which costs one
 * order that changes nothing. Safe for any thread.
 */
final class ArchiveOrders {

  private static final int REMEMBERED_MAX = 4_096;

  private final NodeBackups nodes;

  /** By uid of the cluster, to process and place; the oldest is forgotten. Guarded by itself. */
  private final Map<String, String> told =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  ArchiveOrders(NodeBackups nodes) {
    this.nodes = nodes;
  }

  /**
   * Tells the node, if it has not been told.
   *
   * @param pod the pod, with its node's own word
   */
  ArchiveView look(
      CoulombCluster cluster, Wanted wanted, Optional<PodView> pod, KubernetesClient client) {
    Archive archive = wanted.spec().archive();
    if (archive == null) {
      return new ArchiveView.NotWanted();
    }
    Optional<NodeStatus> status = pod.flatMap(PodView::serving);
    NodeStatus.Archive said = status.map(NodeStatus::archive).orElse(null);
    ClusterNode node = ClusterNode.read(client, wanted.names());
    if (pod.isEmpty()
        || status.isEmpty()
        || said == null
        || !said.enabled()
        || node.address().isEmpty()) {
      return new ArchiveView.NotYet();
    }
    PlaceView place =
        new PlaceReading(client, wanted.names().namespace())
            .read(Place.ofArchive(archive.destination(), wanted.names().cluster()), cluster, node);
    return switch (place) {
      case PlaceView.Problem(String reason, String message) ->
          new ArchiveView.Problem(reason, message);
      case PlaceView.Usable(NodeDestination destination) ->
          tell(
              cluster.getMetadata().getUid(),
              pod.get().ref().uid() + " " + status.get().node().incarnation() + " ",
              node.address().get(),
              destination);
    };
  }

  private ArchiveView tell(
      String uid, String process, NodeAddress address, NodeDestination destination) {
    String order = process + digest(destination);
    synchronized (told) {
      if (order.equals(told.get(uid))) {
        return new ArchiveView.Told(address);
      }
    }
    return switch (nodes.archive(address, destination)) {
      case Reply.Said<NodeBackups.Accepted> said -> {
        synchronized (told) {
          told.put(uid, order);
        }
        yield new ArchiveView.Told(address);
      }
      case Reply.Refused<NodeBackups.Accepted>(String code, String message) ->
          new ArchiveView.Problem("NodeRefused", message);
      case Reply.Silent<NodeBackups.Accepted>(String reason) ->
          new ArchiveView.Problem("NodeSilent", "the node does not answer: " + reason);
    };
  }

  /** Of everything, keys too: their text is not kept. */
  private static String digest(NodeDestination destination) {
    NodeDestination.S3 s3 = destination.s3();
    String text =
        s3 == null
            ? String.valueOf(destination.directory())
            : String.join(
                "\n",
                String.valueOf(s3.endpoint()),
                s3.region(),
                s3.bucket(),
                s3.prefix(),
                String.valueOf(s3.pathStyle()),
                s3.accessKeyId(),
                s3.secretAccessKey(),
                String.valueOf(s3.sessionToken()),
                String.valueOf(s3.caCertificate()));
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
