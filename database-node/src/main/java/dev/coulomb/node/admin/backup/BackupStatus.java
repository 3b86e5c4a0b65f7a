package dev.coulomb.node.admin.backup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a backup is. Immutable; {@link BackupJson} says how it is written.
 *
 * @param rowsTotal 0: not known yet
 * @param startedAtMicros since 1970, as all times
 * @param finishedAtMicros 0: it runs
 * @param snapshot what was written; only of one that is completed
 * @param failure why there is none; only of one that has failed
 */
public record BackupStatus(
    String id,
    State state,
    Phase phase,
    long rowsDone,
    long rowsTotal,
    long bytesWritten,
    long startedAtMicros,
    long finishedAtMicros,
    @Nullable Snapshot snapshot,
    @Nullable Failure failure) {

  /** How it stands. */
  public enum State {
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED
  }

  /** What it does, or did last. */
  public enum Phase {
    /** It looks at the destination, cuts, and waits until what it saw is durable. */
    PREPARING,
    /** Rows are on their way. */
    WRITING,
    /** All rows are there; the manifest is written. */
    FINISHING
  }

  /**
   * A snapshot that is complete.
   *
   * @param position everything in the log before it is in the snapshot, nothing behind it
   * @param history of the database whose log that is
   * @param bytes of all files but the manifest
   * @param version of the software that wrote it
   * @param tables without materialized views, and without those that have no rows
   */
  public record Snapshot(
      long position,
      long cutAtMicros,
      String history,
      int partitions,
      long rows,
      long bytes,
      String version,
      List<TableRows> tables) {
    public Snapshot {
      tables = List.copyOf(tables);
    }
  }

  /**
   * The rows of a table.
   *
   * @param sum a checksum that is the same for any order and number of partitions
   */
  public record TableRows(String name, long rows, String sum) {}
}
