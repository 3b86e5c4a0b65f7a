package dev.coulomb.node.plan;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a partition that a window function sees from one of them.
 *
 * @param rows true: bounds count rows; false: they are rows that are equal in the order, or ends
 * @param exclusion rows that are left out
 */
public record WindowFrame(boolean rows, Bound lower, Bound upper, Exclusion exclusion) {
  /** PostgreSQL's frame where none is written: to the last row that is equal in the order. */
  public static final WindowFrame DEFAULT =
      new WindowFrame(
          false,
          new Bound(Edge.UNBOUNDED_PRECEDING, null),
          new Bound(Edge.CURRENT_ROW, null),
          Exclusion.NO_OTHERS);

  /** Where a frame begins or ends. */
  public enum Edge {
    UNBOUNDED_PRECEDING,
    PRECEDING,
    CURRENT_ROW,
    FOLLOWING,
    UNBOUNDED_FOLLOWING
  }

  /** Rows of the frame that do not count. */
  public enum Exclusion {
    NO_OTHERS,
    CURRENT_ROW,
    GROUP,
    TIES
  }

  /**
   * An end of a frame.
   *
   * @param offset how many rows away; over parameters; null unless the edge is one with a distance
   */
  public record Bound(Edge edge, @Nullable Expression offset) {}
}
