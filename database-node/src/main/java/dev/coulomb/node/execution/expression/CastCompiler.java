package dev.coulomb.node.execution.expression;

import dev.coulomb.node.types.Calendar;
import dev.coulomb.node.types.Coercion;
import dev.coulomb.node.types.Interval;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import dev.coulomb.node.types.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Casts between types, and the fitting of a value to a type's length and precision. */
final class CastCompiler {
  private CastCompiler() {}

  static Evaluator cast(Evaluator operand, SqlType from, SqlType to, boolean assignment) {
    Evaluator converted = converted(operand, from, to);
    if (!needsFit(from, to)) {
      return converted;
    }
    return assignment
        ? Strict.unary(converted, value -> Coercion.assign(to, value))
        : Strict.unary(converted, value -> Coercion.cast(to, value));
  }

  private static boolean needsFit(SqlType from, SqlType to) {
    return switch (to.kind()) {
      case SMALLINT -> from.kind() != TypeKind.SMALLINT;
      case INTEGER -> from.kind() != TypeKind.SMALLINT && from.kind() != TypeKind.INTEGER;
      case NUMERIC, VARCHAR -> to.precision() != SqlType.NONE && !from.equals(to);
      case CHAR -> !from.equals(to);
      default -> false;
    };
  }

  private static Evaluator converted(Evaluator operand, SqlType from, SqlType to) {
    TypeKind source = from.kind();
    TypeKind target = to.kind();
    if (source == target
        || (source.isInteger() && target.isInteger())
        || (source.isCharacter() && target.isCharacter())) {
      return operand;
    }
    if (source.isCharacter()) {
      return fromText(operand, to);
    }
    if (target.isCharacter()) {
      return toText(operand, from);
    }
    if (source.isNumeric() && target.isNumeric()) {
      return Strict.unary(operand, number(target));
    }
    return switch (source) {
      case BOOLEAN, SMALLINT, INTEGER, BIGINT -> truth(operand, from, to);
      case DATE, TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL -> temporal(operand, from, to);
      case JSON, JSONB -> json(operand, from, to);
      default -> throw cannot(from, to);
    };
  }

  private static Evaluator fromText(Evaluator operand, SqlType to) {
    SqlType plain = SqlType.of(to.kind());
    if (to.kind() == TypeKind.TIMESTAMPTZ) {
      return Strict.nary(
          new Evaluator[] {operand}, (v, e) -> TextFormat.parse(plain, (String) v[0], e.zone()));
    }
    return Strict.unary(operand, text -> TextFormat.parse(plain, (String) text));
  }

  private static Evaluator toText(Evaluator operand, SqlType from) {
    return switch (from.kind()) {
      case BOOLEAN -> Strict.unary(operand, value -> (Boolean) value ? "true" : "false");
      case TIMESTAMPTZ ->
          Strict.nary(new Evaluator[] {operand}, (v, e) -> TextFormat.format(from, v[0], e.zone()));
      default -> Strict.unary(operand, value -> TextFormat.format(from, value));
    };
  }

  private static Strict.Unary number(TypeKind target) {
    return switch (target) {
      case SMALLINT, INTEGER, BIGINT -> value -> integer(target, value);
      case REAL -> CastCompiler::real;
      case DOUBLE -> CastCompiler::doubled;
      default -> Numbers::decimal;
    };
  }

  private static Long integer(TypeKind target, Object value) {
    if (value instanceof BigDecimal decimal) {
      BigDecimal whole = decimal.setScale(0, RoundingMode.HALF_UP);
      if (whole.precision() > 19 || whole.unscaledValue().bitLength() > 63) {
        throw Numbers.outOfRange(target);
      }
      return whole.longValue();
    }
    double whole = Math.rint(((Number) value).doubleValue());
    if (Double.isNaN(whole) || whole >= 0x1p63 || whole < -0x1p63) {
      throw Numbers.outOfRange(target);
    }
    return (long) whole;
  }

