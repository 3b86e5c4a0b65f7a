package dev.coulomb.operator.observe;

import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.naming.Paths;
import dev.coulomb.operator.naming.Ports;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The node of a cluster, for those who look at something else than the cluster. Read at once, from
 * no cache.
 *
 * @param address where it takes orders; nothing when no process runs
 * @param ready whether Kubernetes has it for ready
 * @param claims names of the claims that its pod has mounted
 */
public record ClusterNode(Optional<NodeAddress> address, boolean ready, Set<String> claims) {

  /** Of a cluster without a pod. */
  public static final ClusterNode NONE = new ClusterNode(Optional.empty(), false, Set.of());

  /** The node of the cluster of that name. This version runs one. */
  public static ClusterNode read(KubernetesClient client, Names names) {
    @Nullable Pod pod = client.pods().inNamespace(names.namespace()).withName(names.pod(0)).get();
    if (pod == null) {
      return NONE;
    }
    Set<String> claims =
        (pod.getSpec().getVolumes() == null
                ? List.<io.fabric8.kubernetes.api.model.Volume>of()
                : pod.getSpec().getVolumes())
            .stream()
                .filter(v -> v.getPersistentVolumeClaim() != null)
                .map(v -> v.getPersistentVolumeClaim().getClaimName())
                .collect(Collectors.toSet());
    boolean leaving = pod.getMetadata().getDeletionTimestamp() != null;
    return new ClusterNode(
        PodReading.address(pod).map(ip -> new NodeAddress(ip, Ports.ADMIN, token(client, names))),
        !leaving && PodReading.life(pod).ready(),
        claims);
  }

  /** The token that opens the node's admin HTTP; empty when there is none. */
  static String token(KubernetesClient client, Names names) {
    @Nullable Secret secret =
        client.secrets().inNamespace(names.namespace()).withName(names.adminSecret()).get();
    String token =
        secret == null || secret.getData() == null ? null : secret.getData().get(Paths.ADMIN_TOKEN);
    return token == null
        ? ""
        : new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
  }
}
