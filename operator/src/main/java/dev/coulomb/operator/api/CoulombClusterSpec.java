package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What should run. Only fields that work are here; an absent field has the default the schema gives
 * it, repeated by the constructor because an object may come from elsewhere than the API server.
 * Never written back.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.archive) || !has(self.archive.destination.volume) || (has(self.backup) && has(self.backup.volumeClaim) && self.backup.volumeClaim.name == self.archive.destination.volume.claimName)",
    message =
        "archive.destination.volume.claimName must be the claim of backup.volumeClaim: the node has no other volume for it")
public record CoulombClusterSpec(
    @JsonPropertyDescription(
            "Number of database nodes, one pod each. This version runs one node; more come with replication.")
        @Default("1")
        @SpecReplicas
        @ValidationRule(
            value = "self == 1",
            message =
                "nodes must be 1: this version keeps one copy of the data; more nodes come with replication")
        Integer nodes,
    @JsonPropertyDescription(
            "Copies of each partition beyond the first, so the number of nodes that may be lost without losing data. This version keeps one copy: 0.")
        @Default("0")
        @ValidationRule(
            value = "self == 0",
            message =
                "kSafety must be 0: this version keeps one copy of the data; more copies come with replication")
        Integer kSafety,
    @JsonPropertyDescription(
            "Number of partitions the tables are split into, from 1 to 1024. Fixed for the life of the cluster; choose several times the number of processor cores the cluster may ever have.")
        @Default("32")
        @Min(1)
        @Max(1024)
        @ValidationRule(
            value = "self == oldSelf",
            message =
                "partitions cannot be changed after creation: every row was placed by this number; make a new cluster and copy the data")
        Integer partitions,
    @JsonPropertyDescription(
            "Version of the database, the tag of its image. Default: the version of the operator. A change restarts the node when the database says it may.")
        @Pattern("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$")
        @Nullable String version,
    @JsonPropertyDescription(
            "Whole image reference, in place of the operator's image repository and spec.version.")
        @Size(max = 512)
        @Nullable String image,
    @JsonPropertyDescription(
            "When the kubelet pulls the image: Always, IfNotPresent or Never, as in a pod.")
        @Default("IfNotPresent")
        ImagePullPolicy imagePullPolicy,
    @JsonPropertyDescription(
            "Secrets of this namespace with the credentials of the image registry, as in a pod.")
        @Size(max = 16)
        List<LocalObjectReference> imagePullSecrets,
    @JsonPropertyDescription(
            "Processor and memory of each node. limits.memory is required: a quarter of it (192Mi to 8Gi) becomes the JVM's heap, half of it holds the data, the rest is for the JVM itself. A change restarts the node when the database says it may.")
        Resources resources,
    @JsonPropertyDescription("The Java virtual machine of each node.") Jvm jvm,
    @JsonPropertyDescription("The volume of each node: its log and its checkpoints.")
        Storage storage,
    @JsonPropertyDescription(
            "How sure a change is to be on the volume when its client is told that it is done.")
        Durability durability,
    @JsonPropertyDescription(
            "Engine settings by name, for example sql.max-connections: \"200\". Settings: backup.rate, checkpoint.rate, memory.data, memory.views, memory.work, sql.max-connections, sql.max-statement-length, sql.slow-statement, sql.statement-timeout, sql.view-age, log.format, log.level. All but memory.data and log.format take effect without a restart. A setting that is not known, or a value that cannot be used, shows in the condition ConfigApplied and leaves the running database as it is.")
        @Size(max = 64)
        Map<String, String> config,
    @JsonPropertyDescription(
            "The volume that backups may be written to; none is needed for backups in a bucket.")
        @Nullable BackupVolume backup,
    @JsonPropertyDescription(
            "Copy the log while it is written, so that a backup can be restored to any moment since. Off when absent; to switch it on or off restarts the node when the database says it may.")
        @Nullable Archive archive,
    @JsonPropertyDescription(
            "What a new database begins with. It is done once; the cluster is ready only afterwards. Fixed for the life of the cluster.")
        @ValidationRule(
            value = "self == oldSelf",
            message =
                "spec.bootstrap cannot be changed after creation: a database begins once; make a new cluster, or a CoulombRestore")
        @Nullable Bootstrap bootstrap,
    @JsonPropertyDescription("Who may come in, and how the way in is protected.") Access access,
    @JsonPropertyDescription("The Service that clients connect to; it has the name of the cluster.")
        ServiceSpec service,
    @JsonPropertyDescription("Where the pods may run, as in a pod.") Scheduling scheduling,
    @JsonPropertyDescription("How changes that need a restart are carried out.") Update update,
    @JsonPropertyDescription(
            "Objects for the Prometheus operator; made only when its resource definitions are installed.")
        Monitoring monitoring,
    @JsonPropertyDescription("Who may reach the pods over the network.") Network network,
    @JsonPropertyDescription(
            "Running: the database takes all statements. Paused: it goes on answering reads and refuses every change of data or schema. Stopped: the nodes are stopped and their pods are gone, the volumes are kept; Running brings everything back.")
        @Default("Running")
        State state,
    @JsonPropertyDescription("One named switch for each safety gate. All are off.")
        Overrides overrides,
    @JsonPropertyDescription(
            "Last resort: a partial pod template (metadata and spec) laid over the operator's own; lists are merged by the key Kubernetes merges them by, null removes a field. The container is called database.")
        @PreserveUnknownFields
        Map<String, @Nullable Object> podTemplate) {

  /** The spec of a resource that says nothing. */
  @SuppressWarnings(
      "NullAway") // as Jackson calls it: absent fields arrive as null, the constructor gives them
  // their defaults
  public static final CoulombClusterSpec DEFAULTS =
      new CoulombClusterSpec(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null, null, null, null);

  public CoulombClusterSpec {
    nodes = nodes == null ? Integer.valueOf(1) : nodes;
    kSafety = kSafety == null ? Integer.valueOf(0) : kSafety;
    partitions = partitions == null ? Integer.valueOf(32) : partitions;
    imagePullPolicy = imagePullPolicy == null ? ImagePullPolicy.IfNotPresent : imagePullPolicy;
    imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
    resources = resources == null ? Resources.DEFAULTS : resources;
    jvm = jvm == null ? new Jvm(List.of()) : jvm;
    storage = storage == null ? Storage.DEFAULTS : storage;
    durability = durability == null ? Durability.DEFAULTS : durability;
    config = config == null ? Map.of() : Map.copyOf(config);
    access = access == null ? new Access(null, null) : access;
    service = service == null ? new ServiceSpec(ServiceSpec.Type.ClusterIP, Map.of()) : service;
    scheduling = scheduling == null ? Scheduling.ANYWHERE : scheduling;
    update = update == null ? new Update(600) : update;
    monitoring = monitoring == null ? new Monitoring(false, false) : monitoring;
    network = network == null ? new Network(true, Network.Clients.Anyone) : network;
    state = state == null ? State.Running : state;
    overrides = overrides == null ? new Overrides(false, false) : overrides;
    podTemplate = podTemplate == null ? Map.of() : podTemplate;
  }

  /** As in a pod. The names are the values of the API. */
  public enum ImagePullPolicy {
    Always,
    IfNotPresent,
    Never
  }

  /** The names are the values of the API. */
  public enum State {
    Running,
    Paused,
    Stopped
  }
}
