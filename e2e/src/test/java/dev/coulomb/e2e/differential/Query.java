package dev.coulomb.e2e.differential;

/**
 * A statement.
 *
 * @param ordered whether the order of its rows is told by it
 * @param chooses whether it chooses one of several equal values, of which 1.0 and 1.00 are two
 */
record Query(String sql, boolean ordered, boolean chooses) {
  Query(String sql, boolean ordered) {
    this(sql, ordered, false);
  }

  /** Whether it changes rows. */
  boolean changes() {
    return !sql.startsWith("SELECT") && !sql.startsWith("WITH");
  }

  Query choosing() {
    return new Query(sql, ordered, true);
  }
}
