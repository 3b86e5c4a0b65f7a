package dev.coulomb.node.storage;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one partition at one moment: the store itself, for the holder of its token, or a
 * frozen view. Reading changes nothing, so several threads may read what nobody writes.
 */
public interface StoreReader {
  /** Rows of a table in this partition, O(1); 0 for a table that is not there. */
  long rowCount(Table table);

  /**
   * Rows in the order of an index, or of the primary key (without one: of insertion) when {@code
   * index} is null. The range is over the bytes of that index' key, as {@code KeyWriter} writes it.
   * A change of the table ends the cursors on the store itself: who changes rows that it finds by a
   * scan collects their keys first.
   */
  RowCursor scan(Table table, @Nullable Index index, KeyRange range, boolean descending);

  /**
   * Reads the row with exactly this key in its table; allocates nothing once {@code into} has held
   * a row of this size.
   *
   * @return false, and {@code into} unchanged, when there is none
   */
  boolean get(Table table, byte[] key, RowView into);

  /** The row with exactly this key in its table, or null. */
  default @Nullable RowView get(Table table, byte[] key) {
    RowView row = new RowView();
    return get(table, key, row) ? row : null;
  }
}
