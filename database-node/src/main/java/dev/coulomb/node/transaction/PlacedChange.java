package dev.coulomb.node.transaction;

import dev.coulomb.node.execution.ChangeResult;
import dev.coulomb.node.execution.change.WritableStores;
import java.util.BitSet;

/**
 * A change that knows where it happens. Its rows, if it brings any, are evaluated: it can be
 * carried out again and brings the same.
 *
 * @param partitions whose stores it reads or changes; with the number of partitions among them it
 *     changes replicated tables, and all are participants
 * @param isSmall short enough for the caller's thread
 * @param bytes about what it keeps on the heap
 */
record PlacedChange(BitSet partitions, boolean isSmall, long bytes, Body body) {
  /** What is done. */
  interface Body {
    /** Changes the stores; what fails may have changed some rows, which the caller takes back. */
    ChangeResult run(Call call, WritableStores stores);
  }
}
