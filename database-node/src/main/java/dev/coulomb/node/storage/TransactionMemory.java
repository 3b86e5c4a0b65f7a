package dev.coulomb.node.storage;

/**
 * What the running transaction of a partition keeps on the heap, estimated, and taken from the
 * node's bound in large steps. Confined to the holder of the token.
 */
final class TransactionMemory {
  private static final long STEP_BYTES = 64 << 10;

  /** Objects around a key and a row in the undo log and in the record. */
  private static final int CHANGE_BYTES = 160;

  private final PagePool pool;
  private long kept;
  private long taken;

  TransactionMemory(PagePool pool) {
    this.pool = pool;
  }

  /** Before a row changes: 53200 when transactions keep too much. */
  void keep(int bytes) {
    long more = kept + bytes + CHANGE_BYTES;
    if (more > taken) {
      long step = Math.max(STEP_BYTES, more - taken);
      pool.growTransaction(step);
      taken += step;
    }
    kept = more;
  }

  long kept() {
    return kept;
  }

  /** What was kept since is not any more; it stays taken for what comes. */
  void rollbackTo(long bytes) {
    kept = bytes;
  }

  /** The transaction is over. */
  void clear() {
    if (taken > 0) {
      pool.shrinkTransaction(taken);
    }
    kept = 0;
    taken = 0;
  }
}
