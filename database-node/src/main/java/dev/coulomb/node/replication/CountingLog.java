package dev.coulomb.node.replication;

import dev.coulomb.node.invariant.Invariant;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * The log of a node that is alone and keeps nothing on disk: a record is committed when it was
 * executed. Checks that positions have no gaps, and counts.
 */
public final class CountingLog implements RecordLog {
  private final AtomicLongArray committed;
  private final LongAdder records = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /** A log for partitions 0 … partitions−1. */
  public CountingLog(int partitions) {
    committed = new AtomicLongArray(partitions);
  }

  @Override
  public void append(int partition, long epoch, long position, byte[] record) {
    Invariant.that(position == committed.get(partition) + 1, "positions have no gaps");
    committed.set(partition, position);
    records.increment();
    bytes.add(record.length);
  }

  @Override
  public long committed(int partition) {
    return committed.get(partition);
  }

  /** Records taken so far. Any thread. */
  public long records() {
    return records.sum();
  }

  /** Bytes of all records taken so far. Any thread. */
  public long bytes() {
    return bytes.sum();
  }
}
