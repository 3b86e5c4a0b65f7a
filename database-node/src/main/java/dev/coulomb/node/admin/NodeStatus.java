package dev.coulomb.node.admin;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The node's own word about itself; {@link StatusJson} says how it is written. */
public record NodeStatus(
    Identity identity,
    State state,
    Content content,
    SortedMap<String, String> settings,
    Safety safety) {

  /** What the node is doing. */
  public enum State {
    STARTING,
    RUNNING,
    PAUSED,
    STOPPING
  }

  /** Who it is. */
  public record Identity(
      String id,
      String incarnation,
      String name,
      String version,
      String startedAt,
      String cluster) {}

  /** What it holds. */
  public record Content(
      int partitions,
      long catalogVersion,
      long tables,
      long rows,
      Memory memory,
      Connections connections,
      @Nullable String certificateNotAfter) {}

  /** Data memory. */
  public record Memory(long dataBytesUsed, long dataBytesLimit) {}

  /** Client connections. */
  public record Connections(long open, long limit) {}

  /** Whether a stop loses something; the reason is empty when it does not. */
  public record Safety(boolean safe, String reason) {}
}
