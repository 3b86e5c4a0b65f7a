package dev.coulomb.node.storage;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one partition at one moment: the store itself, for the holder of its token, or a
 * frozen view, for any one thread at a time.
 */
public interface StoreReader {
  /** Rows of a table in this partition, O(1); 0 for a table that is not there. */
  long rowCount(Table table);

  /**
   * Rows in the order of an index, or of the primary key (without one: of insertion) when {@code
   * index} is null. The range is over the bytes of that index' key, as {@code KeyWriter} writes it.
   */
  RowCursor scan(Table table, @Nullable Index index, KeyRange range, boolean descending);

  /** The row with exactly this key in its table, or null. */
  @Nullable RowView get(Table table, byte[] key);
}
