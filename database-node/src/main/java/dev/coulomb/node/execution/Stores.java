package dev.coulomb.node.execution;

import dev.coulomb.node.storage.StoreReader;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The stores a statement may see: all of one moment. */
public interface Stores {
  /** How many partitions there are; they are numbered from 0. */
  int partitions();

  /** The rows of partitioned tables in one partition. */
  StoreReader partition(int partition);

  /**
   * Threads that may read partitions while the caller reads others; null: only the caller may. What
   * is given to them may never run.
   */
  default @Nullable Executor readers() {
    return null;
  }

  /** The rows of replicated tables. */
  StoreReader replicated();
}