  private static Object real(Object value) {
    float result = ((Number) value).floatValue();
    boolean exact = value instanceof Double;
    boolean infinite = exact && Double.isInfinite((Double) value);
    boolean lost = result == 0 && ((Number) value).doubleValue() != 0;
    if ((Float.isInfinite(result) && !infinite) || lost) {
      throw Numbers.outOfRange(TypeKind.REAL);
    }
    return result;
  }

  private static Object doubled(Object value) {
    double result = ((Number) value).doubleValue();
    if (Double.isInfinite(result) && value instanceof BigDecimal) {
      throw Numbers.outOfRange(TypeKind.DOUBLE);
    }
    return result;
  }

  private static Evaluator truth(Evaluator operand, SqlType from, SqlType to) {
    if (from.kind() == TypeKind.BOOLEAN && to.kind().isInteger()) {
      return Strict.unary(operand, value -> (Boolean) value ? 1L : 0L);
    }
    if (from.kind().isInteger() && to.kind() == TypeKind.BOOLEAN) {
      return Strict.unary(operand, value -> (Long) value != 0);
    }
    throw cannot(from, to);
  }

  private static Evaluator temporal(Evaluator operand, SqlType from, SqlType to) {
    Strict.Nary conversion = conversion(from, to);
    return Strict.nary(new Evaluator[] {operand}, conversion);
  }

  private static Strict.Nary conversion(SqlType from, SqlType to) {
    return switch (from.kind()) {
      case DATE ->
          switch (to.kind()) {
            case TIMESTAMP -> (v, e) -> TemporalMath.atTime((Long) v[0], 0);
            case TIMESTAMPTZ ->
                (v, e) -> Calendar.toInstant(TemporalMath.atTime((Long) v[0], 0), e.zone());
            default -> throw cannot(from, to);
          };
      case TIMESTAMP ->
          switch (to.kind()) {
            case DATE -> (v, e) -> date((Long) v[0]);
            case TIME -> (v, e) -> time((Long) v[0]);
            case TIMESTAMPTZ -> (v, e) -> Calendar.toInstant((Long) v[0], e.zone());
            default -> throw cannot(from, to);
          };
      case TIMESTAMPTZ ->
          switch (to.kind()) {
            case DATE -> (v, e) -> date(Calendar.toLocal((Long) v[0], e.zone()));
            case TIME -> (v, e) -> time(Calendar.toLocal((Long) v[0], e.zone()));
            case TIMESTAMP -> (v, e) -> Calendar.toLocal((Long) v[0], e.zone());
            default -> throw cannot(from, to);
          };
      case TIME -> {
        if (to.kind() != TypeKind.INTERVAL) {
          throw cannot(from, to);
        }
        yield (v, e) -> new Interval(0, 0, (Long) v[0]);
      }
      default -> {
        if (to.kind() != TypeKind.TIME) {
          throw cannot(from, to);
        }
        yield (v, e) -> Math.floorMod(((Interval) v[0]).micros(), Calendar.MICROS_PER_DAY);
      }
    };
  }

  private static Long date(long timestamp) {
    if (Calendar.isInfinite(timestamp)) {
      return timestamp > 0 ? Calendar.DATE_INFINITY : Calendar.DATE_MINUS_INFINITY;
    }
    return Calendar.dayOf(timestamp);
  }

  private static @org.jspecify.annotations.Nullable Long time(long timestamp) {
    return Calendar.isInfinite(timestamp) ? null : (Long) Calendar.microsOfDay(timestamp);
  }

  private static Evaluator json(Evaluator operand, SqlType from, SqlType to) {
    if (to.kind() == TypeKind.JSON) {
      return operand;
    }
    if (to.kind() == TypeKind.JSONB) {
      return Strict.unary(operand, text -> TextFormat.parse(SqlType.JSONB, (String) text));
    }
    throw cannot(from, to);
  }

  private static SqlError cannot(SqlType from, SqlType to) {
    return new SqlError(SqlState.CANNOT_COERCE, "there is no cast between these types")
        .with("from", from)
        .with("to", to);
  }
}
