package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the operator last saw. Written by the operator alone. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CoulombClusterStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "One word for people: Pending, Starting, Running, Paused, Restarting, Unreachable, Blocked or Failed. Programs read the conditions.")
        @Nullable String phase,
    @JsonPropertyDescription("Number of nodes that serve SQL.") @StatusReplicas
        @Nullable Integer readyNodes,
    @JsonPropertyDescription("Label selector of the pods, for the scale subresource.")
        @LabelSelector
        @Nullable String selector,
    @JsonPropertyDescription("Version that runs, and version that is wanted.")
        @Nullable VersionStatus version,
    @JsonPropertyDescription("Addresses inside the Kubernetes cluster.")
        @Nullable Endpoints endpoints,
    @JsonPropertyDescription("Name of the Secret with the superuser's user name and password.")
        @Nullable String superuserSecret,
    @JsonPropertyDescription(
            "The last spec that could be carried out, as JSON. While a newer one cannot, the objects are kept as this one says.")
        @Nullable String acceptedSpec,
    @JsonPropertyDescription("Each node, in its own words.") List<NodeView> nodes,
    @JsonPropertyDescription(
            "Ready, Progressing, KSafe, Upgrading, Paused, ConfigApplied, Degraded and, with TLS, CertificatesValid; each says why, and what to do.")
        List<Condition> conditions) {

  /** The status of a resource that no operator has seen yet. */
  public static final CoulombClusterStatus UNKNOWN =
      new CoulombClusterStatus(
          null, null, null, null, null, null, null, null, List.of(), List.of());

  public CoulombClusterStatus {
    nodes = nodes == null ? List.of() : List.copyOf(nodes);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
  }

  /** Version that runs, and version that is wanted. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record VersionStatus(
      @JsonPropertyDescription("Version that the node says it runs; absent when no node answers.")
          @Nullable String current,
      @JsonPropertyDescription("Version that is wanted.") @Nullable String target) {}

  /** Addresses inside the Kubernetes cluster. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Endpoints(
      @JsonPropertyDescription("host:port for SQL clients.") @Nullable String sql,
      @JsonPropertyDescription("host:port of the nodes' admin HTTP.") @Nullable String admin) {}

  /** One node, in its own words. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record NodeView(
      @JsonPropertyDescription("Name of the pod.") String name,
      @JsonPropertyDescription(
              "Starting, Running, Paused or Stopping as the node says; Pending, Failing or Unreachable as Kubernetes shows it when the node does not answer.")
          String state,
      @JsonPropertyDescription("Version the node runs.") @Nullable String version,
      @JsonPropertyDescription(
              "Identity of the node's process. Another one is another process: what the one before held in memory only is gone.")
          @Nullable String incarnation,
      @JsonPropertyDescription("Partitions this node executes.") @Nullable Integer primaries,
      @JsonPropertyDescription("Copies of partitions this node holds, primaries among them.")
          @Nullable Integer replicas,
      @JsonPropertyDescription("Copies that are up to date.") @Nullable Integer inSync,
      @JsonPropertyDescription("Memory that data takes, rounded.") @Nullable String memoryUsed) {}
}
