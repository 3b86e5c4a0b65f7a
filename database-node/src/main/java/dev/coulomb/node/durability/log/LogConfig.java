package dev.coulomb.node.durability.log;

import dev.coulomb.node.invariant.Invariant;
import java.util.UUID;

/**
 * How a log is written.
 *
 * @param id of the log; segments of another one are refused
 * @param intervalNanos {@link Durability#INTERVAL}: from one force to the next
 * @param pauseNanos where replies do not wait: from one round of the writer to the next
 * @param segmentBytes of a segment: a multiple of 512
 * @param batchBytes of a batch, at most, without its header
 * @param backlogBytesMax appended and not yet written: above it reservations are refused
 */
public record LogConfig(
    UUID id,
    Durability durability,
    long intervalNanos,
    long pauseNanos,
    int segmentBytes,
    int batchBytes,
    long backlogBytesMax) {
  private static final long INTERVAL_NANOS = 100_000_000;
  private static final long PAUSE_NANOS = 2_000_000;
  private static final int SEGMENT_BYTES = 64 << 20;
  private static final int BATCH_BYTES = 256 << 10;
  private static final long BACKLOG_BYTES_MAX = 256L << 20;

  /** What is used on a real disk. */
  public LogConfig(UUID id, Durability durability) {
    this(
        id, durability, INTERVAL_NANOS, PAUSE_NANOS, SEGMENT_BYTES, BATCH_BYTES, BACKLOG_BYTES_MAX);
  }

  public LogConfig {
    Invariant.that(segmentBytes % LogFormat.SECTOR_BYTES == 0, "segments are of whole sectors");
    Invariant.that(segmentBytes >= 8 * LogFormat.SECTOR_BYTES, "a segment has room for batches");
    Invariant.that(
        batchBytes >= LogFormat.SECTOR_BYTES && batchBytes <= LogFormat.BATCH_BYTES_MAX,
        "a batch is as large as its reader can take");
  }
}
