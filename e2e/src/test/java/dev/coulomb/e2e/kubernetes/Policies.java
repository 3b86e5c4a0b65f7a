package dev.coulomb.e2e.kubernetes;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What NetworkPolicies say, by Kubernetes' rules: this kind cluster enforces none, so they are
 * evaluated instead.
 *
 * @param policies all of the cluster
 */
record Policies(List<NetworkPolicy> policies) {
  /** One end of a connection. */
  record End(
      String namespace,
      Map<String, String> namespaceLabels,
      Map<String, String> labels,
      Map<String, Integer> ports) {}

  /** May a connection of this kind be made? Both ends must agree. */
  boolean allow(End from, End to, int port) {
    return allowsIn(from, to, port) && allowsOut(from, to, port);
  }

  private boolean allowsIn(End from, End to, int port) {
    List<NetworkPolicy> selecting = selecting(to, "Ingress");
    return selecting.isEmpty()
        || selecting.stream()
            .flatMap(policy ->
                policy.getSpec().getIngress().stream()
                    .map(rule ->
                        ports(rule.getPorts(), to, port) && peers(policy, rule.getFrom(), from)))
            .anyMatch(allowed -> allowed);
  }

  private boolean allowsOut(End from, End to, int port) {
    List<NetworkPolicy> selecting = selecting(from, "Egress");
    return selecting.isEmpty()
        || selecting.stream()
            .flatMap(policy ->
                policy.getSpec().getEgress().stream()
                    .map(rule ->
                        ports(rule.getPorts(), to, port) && peers(policy, rule.getTo(), to)))
            .anyMatch(allowed -> allowed);
  }

  private List<NetworkPolicy> selecting(End end, String type) {
    return policies.stream()
        .filter(policy -> policy.getMetadata().getNamespace().equals(end.namespace()))
        .filter(policy -> policy.getSpec().getPolicyTypes().contains(type))
        .filter(policy -> matches(policy.getSpec().getPodSelector(), end.labels()))
        .toList();
  }

  private static boolean ports(List<NetworkPolicyPort> ports, End to, int port) {
    return ports.isEmpty() || ports.stream().anyMatch(one -> port(one.getPort(), to) == port);
  }

  private static int port(IntOrString port, End to) {
    return port.getIntVal() != null
        ? port.getIntVal()
        : to.ports().getOrDefault(port.getStrVal(), -1);
  }

  private static boolean peers(NetworkPolicy policy, List<NetworkPolicyPeer> peers, End end) {
    return peers.isEmpty() || peers.stream().anyMatch(peer -> peer(policy, peer, end));
  }

  private static boolean peer(NetworkPolicy policy, NetworkPolicyPeer peer, End end) {
    if (peer.getIpBlock() != null) {
      return false; // pods are meant by their labels
    }
    boolean namespace =
        peer.getNamespaceSelector() == null
            ? end.namespace().equals(policy.getMetadata().getNamespace())
            : matches(peer.getNamespaceSelector(), end.namespaceLabels());
    return namespace
        && (peer.getPodSelector() == null || matches(peer.getPodSelector(), end.labels()));
  }

  private static boolean matches(@Nullable LabelSelector selector, Map<String, String> labels) {
    if (selector == null) {
      return true;
    }
    Map<String, String> wanted = selector.getMatchLabels();
    return (wanted == null || labels.entrySet().containsAll(wanted.entrySet()))
        && selector.getMatchExpressions().stream()
            .allMatch(requirement -> meets(requirement, labels));
  }

  private static boolean meets(LabelSelectorRequirement requirement, Map<String, String> labels) {
    String value = labels.get(requirement.getKey());
    return switch (requirement.getOperator()) {
      case "In" -> value != null && requirement.getValues().contains(value);
      case "NotIn" -> value == null || !requirement.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default ->
          throw new IllegalArgumentException("unknown operator " + requirement.getOperator());
    };
  }
}
