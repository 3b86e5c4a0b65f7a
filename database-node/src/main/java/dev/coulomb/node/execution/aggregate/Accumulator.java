package dev.coulomb.node.execution.aggregate;

import org.jspecify.annotations.Nullable;

/** What an aggregate remembers of the rows of one group. Confined to its query. */
public interface Accumulator {
  /**
   * Takes one row's arguments; the first is not null unless the function takes nulls.
   *
   * @param arguments of the row, or the columns of a partial state; the array is the caller's
   */
  void add(@Nullable Object[] arguments);

  /**
   * As {@link #add} of one value that is not null, or of none where the function has no argument.
   */
  default void addLong(long value) {
    add(new @Nullable Object[] {value});
  }

  /** As {@link #add} of one value that is not null. */
  default void addDouble(double value) {
    add(new @Nullable Object[] {value});
  }

  /** The aggregate of what was added. */
  @Nullable Object result();

  /** Writes the partial state into a row; the result itself unless the function says otherwise. */
  default void state(@Nullable Object[] row, int at) {
    row[at] = result();
  }
}
