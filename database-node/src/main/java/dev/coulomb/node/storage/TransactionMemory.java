package dev.coulomb.node.storage;

/**
 * What the running transaction of a partition keeps on the heap, its undo and its record, taken
 * from the node's bound in large steps. Confined to the holder of the token.
 */
final class TransactionMemory {
  /** Of a partition: it runs many transactions, one at a time. */
  static final long LARGE_STEP_BYTES = 64 << 10;

  /** Of a private store: there are many, and most change few rows. */
  static final long SMALL_STEP_BYTES = 4 << 10;

  private final PagePool pool;
  private final long stepBytes;
  private long taken;

  TransactionMemory(PagePool pool, long stepBytes) {
    this.pool = pool;
    this.stepBytes = stepBytes;
  }

  /** Before a row changes: 53200 when transactions keep too much. */
  void cover(long bytes) {
    // Arrays grow by half, so a quarter is spare on average.
    long wanted = bytes + bytes / 4;
    if (wanted > taken) {
      long step = Math.max(stepBytes, wanted - taken);
      pool.growTransaction(step);
      taken += step;
    }
  }

  /** The transaction is over. */
  void clear() {
    if (taken > 0) {
      pool.shrinkTransaction(taken);
      taken = 0;
    }
  }
}
