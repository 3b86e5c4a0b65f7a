package dev.coulomb.node.plan;

/** What is computed over the rows of a window. */
public enum WindowFunction {
  ROW_NUMBER,
  RANK,
  DENSE_RANK,
  PERCENT_RANK,
  CUME_DIST,
  NTILE,
  LAG,
  LEAD,
  FIRST_VALUE,
  LAST_VALUE,
  NTH_VALUE,
  /** An aggregate over the rows of the frame. */
  AGGREGATE
}
