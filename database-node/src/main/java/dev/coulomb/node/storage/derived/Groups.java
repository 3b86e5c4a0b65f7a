package dev.coulomb.node.storage.derived;

import dev.coulomb.node.storage.KeyRange;
import dev.coulomb.node.storage.RowCursor;
import org.jspecify.annotations.Nullable;

/** The rows of a materialized view in one partition, as they are changed. Confined. */
public interface Groups {
  /** The row of a key, or null. */
  @Nullable Object @Nullable [] get(byte[] key);

  /** A row that is not there yet. */
  void insert(byte[] key, @Nullable Object[] row);

  /** A row that is there. */
  void update(byte[] key, @Nullable Object[] row);

  /** A row that is there. */
  void delete(byte[] key);

  /** The first row of a range, from either end; null: there is none. */
  @Nullable Object @Nullable [] first(KeyRange range, boolean descending);

  /** The first row of what a cursor finds. */
  static @Nullable Object @Nullable [] first(RowCursor cursor) {
    return cursor.next() ? cursor.row().toArray() : null;
  }
}
