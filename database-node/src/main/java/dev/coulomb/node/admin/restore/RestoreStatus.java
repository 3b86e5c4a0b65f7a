package dev.coulomb.node.admin.restore;

import dev.coulomb.node.admin.backup.BackupStatus.TableRows;
import dev.coulomb.node.admin.backup.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a restore is. Immutable; {@link RestoreJson} says how it is written.
 *
 * @param keepsPrevious what was before it is kept: it can be taken back
 * @param startedAtMicros since 1970, as all times
 * @param finishedAtMicros 0: it is under way
 * @param result what was restored; only of one that is completed
 * @param failure why there is none; only of one that has failed
 */
public record RestoreStatus(
    String id,
    State state,
    boolean inPlace,
    boolean keepsPrevious,
    Progress progress,
    long startedAtMicros,
    long finishedAtMicros,
    @Nullable Result result,
    @Nullable Failure failure) {

  /** How it stands. */
  public enum State {
    RUNNING,
    /** Everything is there; the process ends, and the next one carries it out. */
    RESTARTING,
    COMPLETED,
    FAILED,
    /** What was before it is there again. */
    UNDONE
  }

  /** What it does, or did last. */
  public enum Phase {
    CHECKING,
    FETCHING,
    VERIFYING,
    APPLYING,
    FINISHED
  }

  /**
   * How far it is.
   *
   * @param rowsTotal 0: not known, or not counted in rows; as the bytes
   */
  public record Progress(
      Phase phase, long rowsDone, long rowsTotal, long bytesDone, long bytesTotal) {}

  /**
   * What there is now.
   *
   * @param position in the log of the snapshot's history: everything before it is there
   * @param timeMicros what happened until then is there
   * @param tables without materialized views, and without those that have no rows
   */
  public record Result(long position, long timeMicros, long rows, List<TableRows> tables) {
    public Result {
      tables = List.copyOf(tables);
    }
  }
}
