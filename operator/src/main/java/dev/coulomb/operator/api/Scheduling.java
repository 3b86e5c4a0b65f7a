package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the pods may run. Changes here need a restart, because a running pod cannot be moved. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Scheduling(
    @JsonPropertyDescription("Attraction to, and repulsion from, nodes and other pods.")
        @Nullable Affinity affinity,
    @JsonPropertyDescription("Taints of nodes that the pods put up with.") @Size(max = 64)
        List<Toleration> tolerations,
    @JsonPropertyDescription("Labels that a node must have.") @Size(max = 64)
        Map<String, String> nodeSelector,
    @JsonPropertyDescription("How pods are spread over zones or nodes.") @Size(max = 16)
        List<TopologySpreadConstraint> topologySpreadConstraints,
    @JsonPropertyDescription("Name of the PriorityClass of the pods.") @Size(max = 253)
        @Nullable String priorityClassName) {

  static final Scheduling ANYWHERE = new Scheduling(null, List.of(), Map.of(), List.of(), null);

  public Scheduling {
    tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
    nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
    topologySpreadConstraints =
        topologySpreadConstraints == null ? List.of() : List.copyOf(topologySpreadConstraints);
  }
}
