package dev.coulomb.node.transaction;

/** Limits that can change while the node runs. Any thread. */
public final class TransactionLimits {
  private static final long JOURNAL_BYTES_MIN = 64L << 20;

  private volatile long workMemoryBytes;
  private final long copyStageBytes;

  /**
   * @param workMemoryBytes what a query may hold for sorting and hashing
   * @param copyStageBytes what {@code COPY FROM} may stage before it is inserted
   */
  public TransactionLimits(long workMemoryBytes, long copyStageBytes) {
    this.workMemoryBytes = workMemoryBytes;
    this.copyStageBytes = copyStageBytes;
  }

  public long workMemoryBytes() {
    return workMemoryBytes;
  }

  public void workMemoryBytes(long bytes) {
    workMemoryBytes = bytes;
  }

  public long copyStageBytes() {
    return copyStageBytes;
  }

  /** What one transaction of several statements may keep to run them again; all together, twice. */
  public long journalBytes() {
    return Math.max(JOURNAL_BYTES_MIN, copyStageBytes);
  }

  long allJournalsBytes() {
    return 2 * journalBytes();
  }
}
