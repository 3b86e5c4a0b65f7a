package dev.coulomb.node.execution;

import dev.coulomb.node.storage.StoreReader;

/** The stores a statement may see: all of one moment. */
public interface Stores {
  /** How many partitions there are; they are numbered from 0. */
  int partitions();

  /** The rows of partitioned tables in one partition. */
  StoreReader partition(int partition);

  /** The rows of replicated tables. */
  StoreReader replicated();
}
