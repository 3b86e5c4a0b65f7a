package dev.coulomb.node.durability.log;

import java.util.concurrent.atomic.LongAdder;

/** What the writer of a log has done. It counts, any thread reads. */
public final class LogFigures {
  private final LongAdder bytes = new LongAdder();
  private final LongAdder entries = new LongAdder();
  private final LongAdder batches = new LongAdder();
  private final LongAdder forces = new LongAdder();
  private final LongAdder forceNanos = new LongAdder();

  /** Bytes written, with headers and what sectors are filled up with. */
  public long bytes() {
    return bytes.sum();
  }

  /** Entries written. */
  public long entries() {
    return entries.sum();
  }

  /** Rounds of the writer in which something was written. */
  public long batches() {
    return batches.sum();
  }

  /** Times the disk was told to keep what was written. */
  public long forces() {
    return forces.sum();
  }

  /** Nanoseconds that those took. */
  public long forceNanos() {
    return forceNanos.sum();
  }

  void wrote(long moreBytes, long moreEntries) {
    bytes.add(moreBytes);
    entries.add(moreEntries);
    batches.increment();
  }

  void forced(long nanos) {
    forces.increment();
    forceNanos.add(nanos);
  }
}
