package dev.coulomb.node.planner;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.planner.typing.CalciteTypes;
import dev.coulomb.node.types.Interval;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import java.math.BigDecimal;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** Calcite's literals as ours. */
final class Literals {
  private Literals() {}

  static Expression.Literal of(RexLiteral literal) {
    SqlTypeName name = literal.getType().getSqlTypeName();
    SqlType type = CalciteTypes.computed(literal.getType());
    if (literal.isNull()) {
      return new Expression.Literal(null, type);
    }
    if (SqlTypeName.INTERVAL_TYPES.contains(name)) {
      return new Expression.Literal(interval(literal, name), SqlType.INTERVAL);
    }
    Object value =
        switch (type.kind()) {
          case BOOLEAN -> literal.getValueAs(Boolean.class);
          case SMALLINT, INTEGER, BIGINT -> number(literal).longValueExact();
          case REAL -> number(literal).floatValue();
          case DOUBLE -> number(literal).doubleValue();
          case NUMERIC -> number(literal);
          case TEXT, VARCHAR, CHAR, JSON, JSONB -> literal.getValueAs(String.class);
          case BYTEA -> present(literal.getValueAs(ByteString.class)).getBytes();
          case DATE -> (long) present(literal.getValueAs(DateString.class)).getDaysSinceEpoch();
          case TIME ->
              TextFormat.parse(type, present(literal.getValueAs(TimeString.class)).toString());
          case TIMESTAMP, TIMESTAMPTZ ->
              TextFormat.parse(type, present(literal.getValueAs(TimestampString.class)).toString());
          case UUID -> present(literal.getValueAs(java.util.UUID.class));
          case INTERVAL -> interval(literal, name);
        };
    return new Expression.Literal(value, type);
  }

  private static BigDecimal number(RexLiteral literal) {
    return present(literal.getValueAs(BigDecimal.class));
  }

  private static Interval interval(RexLiteral literal, SqlTypeName name) {
    BigDecimal value = number(literal);
    if (SqlTypeName.YEAR_INTERVAL_TYPES.contains(name)) {
      return new Interval(value.intValueExact(), 0, 0);
    }
    long millis = value.longValueExact();
    int days = (int) (millis / 86_400_000);
    return new Interval(0, days, (millis - days * 86_400_000L) * 1_000);
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new SqlError(SqlState.INTERNAL_ERROR, "a literal has no value");
    }
    return value;
  }
}
