package dev.coulomb.node.replication;

import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.replication.TransactionRecord.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A log that keeps nothing: what was appended is committed, unless it is held back. Checks that
 * positions have no gaps.
 */
public final class CountingLog implements RecordLog {
  private final AtomicLongArray positions;
  private final AtomicLong appended = new AtomicLong();
  private final List<Runnable> waiting = new ArrayList<>();
  private long heldAt = Long.MAX_VALUE;

  /** A log for partitions 0 … partitions−1. */
  public CountingLog(int partitions) {
    positions = new AtomicLongArray(partitions);
  }

  @Override
  public long reserve(long bytes) {
    return bytes;
  }

  @Override
  public void giveBack(long reserved) {}

  @Override
  public long append(long reserved, TransactionRecord transaction) {
    for (Part part : transaction.parts()) {
      Invariant.that(
          part.position() == positions.get(part.partition()) + 1, "positions have no gaps");
      positions.set(part.partition(), part.position());
    }
    return appended.addAndGet(reserved);
  }

  @Override
  public long appended() {
    return appended.get();
  }

  @Override
  public synchronized long committed() {
    return Math.min(heldAt, appended.get());
  }

  @Override
  public void whenCommitted(long place, Runnable then) {
    synchronized (this) {
      if (committed() < place) {
        waiting.add(() -> whenCommitted(place, then));
        return;
      }
    }
    then.run();
  }

  /** What is appended from now on is not committed before {@link #commitAll}. */
  public synchronized void holdBack() {
    heldAt = appended.get();
  }

  /** Commits all that was appended, and from now on at once. */
  public void commitAll() {
    List<Runnable> ready;
    synchronized (this) {
      heldAt = Long.MAX_VALUE;
      ready = List.copyOf(waiting);
      waiting.clear();
    }
    ready.forEach(Runnable::run);
  }

  /** Position of a partition's last record. */
  public long position(int partition) {
    return positions.get(partition);
  }
}
