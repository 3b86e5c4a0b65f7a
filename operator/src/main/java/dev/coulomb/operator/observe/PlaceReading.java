package dev.coulomb.operator.observe;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.Destination;
import dev.coulomb.operator.naming.SecretKeys;
import dev.coulomb.operator.nodeadmin.NodeDestination;
import dev.coulomb.operator.wanted.Place;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a place needs: the keys of a bucket from their Secret, each time anew, or whether the
 * node has the volume. What is read is given to nodes and never kept.
 */
public final class PlaceReading {

  /** A Secret that is not there, or lacks a key. */
  public static final String SECRET_NOT_USABLE = "SecretNotUsable";

  /** The cluster does not mount that claim. */
  public static final String VOLUME_NOT_MOUNTED = "VolumeNotMounted";

  private final KubernetesClient client;
  private final String namespace;

  public PlaceReading(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * The place, for the node of a cluster.
   *
   * @param cluster that the node belongs to
   * @param node its node
   */
  public PlaceView read(Place place, CoulombCluster cluster, ClusterNode node) {
    Destination.S3 s3 = place.destination().s3();
    Destination.Volume volume = place.destination().volume();
    if (s3 != null) {
      return bucket(place, s3);
    }
    if (volume == null) {
      return new PlaceView.Problem("DestinationMissing", "the destination names no place");
    }
    return volumeProblem(volume.claimName(), cluster, node)
        .<PlaceView>map(message -> new PlaceView.Problem(VOLUME_NOT_MOUNTED, message))
        .orElseGet(() ->
            new PlaceView.Usable(
                NodeDestination.of(new NodeDestination.Directory(place.mounted()))));
  }

  /** What is wrong with the Secrets of a destination; nothing when nothing is, or it needs none. */
  public Optional<String> secretProblem(Destination destination) {
    Destination.S3 s3 = destination.s3();
    return s3 != null
            && bucket(new Place(destination, ""), s3)
                instanceof PlaceView.Problem(String reason, String message)
        ? Optional.of(message)
        : Optional.empty();
  }

  /**
   * For a program that takes keys from its environment: the variables of AWS, each with the key of
   * the destination's Secret that has its value. Empty without a Secret.
   */
  public SortedMap<String, String> environment(Destination.S3 s3) {
    SortedMap<String, String> variables = new TreeMap<>();
    @Nullable Secret secret = secret(s3.credentialsSecretRef().name());
    if (secret != null) {
      for (List<String> keys :
          List.of(
              SecretKeys.ACCESS_KEY_ID, SecretKeys.SECRET_ACCESS_KEY, SecretKeys.SESSION_TOKEN)) {
        keys.stream()
            .filter(key -> text(secret, List.of(key)).isPresent())
            .findFirst()
            .ifPresent(key -> variables.put(keys.getLast(), key));
      }
    }
    return variables;
  }

  private static Optional<String> volumeProblem(
      String claim, CoulombCluster cluster, ClusterNode node) {
    String name = cluster.getMetadata().getName();
    var backup = cluster.getSpec().backup();
    var wanted = backup == null ? null : backup.volumeClaim();
    if (wanted == null || !wanted.name().equals(claim)) {
      return Optional.of(
          "cluster "
              + name
              + " does not mount the claim "
              + claim
              + "; set spec.backup.volumeClaim.name of the CoulombCluster to it");
    }
    return node.claims().contains(claim)
        ? Optional.empty()
        : Optional.of(
            "the pod of cluster "
                + name
                + " has not mounted the claim "
                + claim
                + " yet; the condition Upgrading of the CoulombCluster says what it waits for");
  }

  private PlaceView bucket(Place place, Destination.S3 s3) {
    String name = s3.credentialsSecretRef().name();
    @Nullable Secret secret = secret(name);
    if (secret == null) {
      return problem("the Secret " + name + " of credentialsSecretRef does not exist; create it");
    }
    Optional<String> accessKey = text(secret, SecretKeys.ACCESS_KEY_ID);
    Optional<String> secretKey = text(secret, SecretKeys.SECRET_ACCESS_KEY);
    if (accessKey.isEmpty() || secretKey.isEmpty()) {
      return problem(
          "the Secret "
              + name
              + " of credentialsSecretRef has no "
              + (accessKey.isEmpty() ? SecretKeys.ACCESS_KEY_ID : SecretKeys.SECRET_ACCESS_KEY)
                  .getFirst());
    }
    Destination.CaRef ca = s3.caSecretRef();
    @Nullable Secret caSecret = ca == null ? null : secret(ca.name());
    Optional<String> certificate =
        caSecret == null || ca == null ? Optional.empty() : text(caSecret, List.of(ca.key()));
    if (ca != null && certificate.isEmpty()) {
      return problem(
          caSecret == null
              ? "the Secret " + ca.name() + " of caSecretRef does not exist; create it"
              : "the Secret " + ca.name() + " of caSecretRef has no " + ca.key());
    }
    return new PlaceView.Usable(
        NodeDestination.of(
            new NodeDestination.S3(
                s3.endpoint(),
                s3.region(),
                s3.bucket(),
                place.prefix(),
                s3.bucketInPath(),
                accessKey.get(),
                secretKey.get(),
                text(secret, SecretKeys.SESSION_TOKEN).orElse(null),
                certificate.orElse(null))));
  }

  private static PlaceView problem(String message) {
    return new PlaceView.Problem(SECRET_NOT_USABLE, message);
  }

  private @Nullable Secret secret(String name) {
    return client.secrets().inNamespace(namespace).withName(name).get();
  }

  /** The first of the keys that has something in it. */
  private static Optional<String> text(Secret secret, List<String> keys) {
    return keys.stream()
        .map(key -> secret.getData() == null ? "" : secret.getData().getOrDefault(key, ""))
        .filter(encoded -> !encoded.isEmpty())
        .findFirst()
        .map(encoded ->
            new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).strip());
  }
}
