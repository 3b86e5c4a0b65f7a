package dev.coulomb.node.execution;

import org.jspecify.annotations.Nullable;

/**
 * Rows, pulled one at a time. Confined to one thread at a time; it can be left alone between calls
 * and continued on another thread. The rows are the caller's to keep, not to change.
 */
public interface RowSource extends AutoCloseable {
  /** The next row, or null at the end. After a failure the source is only good for closing. */
  @Nullable Object @Nullable [] next();

  /**
   * As {@link #next}, but the row is the source's: it is valid until the next call. For those who
   * keep values and no rows; a source does not get calls of both kinds.
   */
  default @Nullable Object @Nullable [] nextLent() {
    return next();
  }

  /** Releases what the source holds; idempotent. */
  @Override
  void close();
}
