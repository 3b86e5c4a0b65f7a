package dev.coulomb.operator.nodeadmin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node's own word: {@code GET /v1/status}. Unknown fields are ignored; fields an old node does
 * not send have a harmless value.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record NodeStatus(
    Node node,
    State state,
    Partitions partitions,
    Data data,
    Memory memory,
    Map<String, String> settings,
    @Nullable Startup startup,
    @Nullable Tls tls,
    @Nullable Archive archive,
    @Nullable Log log,
    Stop stop) {

  /** The node's setting that says how it keeps what it is told; a node without it keeps nothing. */
  private static final String DURABILITY = "durability";

  public NodeStatus {
    settings = settings == null ? Map.of() : Map.copyOf(settings);
    partitions = partitions == null ? new Partitions(0, 0, 0, 0) : partitions;
    data = data == null ? new Data(0) : data;
    memory = memory == null ? new Memory(0, 0) : memory;
    // A node that does not say whether it may be stopped may not.
    stop = stop == null ? new Stop(false, "the node does not say whether it may be stopped") : stop;
  }

  /**
   * Where a node is in its life. A word of a newer node is {@code UNKNOWN}: it is then left alone.
   */
  public enum State {
    STARTING,
    /** It serves as soon as it is restored. */
    WAITING,
    RUNNING,
    PAUSED,
    STOPPING,
    @com.fasterxml.jackson.annotation.JsonEnumDefaultValue
    UNKNOWN
  }

  /** Who answers. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Node(String id, String incarnation, String name, String version) {}

  /** Counts of copies of partitions on this node. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Partitions(int count, int primaries, int replicas, int inSync) {}

  /** What the node holds. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Data(long tables) {}

  /** How far a node is that starts: what it does, how much of it is done, how much there is. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Startup(String phase, long done, long total) {}

  /** Bytes. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Memory(long dataBytesUsed, long dataBytesLimit) {}

  /** The certificate that clients see. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Tls(@JsonProperty(required = true) Instant notAfter) {}

  /**
   * The copy of the log.
   *
   * @param enabled whether the node keeps its log until it is copied
   * @param position everything in the log before it is copied
   * @param atMicros when that was so, since 1970; 0: nothing is copied yet
   * @param lagBytes of the log that are not copied yet
   * @param error why copying fails now
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Archive(
      boolean enabled, long position, long atMicros, long lagBytes, @Nullable Failure error) {}

  /**
   * The log.
   *
   * @param full the disk has no room for more of it: changes are refused
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Log(boolean full) {}

  /** Whether a stop now would lose nothing. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Stop(boolean safe, @Nullable String reason) {}

  /** Whether the node keeps a log, so that what it is told outlives its process. */
  public boolean durable() {
    return settings.containsKey(DURABILITY);
  }
}
