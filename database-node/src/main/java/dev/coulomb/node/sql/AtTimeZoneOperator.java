package dev.coulomb.node.sql;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;

/** {@code AT TIME ZONE}. */
public final class AtTimeZoneOperator extends SqlBinaryOperator {
  /** Between those of {@code ^} (70) and of a sign (80). */
  private static final int PRECEDENCE = 76;

  public static final AtTimeZoneOperator INSTANCE = new AtTimeZoneOperator();

  private AtTimeZoneOperator() {
    super("AT TIME ZONE", SqlKind.OTHER, PRECEDENCE, true, null, null, null);
  }
}
