package dev.coulomb.node.storage;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.invariant.Invariant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A partition as it was at one moment. Read by any one thread at a time; closed once it is not
 * needed, by any thread, and not used afterwards: its pages are used again.
 */
public final class FrozenView implements StoreReader, AutoCloseable {
  private final PageAllocator allocator;
  private final long version;
  private final long epoch;
  private final long position;
  private final Map<Integer, Roots> tables;
  private final AtomicBoolean closed = new AtomicBoolean();

  FrozenView(
      PageAllocator allocator,
      long version,
      long epoch,
      long position,
      Map<Integer, Roots> tables) {
    this.allocator = allocator;
    this.version = version;
    this.epoch = epoch;
    this.position = position;
    this.tables = tables;
  }

  /** The epoch in which the view was cut. */
  public long epoch() {
    return epoch;
  }

  /** The position of the last change record that the view contains. */
  public long position() {
    return position;
  }

  @Override
  public long rowCount(Table table) {
    Roots roots = tables.get(table.id());
    return roots == null ? 0 : roots.count();
  }

  @Override
  public RowCursor scan(Table table, @Nullable Index index, KeyRange range, boolean descending) {
    return roots(table).scan(table, index, range, descending);
  }

  @Override
  public @Nullable RowView get(Table table, byte[] key) {
    return roots(table).get(table, key);
  }

  private Roots roots(Table table) {
    Invariant.that(!closed.get(), "a closed view is not read");
    return Invariant.present(tables.get(table.id()), "a plan and its view agree");
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      allocator.viewClosed(version);
    }
  }
}
