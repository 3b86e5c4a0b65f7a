package dev.coulomb.node.node.backup;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.coulomb.node.admin.backup.BackupStatus;
import dev.coulomb.node.admin.backup.BackupStatus.Phase;
import dev.coulomb.node.admin.backup.BackupStatus.Snapshot;
import dev.coulomb.node.admin.backup.BackupStatus.State;
import dev.coulomb.node.admin.backup.BackupStatus.TableRows;
import dev.coulomb.node.admin.backup.Failure;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.Transfer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One backup: how far it is, what came of it. Knows no credentials. Any thread. */
final class Backup {
  private final String id;
  private final String place;
  private final long startedMicros;
  private final Transfer transfer = new Transfer();

  @GuardedBy("this")
  private State state = State.RUNNING;

  @GuardedBy("this")
  private boolean writing;

  @GuardedBy("this")
  private boolean cancelled;

  @GuardedBy("this")
  private long finishedMicros;

  @GuardedBy("this")
  private @Nullable Snapshot snapshot;

  @GuardedBy("this")
  private @Nullable Failure failure;

  /**
   * @param place in words
   */
  Backup(String id, String place, long startedMicros) {
    this.id = id;
    this.place = place;
    this.startedMicros = startedMicros;
  }

  String id() {
    return id;
  }

  String place() {
    return place;
  }

  Transfer transfer() {
    return transfer;
  }

  synchronized boolean isRunning() {
    return state == State.RUNNING;
  }

  /** Rows are written from now on. */
  synchronized void writes() {
    writing = true;
  }

  /** It ends soon, without a snapshot; nothing when it has ended. */
  synchronized void cancel() {
    if (state == State.RUNNING) {
      cancelled = true;
      transfer.stop();
    }
  }

  /** It has a snapshot; also one that was there before. */
  synchronized void completed(Manifest manifest, long nowMicros) {
    state = State.COMPLETED;
    writing = true;
    snapshot = summary(manifest);
    finishedMicros = nowMicros;
  }

  /** It has none; the reason counts unless somebody had cancelled it. */
  synchronized void failed(Failure reason, long nowMicros) {
    state = cancelled ? State.CANCELLED : State.FAILED;
    failure = cancelled ? null : reason;
    finishedMicros = nowMicros;
  }

  synchronized BackupStatus status() {
    long rowsTotal = snapshot == null ? transfer.rowsTotal() : snapshot.rows();
    long rowsDone = snapshot == null ? transfer.rows() : snapshot.rows();
    long bytes = snapshot == null ? transfer.bytes() : snapshot.bytes();
    return new BackupStatus(
        id,
        state,
        phase(rowsDone, rowsTotal),
        rowsDone,
        rowsTotal,
        bytes,
        startedMicros,
        finishedMicros,
        snapshot,
        failure);
  }

  @GuardedBy("this")
  private Phase phase(long rowsDone, long rowsTotal) {
    if (!writing) {
      return Phase.PREPARING;
    }
    return rowsDone < rowsTotal ? Phase.WRITING : Phase.FINISHING;
  }

  /**
   * What is told of a snapshot. Rows of materialized views do not count: with other partitions
   * there are more or fewer of them.
   */
  private static Snapshot summary(Manifest manifest) {
    List<TableRows> tables =
        manifest.tables().stream()
            .filter(table -> !table.derived())
            .map(table -> new TableRows(table.name(), table.rows(), table.sum()))
            .toList();
    return new Snapshot(
        manifest.lsn(),
        manifest.timeMicros(),
        manifest.origin().history().toString(),
        manifest.partitionCount(),
        tables.stream().mapToLong(TableRows::rows).sum(),
        manifest.byteCount(),
        manifest.origin().version(),
        tables);
  }
}
