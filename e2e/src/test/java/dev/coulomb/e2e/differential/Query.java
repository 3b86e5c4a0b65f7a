package dev.coulomb.e2e.differential;

import java.util.regex.Pattern;

/**
 * A statement.
 *
 * @param ordered whether the order of its rows is told by it
 * @param chooses whether it chooses one of several equal values, of which 1.0 and 1.00 are two
 */
record Query(String sql, boolean ordered, boolean chooses) {
  private static final Pattern CHANGE =
      Pattern.compile("^(?:WITH w AS \\(SELECT \\* FROM \\w+\\) )?(?:INSERT|UPDATE|DELETE) ");

  Query(String sql, boolean ordered) {
    this(sql, ordered, false);
  }

  /** Whether it changes rows. */
  boolean changes() {
    return CHANGE.matcher(sql).find();
  }

  Query choosing() {
    return new Query(sql, ordered, true);
  }
}
