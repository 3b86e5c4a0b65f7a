package dev.coulomb.node.execution.window;

import org.jspecify.annotations.Nullable;

/** What a window function says of the rows of one partition; asked in their order, once each. */
@FunctionalInterface
interface WindowValues {
  @Nullable Object at(int row);

  /** Gives working memory back; idempotent. */
  default void close() {}
}
