package dev.coulomb.node.sql;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;

/** {@code ||} as PostgreSQL knows it: it binds less closely than {@code +}. */
public final class ConcatenationOperator extends SqlBinaryOperator {
  /** Between those of {@code IN} and {@code LIKE} (32) and of {@code +} (40). */
  private static final int PRECEDENCE = 36;

  public static final ConcatenationOperator INSTANCE = new ConcatenationOperator();

  private ConcatenationOperator() {
    super("||", SqlKind.OTHER, PRECEDENCE, true, null, null, null);
  }
}
