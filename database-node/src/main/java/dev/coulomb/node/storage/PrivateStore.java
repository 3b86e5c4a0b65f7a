package dev.coulomb.node.storage;

import dev.coulomb.node.invariant.Invariant;

/**
 * What a frozen view becomes for somebody who changes it for himself: it shares the pages of the
 * view and copies those that it changes, so it costs what was changed. Nobody else sees it.
 *
 * <p>Used by one thread at a time; its {@link #look looks} are read by any. Closed once, before the
 * view it began with and after its looks; then all pages it took are free again.
 */
public final class PrivateStore implements AutoCloseable {
  private final PageAllocator allocator;
  private final PartitionStore store;

  PrivateStore(FrozenView view, Forest origin, Roots roots, Tables tables) {
    allocator = new PageAllocator(origin.allocator().pool(), view.version());
    Forest forest = new Forest(allocator, roots, tables.treesMax(), origin.functions());
    store = new PartitionStore(forest, tables.in(forest, origin, roots));
  }

  /** The rows, to be read and changed as those of a partition are; never committed. */
  public PartitionStore store() {
    return store;
  }

  /** A view of what is now, amid the changes. O(1). */
  public FrozenView look() {
    return store.look();
  }

  /** What was changed and not taken back, as a record of rows under a catalog version. */
  public ChangeRecord record(long catalogVersion) {
    return store.record(catalogVersion);
  }

  @Override
  public void close() {
    store.close();
    Invariant.that(allocator.openViews() == 0, "looks at a private store are closed before it");
    allocator.close();
  }
}
