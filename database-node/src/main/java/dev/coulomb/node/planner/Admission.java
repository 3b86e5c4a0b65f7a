package dev.coulomb.node.planner;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.List;

/** What PostgreSQL does not do with values of some types: compare them, assign them. */
public final class Admission {
  private Admission() {}

  static void checkComparable(Function function, List<Expression> sides) {
    boolean equality =
        switch (function) {
          case EQUAL, NOT_EQUAL, DISTINCT_FROM, NOT_DISTINCT_FROM -> true;
          default -> false;
        };
    for (Expression side : sides) {
      checkEquality(side.type());
      if (!equality) {
        checkOrdered(side.type());
      }
    }
  }

  /** 42883 for json, of which two values are never the same. */
  public static void checkEquality(SqlType type) {
    if (type.kind() == TypeKind.JSON) {
      throw new SqlError(SqlState.UNDEFINED_FUNCTION, "json cannot be compared")
          .hint("Cast it to text.");
    }
  }

  /** As above, and 0A000 for jsonb, whose order is not PostgreSQL's here. */
  public static void checkOrdered(SqlType type) {
    checkEquality(type);
    if (type.kind() == TypeKind.JSONB) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "jsonb has no order here")
          .hint("Cast it to text.");
    }
  }

  /** 42804 where PostgreSQL has no cast for an assignment; a constant in quotes is of any type. */
  static void checkAssignable(Expression value, SqlType column) {
    TypeKind from = value.type().kind();
    TypeKind to = column.kind();
    boolean open = value instanceof Expression.Literal && from.isCharacter();
    boolean fits =
        switch (to) {
          case BOOLEAN, UUID, BYTEA -> from == to;
          case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, NUMERIC -> from.isNumeric();
          case JSON, JSONB -> from == TypeKind.JSON || from == TypeKind.JSONB;
          case TEXT, VARCHAR, CHAR -> true;
          case DATE, TIMESTAMP, TIMESTAMPTZ ->
              from == TypeKind.DATE || from == TypeKind.TIMESTAMP || from == TypeKind.TIMESTAMPTZ;
          case TIME ->
              from == to
                  || from == TypeKind.TIMESTAMP
                  || from == TypeKind.TIMESTAMPTZ
                  || from == TypeKind.INTERVAL;
          case INTERVAL -> from == to || from == TypeKind.TIME;
        };
    if (!open && !fits) {
      throw new SqlError(
              SqlState.DATATYPE_MISMATCH, "the column is of another type than the expression")
          .with("types", column + ", " + from.sqlName())
          .hint("Cast the expression.");
    }
  }
}
