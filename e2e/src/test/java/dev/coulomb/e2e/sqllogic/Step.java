package dev.coulomb.e2e.sqllogic;

import java.util.List;

/** One record of a script that is meant for PostgreSQL. */
sealed interface Step {
  /** Line of the script where it begins. */
  int line();

  String sql();

  /** A statement without an answer. */
  record Change(int line, String sql, boolean succeeds) implements Step {}

  /** A query and its answer. */
  record Question(int line, String sql, String types, Order order, Expected expected)
      implements Step {}

  /** How the answer is ordered before it is compared. */
  enum Order {
    NOSORT,
    ROWSORT,
    VALUESORT
  }

  /**
   * The answer in the suite: its values, or when there are many, their number and MD5.
   *
   * @param hash empty when the values are given
   */
  record Expected(List<String> values, int count, String hash) {}
}
