package dev.coulomb.node.execution;

import org.jspecify.annotations.Nullable;

/**
 * Rows, pulled one at a time. Confined to one thread at a time; it can be left alone between calls
 * and continued on another thread. The rows are the caller's to keep, not to change.
 */
public interface RowSource extends AutoCloseable {
  /** The next row, or null at the end. After a failure the source is only good for closing. */
  @Nullable Object @Nullable [] next();

  /** Releases what the source holds; idempotent. */
  @Override
  void close();
}
