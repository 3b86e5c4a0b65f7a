package dev.coulomb.node.transaction.building;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.Ticks;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.partition.OpenViews;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.storage.FrozenView;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.types.CancelSignal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One index. Once it is planted it is kept up with every row that changes, so a row that changes
 * before its slice comes has an entry already, and the slice puts the same.
 *
 * <p>When it is to be unique, there is one step more before the last: each store refuses keys that
 * are there, from a moment on of which a view is cut; in the view is looked for equal keys that
 * came before, without a token.
 */
public final class IndexBuild extends Build {
  /** Rows that get their entries at a time: half a millisecond or so. */
  private static final int SLICE_ROWS = 256;

  private final Partitions partitions;
  private final Executor pool;
  private final Index index;
  private final CancelSignal cancel;

  /** The last key that has its entry in the store that is being filled; null: none has. */
  private byte @Nullable [] last;

  /**
   * @param pool looks for equal keys
   * @param builds all builds of the node
   * @param table without the index
   * @param index as the catalog would have it now
   */
  public IndexBuild(
      Partitions partitions,
      Executor pool,
      Builds builds,
      Table table,
      Index index,
      CancelSignal cancel,
      Owner owner) {
    super(partitions, builds, table, owner);
    this.partitions = partitions;
    this.pool = pool;
    this.index = index;
    this.cancel = cancel;
  }

  @Override
  Set<Table> tables() {
    return Set.of(table());
  }

  @Override
  String sentence() {
    return "an index of the relation is being built";
  }

  @Override
  void plant(PartitionStore store) {
    store.redefineTable(table().and(index.unfinished(false)));
  }

  @Override
  boolean fill(PartitionStore store) {
    last = store.fillIndex(table(), index.unfinished(false), last, SLICE_ROWS);
    return last != null;
  }

  @Override
  void filled() {
    refuseEqualKeys(0);
  }

  private void refuseEqualKeys(int place) {
    if (!index.unique() || place == places().size()) {
      finish();
      return;
    }
    step(
        place,
        () -> {
          Partition partition = places().get(place);
          partition.store().redefineTable(table().and(index.unfinished(true)));
          owner().commit(tokens(place));
          FrozenView view = partition.freeze();
          pool.execute(() -> attempt(List.of(), () -> lookForEqualKeys(place, view)));
        });
  }

  private void lookForEqualKeys(int place, FrozenView view) {
    OpenViews.Holder holder = partitions.views().hold(cancel::raise);
    try (view) {
      owner().check();
      Ticks ticks = new Ticks(cancel);
      view.checkUnique(table(), index.unfinished(true), ticks::tick);
    } finally {
      holder.letGo();
    }
    refuseEqualKeys(place + 1);
  }

  @Override
  void adopt(PartitionStore store, Catalog next) {
    Table with = next.find(table().id()).orElse(null);
    store.redefineTable(Invariant.present(with, "nobody drops the table meanwhile"));
  }

  @Override
  void drop(PartitionStore store) {
    store.dropIndex(table(), index.unfinished(false));
  }
}
