package dev.coulomb.node.transaction;

import dev.coulomb.node.execution.change.WritableStores;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.storage.StoreReader;

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
}
