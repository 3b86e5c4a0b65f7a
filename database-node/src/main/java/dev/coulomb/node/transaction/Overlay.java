package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.execution.Stores;
import dev.coulomb.node.execution.change.WritableStores;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.partition.OpenViews;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.storage.ChangeRecord;
import dev.coulomb.node.storage.FrozenView;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.storage.PrivateStore;
import dev.coulomb.node.storage.StoreReader;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The database as an interactive transaction sees it: frozen views, and in place of those that it
 * has changed private stores that began as them. Views are cut when they are first needed: of one
 * partition as long as one is enough, then of all others at once.
 *
 * <p>Used by one statement at a time; let go of when the transaction and all that still read it
 * have done so.
 */
final class Overlay implements WritableStores {
  private final Shared shared;
  private final Partitions partitions;
  private boolean oneCut;
  private final Runnable released;
  private final Consumer<SqlError> ends;
  private OpenViews.@Nullable Holder holder;
  private final List<ViewStores> cuts = new ArrayList<>();

  /** The cut that shows a partition, and at the end the replicated tables. */
  private final @Nullable ViewStores[] shownBy;

  private final @Nullable PrivateStore[] changed;
  private final AtomicInteger users = new AtomicInteger(1);
  private @Nullable Catalog changedCatalog;
  private boolean oneMoment = true;

  /**
   * @param oneCut all views are of one moment from the start, and nothing has to be checked at the
   *     end
   * @param released runs once, when nobody uses it any more
   * @param ends is told when it must let go of its views; any thread
   */
  Overlay(Shared shared, boolean oneCut, Runnable released, Consumer<SqlError> ends) {
    this.shared = shared;
    this.released = released;
    this.ends = ends;
    this.partitions = shared.partitions();
    this.oneCut = oneCut;
    this.shownBy = new ViewStores[partitions.count() + 1];
    this.changed = new PrivateStore[partitions.count() + 1];
  }

  /**
   * The schema that the transaction sees: the newest one, as long as it has seen nothing, and its
   * own when it has changed it.
   */
  Catalog catalog() {
    Catalog mine = changedCatalog;
    return mine == null ? seenCatalog() : mine;
  }

  /** The schema that it began with. */
  Catalog seenCatalog() {
    return cuts.isEmpty() ? shared.catalog() : cuts.getFirst().catalog();
  }

  /**
   * From now on it sees another schema, which it has led its stores to; null: what it began with.
   */
  void changeCatalog(@Nullable Catalog catalog) {
    changedCatalog = catalog;
  }

  /** The schema that it changed to, if it has. */
  @Nullable Catalog changedCatalog() {
    return changedCatalog;
  }

  boolean hasSeenSomething() {
    return !cuts.isEmpty();
  }

  /** True when all it has seen is of one moment. */
  boolean isOneMoment() {
    return oneMoment;
  }

  /** From now on all views are cut at once. */
  void inOneCut() {
    oneCut = true;
  }

  // Views.

  /**
   * True when there are views of all these partitions; those of replicated tables are never
   * missing.
   */
  boolean covers(BitSet touched) {
    boolean all = !cuts.isEmpty();
    for (int p = touched.nextSetBit(0); p >= 0 && all; p = touched.nextSetBit(p + 1)) {
      all = shownBy[p] != null;
    }
    return all;
  }

  /**
   * Cuts what is missing; {@code then} is called once, on any thread, with the error if there was
   * one, perhaps while tokens are held: it must be quick.
   */
  void cover(BitSet touched, Consumer<@Nullable SqlError> then) {
    int first = touched.nextSetBit(0);
    boolean none = first < 0 || first == partitions.count();
    boolean single = touched.cardinality() == 1 && !none;
    if (oneCut || (!none && (!single || showsAPartition()))) {
      shared
          .cuts()
          .request(
              new Cuts.Reader() {
                @Override
                public void views(ViewStores stores) {
                  then.accept(show(stores));
                }

                @Override
                public void refused(SqlError error) {
                  then.accept(error);
                }
              });
    } else if (none) {
      then.accept(show(views(null)));
    } else {
      Partition partition = partitions.get(first);
      partitions.submit(partition, () -> then.accept(show(views(partition))), true);
    }
  }

  /** Called by the holder of the partition's token. */
  private ViewStores views(@Nullable Partition partition) {
    @Nullable FrozenView[] views = new FrozenView[partitions.count()];
    if (partition != null) {
      views[partition.number()] = partition.freeze();
    }
    return new ViewStores(views, shared.replicated(), shared.pool(), 1);
  }

  private boolean showsAPartition() {
    for (int p = 0; p < partitions.count(); p++) {
      if (shownBy[p] != null) {
        return true;
      }
    }
    return false;
  }

