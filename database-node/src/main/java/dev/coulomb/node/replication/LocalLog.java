package dev.coulomb.node.replication;

import dev.coulomb.node.durability.log.LogBacklogException;
import dev.coulomb.node.durability.log.NodeLog;
import dev.coulomb.node.environment.DiskFullException;
import dev.coulomb.node.replication.LogUnavailableException.Reason;
import java.io.IOException;

/**
 * The records of a node that is alone: the whole in-sync set is its own log, so a transaction is
 * committed when that says so. Any thread.
 */
public final class LocalLog implements RecordLog {
  private final NodeLog log;

  public LocalLog(NodeLog log) {
    this.log = log;
  }

  @Override
  public long reserve(long bytes) {
    try {
      return log.reserve(bytes);
    } catch (DiskFullException full) {
      throw new LogUnavailableException(Reason.DISK_FULL, full);
    } catch (LogBacklogException slow) {
      throw new LogUnavailableException(Reason.TOO_MUCH_WAITS, slow);
    } catch (IOException broken) {
      throw new LogUnavailableException(Reason.BROKEN, broken);
    }
  }

  @Override
  public void giveBack(long reserved) {
    log.giveBack(reserved);
  }

  @Override
  public long append(long reserved, TransactionRecord transaction) {
    return log.append(reserved, EntryKind.TRANSACTION, transaction.encode());
  }

  @Override
  public long append(SequenceRecord sequence) {
    return log.append(reserve(SequenceRecord.BYTES), EntryKind.SEQUENCE, sequence.encode());
  }

  @Override
  public long appended() {
    return log.appended();
  }

  @Override
  public long committed() {
    return log.released();
  }

  @Override
  public void whenCommitted(long place, Runnable then) {
    log.whenReleased(place, then);
  }
}
