package dev.coulomb.node.transaction;

import dev.coulomb.node.execution.Stores;
import dev.coulomb.node.execution.change.WritableStores;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.storage.StoreReader;
import java.util.List;

/** The stores themselves, for whoever holds the tokens of the partitions it names. */
record LiveStores(Partitions all) implements WritableStores {
  @Override
  public int partitions() {
    return all.count();
  }

  @Override
  public StoreReader partition(int partition) {
    return all.get(partition).store();
  }

  @Override
  public StoreReader replicated() {
    return all.replicated().store();
  }

  @Override
  public PartitionStore writable(int partition) {
    return all.everything().get(partition).store();
  }

  /** The stores of some partitions, numbered from 0. */
  record Some(Partitions all, List<Partition> some) implements Stores {
    @Override
    public int partitions() {
      return some.size();
    }

    @Override
    public StoreReader partition(int partition) {
      return some.get(partition).store();
    }

    @Override
    public StoreReader replicated() {
      return all.replicated().store();
    }
  }
}
