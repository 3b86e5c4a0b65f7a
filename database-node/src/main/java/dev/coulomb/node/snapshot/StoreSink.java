package dev.coulomb.node.snapshot;

import dev.coulomb.node.durability.files.RowBatch;
import dev.coulomb.node.durability.files.RowSink;
import dev.coulomb.node.storage.BulkLoad;
import dev.coulomb.node.storage.PartitionStore;

/**
 * Makes a store what a frozen view was: the store has the tables of the snapshot's catalog, without
 * rows. Its thread holds the token of the store's partition.
 */
public final class StoreSink implements RowSink {
  private final BulkLoad load;

  public StoreSink(PartitionStore store) {
    load = store.load();
  }

  @Override
  public void rows(RowBatch batch) {
    while (batch.next()) {
      load.put(batch.table(), batch.bytes(), batch.at(), batch.keyLength(), batch.rowLength());
    }
  }

  @Override
  public void end() {
    load.finish();
  }
}
