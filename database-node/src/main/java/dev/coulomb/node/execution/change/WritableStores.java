package dev.coulomb.node.execution.change;

import dev.coulomb.node.execution.Stores;
import dev.coulomb.node.storage.PartitionStore;

/** Stores that the caller may change: those whose tokens it holds, or its private ones. */
public interface WritableStores extends Stores {
  /** The store of a partition, or with the number of partitions that of the replicated tables. */
  PartitionStore writable(int partition);

  /** True when several threads may change several of them at a time, one thread each. */
  default boolean areApart() {
    return true;
  }
}
