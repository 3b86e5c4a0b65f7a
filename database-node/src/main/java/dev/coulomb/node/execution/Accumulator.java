package dev.coulomb.node.execution;

import org.jspecify.annotations.Nullable;

/** What an aggregate remembers of the rows of one group. Confined to its query. */
public interface Accumulator {
  /**
   * Takes one row's arguments; the first is not null unless the function takes nulls.
   *
   * @param arguments of the row, or the columns of a partial state
   */
  void add(@Nullable Object[] arguments);

  /** The aggregate of what was added. */
  @Nullable Object result();

  /** Writes the partial state into a row; the result itself unless the function says otherwise. */
  default void state(@Nullable Object[] row, int at) {
    row[at] = result();
  }
}
