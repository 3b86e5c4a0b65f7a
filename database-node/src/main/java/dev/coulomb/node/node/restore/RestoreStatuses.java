package dev.coulomb.node.node.restore;

import dev.coulomb.node.admin.backup.BackupStatus.TableRows;
import dev.coulomb.node.admin.backup.Failure;
import dev.coulomb.node.admin.restore.RestoreStatus;
import dev.coulomb.node.admin.restore.RestoreStatus.Phase;
import dev.coulomb.node.admin.restore.RestoreStatus.Progress;
import dev.coulomb.node.admin.restore.RestoreStatus.State;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.restore.Histories;
import dev.coulomb.node.restore.Restoration;
import org.jspecify.annotations.Nullable;

/** What is told of a restore that is in the data directory. */
final class RestoreStatuses {
  private RestoreStatuses() {}

  /**
   * @param ending the process is about to end for it
   * @param carrying how far this process is in carrying it out; null: it does not
   */
  static RestoreStatus of(
      Restoration last, Histories histories, boolean ending, @Nullable Transfer carrying) {
    Progress progress =
        last.state() == Restoration.State.STAGED
            ? applying(carrying == null ? new Transfer() : carrying)
            : new Progress(Phase.FINISHED, last.rows(), last.rows(), 0, 0);
    Restoration.Failure failure = last.failure();
    return new RestoreStatus(
        last.id(),
        state(last, ending, carrying != null),
        last.inPlace(),
        histories.previous() != null && last.state() == Restoration.State.COMPLETED,
        progress,
        last.startedAtMicros(),
        last.finishedAtMicros(),
        last.state() == Restoration.State.COMPLETED ? result(last) : null,
        failure == null
            ? null
            : new Failure(RestoreFailures.named(failure.reason()), failure.message()));
  }

  private static Progress applying(Transfer transfer) {
    return new Progress(
        Phase.APPLYING,
        transfer.rows(),
        transfer.rowsTotal(),
        transfer.bytes(),
        transfer.bytesTotal());
  }

  private static State state(Restoration last, boolean ending, boolean carriedOut) {
    return switch (last.state()) {
      case STAGED -> carriedOut ? State.RUNNING : State.RESTARTING;
      case COMPLETED -> State.COMPLETED;
      case FAILED -> State.FAILED;
      case UNDONE -> ending ? State.RESTARTING : State.UNDONE;
    };
  }

  private static RestoreStatus.Result result(Restoration last) {
    return new RestoreStatus.Result(
        last.position(),
        last.timeMicros(),
        last.rows(),
        last.tables().stream()
            .map(table -> new TableRows(table.name(), table.rows(), table.sum()))
            .toList());
  }
}
