package dev.coulomb.node.storage;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.storage.PageAllocator.ViewPages;
import dev.coulomb.node.storage.TableTrees.Direction;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A partition as it was at one moment. Read by any threads that were handed it; closed once it is
 * not needed, by any of them when all are done, and not used afterwards: its pages are used again.
 */
public final class FrozenView implements StoreReader, AutoCloseable {
  private final Forest forest;
  private final Roots roots;
  private final Tables tables;
  private final ViewPages pages;
  private final long epoch;
  private final long position;
  private final AtomicBoolean closed = new AtomicBoolean();

  FrozenView(Forest forest, Tables tables, long epoch, long position) {
    this.forest = forest;
    this.roots = forest.roots();
    this.pages = forest.allocator().freeze();
    this.tables = tables;
    this.epoch = epoch;
    this.position = position;
  }

  /** A store of one's own that begins as this view; closed before it. Any thread. */
  public PrivateStore fork() {
    Invariant.that(!closed.get(), "a closed view is not read");
    return new PrivateStore(this, forest, roots, tables);
  }

  /** Pages made at this version or before it belong to the view. */
  long version() {
    return pages.version();
  }

  /** The epoch in which the view was cut. */
  public long epoch() {
    return epoch;
  }

  /** True when nothing was changed between the two, views of the same partition. */
  public boolean isOfTheMomentOf(FrozenView other) {
    return epoch == other.epoch && position == other.position;
  }

  /** The position of the last change record that the view contains. */
  public long position() {
    return position;
  }

  @Override
  public long rowCount(Table table) {
    TableTrees trees = tables.find(table.id());
    return trees == null ? 0 : roots.count(trees.rows().number());
  }

  @Override
  public RowCursor scan(Table table, @Nullable Index index, KeyRange range, boolean descending) {
    return open(table).scan(forest, roots, index, range, new Direction(false, descending));
  }

  @Override
  public boolean get(Table table, byte[] key, RowView into) {
    return open(table).get(forest.allocator(), roots, key, into);
  }

  /** All rows of a table as they are stored, in the order of their keys. */
  public TableCursor rows(Table table) {
    return open(table).rows(forest, roots);
  }

  /**
   * 23505 when an index is unique and two rows share a key in it that is without nulls.
   *
   * @param tick is called for each entry, and may fail
   */
  public void checkUnique(Table table, Index index, Runnable tick) {
    open(table).checkUnique(forest, roots, index, tick);
  }

  private TableTrees open(Table table) {
    Invariant.that(!closed.get(), "a closed view is not read");
    return tables.of(table);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      forest.allocator().viewClosed(pages);
    }
  }
}
