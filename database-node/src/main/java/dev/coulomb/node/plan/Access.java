package dev.coulomb.node.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How rows of a table are reached. */
public sealed interface Access {
  /** All rows in primary-key order. */
  record Full(boolean descending) implements Access {}

  /**
   * A range of the primary key or of an index: a prefix of its columns is equal to {@code equal},
   * and the next column lies between the bounds. A null in {@code equal} or in a bound finds
   * nothing. The values are over parameters, or over the left row of a {@link Operator.LookupJoin}.
   *
   * @param index id of the index, or {@link #PRIMARY_KEY}
   */
  record KeyRange(
      int index,
      List<Expression> equal,
      @Nullable Bound lower,
      @Nullable Bound upper,
      boolean descending)
      implements Access {}

  /**
   * Several prefixes of the primary key or of an index, all of the same columns: rows that begin
   * with one of them, in the order of the key, each once. A null in a prefix finds nothing.
   *
   * @param index id of the index, or {@link #PRIMARY_KEY}
   */
  record Keys(int index, List<List<Expression>> prefixes) implements Access {}

  /** One end of a range. */
  record Bound(Expression value, boolean inclusive) {}

  /** Stands for the primary key where an index id is expected. */
  int PRIMARY_KEY = 0;
}
