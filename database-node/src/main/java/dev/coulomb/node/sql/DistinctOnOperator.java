package dev.coulomb.node.sql;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSpecialOperator;

/**
 * {@code DISTINCT ON (…)} and the first item of its select list, in the place of that item. It is
 * in no tree that is validated.
 */
public final class DistinctOnOperator extends SqlSpecialOperator {
  public static final DistinctOnOperator INSTANCE = new DistinctOnOperator();

  private DistinctOnOperator() {
    super("DISTINCT ON", SqlKind.OTHER);
  }
}
