package dev.coulomb.node.replication;

import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.replication.TransactionRecord.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * A log that keeps nothing: what was appended is committed, unless it is held back. Checks that
 * positions have no gaps.
 */
public final class CountingLog implements RecordLog {
  private final AtomicLongArray positions;
  private final AtomicLong appended = new AtomicLong();
  private final List<Runnable> waiting = new ArrayList<>();
  private long heldAt = Long.MAX_VALUE;
  private @Nullable List<Entry> kept;

  private record Entry(byte kind, byte[] body) {}

  /** A log for partitions 0 … partitions−1. */
  public CountingLog(int partitions) {
    positions = new AtomicLongArray(partitions);
  }

  /** Entries are kept from now on. */
  public CountingLog keep() {
    kept = Collections.synchronizedList(new ArrayList<>());
    return this;
  }

  /** Gives all that was kept to a reader, as a log on a disk does. */
  public void replay(StoredRecords.Reader reader) throws IOException {
    for (Entry entry : List.copyOf(Objects.requireNonNull(kept))) {
      StoredRecords.read(entry.kind(), ByteBuffer.wrap(entry.body()), reader);
    }
  }

  @Override
  public long reserve(long bytes) {
    return bytes;
  }

  @Override
  public void giveBack(long reserved) {}

  @Override
  public long append(long reserved, TransactionRecord transaction) {
    List<Entry> entries = kept;
    if (entries != null) {
      ByteBuffer bytes = ByteBuffer.allocate((int) reserved);
      for (byte[] piece : transaction.encode()) {
        bytes.put(piece);
      }
      Invariant.that(!bytes.hasRemaining(), "as much is reserved as is appended");
      entries.add(new Entry(EntryKind.TRANSACTION, bytes.array()));
    }
    for (Part part : transaction.parts()) {
      Invariant.that(
          part.position() == positions.get(part.partition()) + 1, "positions have no gaps");
      positions.set(part.partition(), part.position());
    }
    return appended.addAndGet(reserved);
  }

  @Override
  public long append(SequenceRecord sequence) {
    List<Entry> entries = kept;
    if (entries != null) {
      entries.add(new Entry(EntryKind.SEQUENCE, sequence.encode()));
    }
    return appended.addAndGet(SequenceRecord.BYTES);
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
