package dev.coulomb.node.admin;

import dev.coulomb.node.admin.backup.ArchiveStatus;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The node's own word about itself; {@link StatusJson} says how it is written.
 *
 * @param checkpoint null while the node starts
 * @param archive null while the node starts
 */
public record NodeStatus(
    Identity identity,
    State state,
    Content content,
    SortedMap<String, String> settings,
    Safety safety,
    @Nullable Checkpoint checkpoint,
    @Nullable ArchiveStatus archive) {

  /** What the node is doing. */
  public enum State {
    STARTING,
    /** It serves as soon as it is restored, see {@link dev.coulomb.node.admin.restore}. */
    WAITING,
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

  /**
   * The newest checkpoint, and the log after it.
   *
   * @param running another one is being written
   * @param lsn the log before it is not needed; 0: there is no checkpoint
   * @param atMicros when it was cut, since 1970
   * @param failed how many could not be written since the node started
   * @param logFull the disk has no room for more log
   */
  public record Checkpoint(
      boolean running, long lsn, long atMicros, long failed, boolean logFull) {}
}
