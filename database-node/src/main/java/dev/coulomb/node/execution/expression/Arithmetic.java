package dev.coulomb.node.execution.expression;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.types.Coercion;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.TypeKind;
import java.math.BigDecimal;

/** {@code + - * / %} of numbers; those of dates and intervals go on to {@link TemporalMath}. */
final class Arithmetic {
  private Arithmetic() {}

  static Evaluator compile(Expression.Call call, Evaluator[] arguments) {
    TypeKind left = ExpressionCompiler.kind(call.arguments().getFirst());
    if (call.function() == Function.NEGATE) {
      return left == TypeKind.INTERVAL
          ? Strict.unary(arguments[0], TemporalMath::negate)
          : Strict.unary(arguments[0], negation(call.type().kind()));
    }
    TypeKind right = ExpressionCompiler.kind(call.arguments().get(1));
    if (!left.isNumeric() || !right.isNumeric()) {
      return TemporalMath.compile(call, left, right, arguments);
    }
    TypeKind operands = Numbers.common(left, right);
    TypeKind kind = operands.isInteger() ? Numbers.common(operands, call.type().kind()) : operands;
    Evaluator a = Numbers.widened(arguments[0], left, kind);
    Evaluator b = Numbers.widened(arguments[1], right, kind);
    if (kind.isInteger()) {
      return integers(call.function(), call.type().kind(), a, b);
    }
    return Strict.binary(
        a,
        b,
        switch (kind) {
          case REAL -> reals(call.function());
          case DOUBLE -> doubles(call.function());
          default -> numerics(call.function());
        });
  }

  private static Strict.Unary negation(TypeKind kind) {
    return switch (kind) {
      case SMALLINT, INTEGER, BIGINT -> value -> integer(kind, -(Long) value, (Long) value, 0);
      case REAL -> value -> -(Float) value;
      case DOUBLE -> value -> -(Double) value;
      default -> value -> Numbers.decimal(value).negate();
    };
  }

  /** Only the smallest bigint is its own negative. */
  private static Long integer(TypeKind kind, long result, long operand, long zero) {
    if (operand == Long.MIN_VALUE && result == operand && zero == 0) {
      throw Numbers.outOfRange(kind);
    }
    return Coercion.integerInRange(kind, result);
  }

  private static Evaluator integers(Function f, TypeKind kind, Evaluator a, Evaluator b) {
    boolean narrow = kind != TypeKind.BIGINT && kind.isInteger();
    return switch (f) {
      case PLUS ->
          narrow
              ? Strict.binary(a, b, (x, y) -> Coercion.integerInRange(kind, (Long) x + (Long) y))
              : Strict.binary(a, b, (x, y) -> plus((Long) x, (Long) y));
      case MINUS ->
          narrow
              ? Strict.binary(a, b, (x, y) -> Coercion.integerInRange(kind, (Long) x - (Long) y))
              : Strict.binary(a, b, (x, y) -> minus((Long) x, (Long) y));
      case TIMES ->
          Strict.binary(a, b, (x, y) -> Coercion.integerInRange(kind, times((Long) x, (Long) y)));
      case DIVIDE ->
          Strict.binary(a, b, (x, y) -> Coercion.integerInRange(kind, divide((Long) x, (Long) y)));
      case MODULO -> Strict.binary(a, b, (x, y) -> modulo((Long) x, (Long) y));
      default -> throw notArithmetic(f);
    };
  }

  static long plus(long x, long y) {
    long sum = x + y;
    if (((x ^ sum) & (y ^ sum)) < 0) {
      throw Numbers.outOfRange(TypeKind.BIGINT);
    }
    return sum;
  }

  static long minus(long x, long y) {
    long difference = x - y;
    if (((x ^ y) & (x ^ difference)) < 0) {
      throw Numbers.outOfRange(TypeKind.BIGINT);
    }
    return difference;
  }

  static long times(long x, long y) {
    long high = Math.multiplyHigh(x, y);
    long low = x * y;
    if (high != low >> 63) {
      throw Numbers.outOfRange(TypeKind.BIGINT);
    }
    return low;
  }

  private static long divide(long x, long y) {
    if (y == 0) {
      throw Numbers.divisionByZero();
    }
    if (y == -1 && x == Long.MIN_VALUE) {
      throw Numbers.outOfRange(TypeKind.BIGINT);
    }
    return x / y;
  }

  private static Long modulo(long x, long y) {
    if (y == 0) {
      throw Numbers.divisionByZero();
    }
    return y == -1 ? 0 : x % y;
  }

  private static Strict.Binary doubles(Function f) {
    return switch (f) {
      case PLUS -> (x, y) -> sum((Double) x, (Double) y, (Double) x + (Double) y);
      case MINUS -> (x, y) -> sum((Double) x, (Double) y, (Double) x - (Double) y);
      case TIMES -> (x, y) -> product((Double) x, (Double) y, (Double) x * (Double) y);
      case DIVIDE -> (x, y) -> quotient((Double) x, (Double) y, (Double) x / (Double) y);
      default -> throw noModulo(f);
    };
  }

  private static Strict.Binary reals(Function f) {
    return switch (f) {
      case PLUS -> (x, y) -> (float) sum((Float) x, (Float) y, (Float) x + (Float) y);
      case MINUS -> (x, y) -> (float) sum((Float) x, (Float) y, (Float) x - (Float) y);
      case TIMES -> (x, y) -> (float) product((Float) x, (Float) y, (Float) x * (Float) y);
      case DIVIDE -> (x, y) -> (float) quotient((Float) x, (Float) y, (Float) x / (Float) y);
      default -> throw noModulo(f);
    };
  }

  /** The result, unless it overflowed. */
  static double sum(double x, double y, double result) {
    if (Double.isInfinite(result) && !Double.isInfinite(x) && !Double.isInfinite(y)) {
      throw Numbers.outOfRange();
    }
    return result;
  }

  static double product(double x, double y, double result) {
    if (result == 0 && x != 0 && y != 0) {
      throw Numbers.outOfRange();
    }
    return sum(x, y, result);
  }

  static double quotient(double x, double y, double result) {
    if (y == 0 && !Double.isNaN(x)) {
      throw Numbers.divisionByZero();
    }
    if (result == 0 && x != 0 && !Double.isInfinite(y)) {
      throw Numbers.outOfRange();
    }
    return sum(x, y, result);
  }

  private static Strict.Binary numerics(Function f) {
    return switch (f) {
      case PLUS -> (x, y) -> ((BigDecimal) x).add((BigDecimal) y);
      case MINUS -> (x, y) -> ((BigDecimal) x).subtract((BigDecimal) y);
      case TIMES -> (x, y) -> NumericMath.times((BigDecimal) x, (BigDecimal) y);
      case DIVIDE -> (x, y) -> NumericMath.divide((BigDecimal) x, (BigDecimal) y);
      case MODULO -> (x, y) -> NumericMath.modulo((BigDecimal) x, (BigDecimal) y);
      default -> throw notArithmetic(f);
    };
  }

  private static SqlError noModulo(Function f) {
    return f == Function.MODULO
        ? new SqlError(
            SqlState.UNDEFINED_FUNCTION,
            "% is not defined for double precision; cast its operands to numeric")
        : new SqlError(SqlState.UNDEFINED_FUNCTION, "no such operator").with("function", f);
  }

  private static IllegalStateException notArithmetic(Function f) {
    return new IllegalStateException("not arithmetic: " + f);
  }
}
