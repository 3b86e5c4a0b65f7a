package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.execution.Stores;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.storage.FrozenView;
import dev.coulomb.node.storage.PrivateStore;
import dev.coulomb.node.storage.StoreReader;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Frozen views of some or all partitions and of the replicated tables, all of one moment; shared by
 * the queries that wait for the same cut, closed by the last of them.
 */
final class ViewStores implements Stores, AutoCloseable {
  private final @Nullable FrozenView[] partitions;
  private final ReplicatedViews replicatedViews;
  private final ReplicatedViews.Shared replicated;
  private final Executor pool;
  private final AtomicInteger readers;

  /**
   * @param pool whose threads may read side by side
   * @param readers each of them closes this once
   */
  ViewStores(
      @Nullable FrozenView[] partitions,
      ReplicatedViews replicatedViews,
      Executor pool,
      int readers) {
    this.pool = pool;
    this.partitions = partitions;
    this.replicatedViews = replicatedViews;
    this.replicated = replicatedViews.take();
    this.readers = new AtomicInteger(readers);
  }

  Catalog catalog() {
    return replicated.catalog();
  }

  /** The view of a partition, when there is one. */
  @Nullable FrozenView view(int partition) {
    return partitions[partition];
  }

  /** A store of one's own that begins as the replicated tables are here; closed before this. */
  PrivateStore forkReplicated() {
    return replicated.view().fork();
  }

  boolean showsTheReplicatedTablesOf(ViewStores other) {
    return replicated == other.replicated;
  }

  boolean showsTheNewestReplicatedTables() {
    return replicatedViews.isNewest(replicated);
  }

  @Override
  public int partitions() {
    return partitions.length;
  }

  @Override
  public StoreReader partition(int partition) {
    return Invariant.present(partitions[partition], "a plan reads the partitions it names");
  }

  @Override
  public Executor readers() {
    return pool;
  }

  @Override
  public StoreReader replicated() {
    return replicated.view();
  }

  @Override
  public void close() {
    if (readers.decrementAndGet() > 0) {
      return;
    }
    for (FrozenView view : partitions) {
      if (view != null) {
        view.close();
      }
    }
    replicatedViews.release(replicated);
  }
}