  private @Nullable SqlError show(ViewStores cut) {
    if (!cuts.isEmpty() && seenCatalog().version() != cut.catalog().version()) {
      cut.close();
      return schemaChanged();
    }
    for (int p = 0; p < partitions.count(); p++) {
      FrozenView view = cut.view(p);
      ViewStores earlier = shownBy[p];
      if (view != null && earlier != null) {
        oneMoment &= view.isOfTheMomentOf(Invariant.present(earlier.view(p), "a cut shows a view"));
      } else if (view != null) {
        shownBy[p] = cut;
      }
    }
    ViewStores earlier = shownBy[partitions.count()];
    if (earlier != null) {
      oneMoment &= earlier.showsTheReplicatedTablesOf(cut);
    } else {
      shownBy[partitions.count()] = cut;
    }
    if (cuts.isEmpty()) {
      holder = partitions.views().hold(ends);
    }
    cuts.add(cut);
    return null;
  }

  static SqlError schemaChanged() {
    return new SqlError(SqlState.SERIALIZATION_FAILURE, "the schema changed during the transaction")
        .hint("Run the transaction again.");
  }

  /** True when what these partitions hold now is what was seen. For the holder of their tokens. */
  boolean isStillNow(BitSet touched) {
    for (int p = touched.nextSetBit(0);
        p >= 0 && p < partitions.count();
        p = touched.nextSetBit(p + 1)) {
      FrozenView view = cut(p).view(p);
      if (view == null || !partitions.get(p).isOfTheMomentOf(view)) {
        return false;
      }
    }
    return cut(partitions.count()).showsTheNewestReplicatedTables();
  }

  private ViewStores cut(int partition) {
    return Invariant.present(shownBy[partition], "what is touched has been cut");
  }

  // Stores.

  @Override
  public int partitions() {
    return partitions.count();
  }

  @Override
  public StoreReader partition(int partition) {
    PrivateStore mine = changed[partition];
    return mine == null ? cut(partition).partition(partition) : mine.store();
  }

  @Override
  public StoreReader replicated() {
    PrivateStore mine = changed[partitions.count()];
    return mine == null ? cut(partitions.count()).replicated() : mine.store();
  }

  @Override
  public PartitionStore writable(int partition) {
    PrivateStore mine = changed[partition];
    if (mine == null) {
      ViewStores cut = cut(partition);
      mine =
          partition == partitions.count()
              ? cut.forkReplicated()
              : Invariant.present(cut.view(partition), "a cut shows a view").fork();
      changed[partition] = mine;
    }
    return mine.store();
  }

  /** The stores that it has changed. */
  List<PartitionStore> changed() {
    List<PartitionStore> stores = new ArrayList<>();
    for (PrivateStore mine : changed) {
      if (mine != null) {
        stores.add(mine.store());
      }
    }
    return stores;
  }

  /** What it changed, by partition, where it changed something. Called once, at the end. */
  Map<Integer, ChangeRecord> records() {
    Map<Integer, ChangeRecord> records = new TreeMap<>();
    for (int p = 0; p < changed.length; p++) {
      PrivateStore mine = changed[p];
      if (mine != null) {
        ChangeRecord record = mine.record(seenCatalog().version());
        if (!record.isEmpty()) {
          records.put(p, record);
        }
      }
    }
    return records;
  }

  /** What is now, to be read while later statements change it; closed by its reader. */
  Look look(BitSet touched) {
    return new Look(this, touched);
  }

  void keep() {
    users.incrementAndGet();
  }

  /** One of its users needs it no more. Any thread. */
  void release() {
    if (users.decrementAndGet() > 0) {
      return;
    }
    for (PrivateStore mine : changed) {
      if (mine != null) {
        mine.close();
      }
    }
    cuts.forEach(ViewStores::close);
    if (holder != null) {
      holder.letGo();
    }
    released.run();
  }

  /** What a transaction saw when a query of its began. Read by one thread at a time. */
  static final class Look implements Stores, AutoCloseable {
    private final Overlay overlay;
    private final @Nullable FrozenView[] changed;

    private Look(Overlay overlay, BitSet touched) {
      this.overlay = overlay;
      this.changed = new FrozenView[overlay.changed.length];
      overlay.keep();
      for (int p = 0; p < changed.length; p++) {
        PrivateStore mine = overlay.changed[p];
        boolean seen = p == overlay.partitions() || touched.get(p);
        changed[p] = mine != null && seen ? mine.look() : null;
      }
    }

    @Override
    public int partitions() {
      return overlay.partitions();
    }

    @Override
    public StoreReader partition(int partition) {
      FrozenView mine = changed[partition];
      return mine == null ? overlay.cut(partition).partition(partition) : mine;
    }

    @Override
    public StoreReader replicated() {
      FrozenView mine = changed[partitions()];
      return mine == null ? overlay.cut(partitions()).replicated() : mine;
    }

    @Override
    public void close() {
      for (FrozenView view : changed) {
        if (view != null) {
          view.close();
        }
      }
      overlay.release();
    }
  }
}
