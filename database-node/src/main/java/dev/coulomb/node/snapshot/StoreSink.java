package dev.coulomb.node.snapshot;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.durability.files.RowBatch;
import dev.coulomb.node.durability.files.RowSink;
import dev.coulomb.node.storage.BulkLoad;
import dev.coulomb.node.storage.PartitionStore;
import java.util.List;
import java.util.Set;

/**
 * Makes a store what a frozen view was: the store has the tables of the snapshot's catalog, without
 * rows. Its thread holds the token of the store's partition.
 */
public final class StoreSink implements RowSink {
  private final PartitionStore store;
  private final BulkLoad load;
  private final List<Table> views;
  private final Set<Integer> without;

  /** The snapshot has the groups of materialized views. */
  public StoreSink(PartitionStore store) {
    this(store, List.of(), Set.of());
  }

  /**
   * @param views materialized views of the store whose groups the snapshot does not have: they are
   *     filled from the rows
   * @param without ids of tables that are left out: the store does not have them
   */
  public StoreSink(PartitionStore store, List<Table> views, Set<Integer> without) {
    this.store = store;
    this.without = without;
    this.load = store.load();
    this.views = views;
  }

  @Override
  public void rows(RowBatch batch) {
    while (batch.next()) {
      if (!without.contains(batch.table())) {
        load.put(batch.table(), batch.bytes(), batch.at(), batch.keyLength(), batch.rowLength());
      }
    }
  }

  @Override
  public void end() {
    load.finish();
    views.forEach(store::fillAgain);
  }
}
