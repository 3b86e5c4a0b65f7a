package dev.coulomb.node.admin.restore;

import dev.coulomb.node.admin.backup.BackupStatus.TableRows;
import dev.coulomb.node.admin.backup.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checksums of all tables at one moment, or how far they are. Immutable; {@link RestoreJson} says
 * how it is written.
 *
 * @param position in the log: everything before it is in them
 * @param timeMicros of that moment, since 1970
 * @param tables without materialized views, and without those that have no rows; sums compare with
 *     those of a snapshot, whatever number of partitions either has
 */
public record ChecksumsStatus(
    String id,
    State state,
    long rowsDone,
    long rowsTotal,
    long position,
    long timeMicros,
    List<TableRows> tables,
    @Nullable Failure failure) {
  public ChecksumsStatus {
    tables = List.copyOf(tables);
  }

  /** How they stand. */
  public enum State {
    RUNNING,
    COMPLETED,
    FAILED
  }
}
