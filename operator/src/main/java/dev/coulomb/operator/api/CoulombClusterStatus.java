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
            "One word for people: Pending, Starting, Restoring, Running, Paused, Stopping, Stopped, Restarting, Unreachable, Blocked or Failed. Programs read the conditions.")
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
    @JsonPropertyDescription("The volumes of the nodes.") @Nullable StorageStatus storage,
    @JsonPropertyDescription("What the database begins with, by spec.bootstrap.")
        @Nullable BootstrapStatus bootstrap,
    @JsonPropertyDescription("The newest complete CoulombBackup of this cluster that there is.")
        @Nullable LastBackup lastBackup,
    @JsonPropertyDescription(
            "How far back the archive goes, with spec.archive.retention: OldestBackup.")
        @Nullable ArchiveStatus archive,
    @JsonPropertyDescription("Each node, in its own words.") List<NodeView> nodes,
    @JsonPropertyDescription(
            "Ready, Progressing, KSafe, Upgrading, Paused, Stopped, ConfigApplied, StorageHealthy, Degraded, with TLS CertificatesValid, with backups BackupHealthy, with spec.archive ArchiveHealthy and, by its retention, ArchiveTrimmed, and with spec.bootstrap Bootstrapped; each says why, and what to do.")
        List<Condition> conditions) {

  /** The status of a resource that no operator has seen yet. */
  public static final CoulombClusterStatus UNKNOWN =
      new CoulombClusterStatus(
          null, null, null, null, null, null, null, null, null, null, null, null, List.of(),
          List.of());

  public CoulombClusterStatus {
    nodes = nodes == null ? List.of() : List.copyOf(nodes);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** Identity of the node whose data is on the volume; nothing before there is data. */
  public Optional<String> nodeId() {
    return storage == null ? Optional.empty() : Optional.ofNullable(storage.nodeId());
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

  /** The volumes of the nodes. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StorageStatus(
      @JsonPropertyDescription("Size that is asked for each volume now; absent before the first.")
          @Nullable String size,
      @JsonPropertyDescription("Size that the smallest volume has.") @Nullable String capacity,
      @JsonPropertyDescription(
              "Identity of the node whose data is on the volume. Once it is known, no node starts on another volume, unless spec.overrides.allowEmptyStart says so.")
          @Nullable String nodeId,
      @JsonPropertyDescription(
              "The last growth that Kubernetes refused; absent when nothing is refused.")
          @Nullable Refused refused) {}

  /** A growth of a volume that Kubernetes refused. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Refused(
      @JsonPropertyDescription("Size that was asked for.") String size,
      @JsonPropertyDescription("When it was asked for last; it is tried again ten minutes later.")
          String at,
      @JsonPropertyDescription("What Kubernetes answered.") String message) {}

  /** A complete backup. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record LastBackup(
      @JsonPropertyDescription("Name of the CoulombBackup.") String name,
      @JsonPropertyDescription("When it was complete.") String finishedAt,
      @JsonPropertyDescription("Seconds that it took.") Long durationSeconds,
      @JsonPropertyDescription("Where the snapshot is.") String location,
      @JsonPropertyDescription("Rows in all tables.") Long rows,
      @JsonPropertyDescription("Bytes of all files.") Long bytes) {}

  /** How far a node is that starts. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record StartupView(
      @JsonPropertyDescription("What the node does, in its own words.") String phase,
      @JsonPropertyDescription("How much of this phase is done.") Long done,
      @JsonPropertyDescription("How much there is to do in this phase.") Long total,
      @JsonPropertyDescription("When it was last seen to have come further.") String progressAt) {}

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
      @JsonPropertyDescription("How far the node is while it starts.")
          @Nullable StartupView startup,
      @JsonPropertyDescription("Partitions this node executes.") @Nullable Integer primaries,
      @JsonPropertyDescription("Copies of partitions this node holds, primaries among them.")
          @Nullable Integer replicas,
      @JsonPropertyDescription("Copies that are up to date.") @Nullable Integer inSync,
      @JsonPropertyDescription("Memory that data takes, rounded.") @Nullable String memoryUsed) {}
}
