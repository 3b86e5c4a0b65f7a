package dev.coulomb.node.sql;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;

/** {@code ^} as PostgreSQL knows it: a power, from the left, closer than {@code *}. */
public final class PowerOperator extends SqlBinaryOperator {
  /** Between those of {@code *} (60) and of a sign (80). */
  private static final int PRECEDENCE = 70;

  public static final PowerOperator INSTANCE = new PowerOperator();

  private PowerOperator() {
    super("^", SqlKind.OTHER, PRECEDENCE, true, null, null, null);
  }
}
