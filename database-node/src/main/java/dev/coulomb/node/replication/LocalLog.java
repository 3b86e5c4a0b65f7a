package dev.coulomb.node.replication;

import dev.coulomb.node.durability.log.LogBacklogException;
import dev.coulomb.node.durability.log.NodeLog;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.environment.DiskFullException;
import dev.coulomb.node.replication.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The records of a node that is alone: the whole in-sync set is its own log, so a transaction is
 * committed when that says so. Any thread.
 *
 * <p>Between them stand times, where a transaction comes a millisecond or more behind the last one:
 * what is behind a time did not happen before it, and began at most a millisecond before the next.
 */
public final class LocalLog implements RecordLog {
  private static final long TIME_MICROS = 1_000;

  private final NodeLog log;
  private final Clock clock;

  /** What one entry of a time takes of a reservation, at most. */
  private final long timeRoom;

  /** The last time in the log; written under the lock of this. */
  private volatile long time;

  /**
   * @param time the last one in the log, in microseconds since 1970; 0: none is known
   */
  public LocalLog(NodeLog log, Clock clock, long time) {
    this.log = log;
    this.clock = clock;
    this.time = time;
    this.timeRoom = log.charge(Long.BYTES);
  }

  /** Before what happens now. A clock that goes back is waited for. */
  private long tell(long reserved) {
    long now = clock.micros();
    if (now - time < TIME_MICROS) {
      return reserved;
    }
    synchronized (this) {
      if (now - time < TIME_MICROS) {
        return reserved;
      }
      // First the entry: whoever sees the time is behind it.
      log.append(timeRoom, EntryKind.TIME, ByteBuffer.allocate(Long.BYTES).putLong(now).array());
      time = now;
      return reserved - timeRoom;
    }
  }

  @Override
  public long reserve(long bytes) {
    try {
      return log.reserve(bytes + timeRoom);
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
    return log.append(tell(reserved), EntryKind.TRANSACTION, transaction.encode());
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
