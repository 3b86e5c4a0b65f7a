package dev.coulomb.node.execution.expression;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.types.Coercion;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.DoubleUnaryOperator;

/** Functions of numbers: of numeric where an argument or the result is one, else of doubles. */
final class NumberFunctions {
  private NumberFunctions() {}

  static Evaluator compile(Expression.Call call, Evaluator[] arguments) {
    return switch (call.function()) {
      case PI -> new Evaluator.Constant(Math.PI);
      case RANDOM -> (row, e) -> e.random();
      case POWER -> power(call, arguments);
      case ATAN2 ->
          Strict.binary(
              doubled(arguments[0], call, 0),
              doubled(arguments[1], call, 1),
              (y, x) -> Math.atan2((Double) y, (Double) x));
      case ROUND, TRUNC -> rounding(call, arguments);
      default -> unary(call, arguments[0]);
    };
  }

  private static Evaluator unary(Expression.Call call, Evaluator operand) {
    TypeKind kind = ExpressionCompiler.kind(call.arguments().getFirst());
    TypeKind result = call.type().kind();
    if (kind.isInteger() && result.isInteger()) {
      return Strict.unary(operand, integers(call, result));
    }
    if (result == TypeKind.NUMERIC) {
      Strict.Unary function = numerics(call);
      return Strict.unary(operand, value -> function.apply(Numbers.decimal(value)));
    }
    DoubleUnaryOperator function = doubles(call);
    if (result == TypeKind.REAL) {
      return Strict.unary(
          operand, value -> (float) function.applyAsDouble(((Number) value).doubleValue()));
    }
    return Strict.unary(operand, value -> function.applyAsDouble(((Number) value).doubleValue()));
  }

  private static Strict.Unary integers(Expression.Call call, TypeKind kind) {
    return switch (call.function()) {
      case ABS ->
          value -> {
            long number = (Long) value;
            if (number == Long.MIN_VALUE) {
              throw Numbers.outOfRange(kind);
            }
            return Coercion.integerInRange(kind, Math.abs(number));
          };
      case SIGN -> value -> (long) Long.signum((Long) value);
      case CEIL, FLOOR -> value -> value;
      default -> throw undefined(call);
    };
  }

  private static Strict.Unary numerics(Expression.Call call) {
    return switch (call.function()) {
      case ABS -> value -> ((BigDecimal) value).abs();
      case SIGN -> value -> BigDecimal.valueOf(((BigDecimal) value).signum());
      case CEIL -> value -> ((BigDecimal) value).setScale(0, RoundingMode.CEILING);
      case FLOOR -> value -> ((BigDecimal) value).setScale(0, RoundingMode.FLOOR);
      case SQRT -> value -> NumericMath.sqrt((BigDecimal) value);
      case EXP -> value -> NumericMath.exp((BigDecimal) value);
      case LN -> value -> NumericMath.ln((BigDecimal) value);
      case LOG10 -> value -> NumericMath.log10((BigDecimal) value);
      default -> throw undefined(call);
    };
  }

  private static DoubleUnaryOperator doubles(Expression.Call call) {
    return switch (call.function()) {
      case ABS -> Math::abs;
      case SIGN -> x -> Double.isNaN(x) ? 0 : Math.signum(x);
      case CEIL -> Math::ceil;
      case FLOOR -> Math::floor;
      case SQRT -> NumberFunctions::sqrt;
      case EXP -> NumberFunctions::exp;
      case LN -> x -> Math.log(positive(x));
      case LOG10 -> x -> Math.log10(positive(x));
      case SIN -> x -> Math.sin(finite(x));
      case COS -> x -> Math.cos(finite(x));
      case TAN -> x -> Math.tan(finite(x));
      case ASIN -> x -> Math.asin(atMostOne(x));
      case ACOS -> x -> Math.acos(atMostOne(x));
      case ATAN -> Math::atan;
      case RADIANS -> x -> x * (Math.PI / 180.0);
      case DEGREES -> x -> Arithmetic.sum(x, x, x / (Math.PI / 180.0));
      default -> throw undefined(call);
    };
  }

  private static Evaluator rounding(Expression.Call call, Evaluator[] arguments) {
    boolean round = call.function() == dev.coulomb.node.plan.Function.ROUND;
    TypeKind result = call.type().kind();
    if (arguments.length == 2) {
      return Strict.binary(
          arguments[0],
          arguments[1],
          (value, digits) -> rounded(round, Numbers.decimal(value), (Long) digits));
    }
    if (result.isInteger()) {
      return arguments[0];
    }
    if (result == TypeKind.NUMERIC) {
      return Strict.unary(arguments[0], value -> rounded(round, Numbers.decimal(value), 0));
    }
    DoubleUnaryOperator function = round ? Math::rint : x -> x < 0 ? Math.ceil(x) : Math.floor(x);
    return result == TypeKind.REAL
        ? Strict.unary(arguments[0], x -> (float) function.applyAsDouble((Float) x))
        : Strict.unary(arguments[0], x -> function.applyAsDouble(((Number) x).doubleValue()));
  }

  private static BigDecimal rounded(boolean round, BigDecimal value, long digits) {
    return round ? NumericMath.round(value, digits) : NumericMath.trunc(value, digits);
  }

  private static Evaluator power(Expression.Call call, Evaluator[] arguments) {
    if (call.type().kind() == TypeKind.NUMERIC) {
      return Strict.binary(
          arguments[0],
          arguments[1],
          (x, y) -> NumericMath.power(Numbers.decimal(x), Numbers.decimal(y)));
    }
    return Strict.binary(
        doubled(arguments[0], call, 0),
        doubled(arguments[1], call, 1),
        (x, y) -> power((Double) x, (Double) y));
  }

  private static Evaluator doubled(Evaluator operand, Expression.Call call, int argument) {
    TypeKind kind = ExpressionCompiler.kind(call.arguments().get(argument));
    return Numbers.widened(operand, kind, TypeKind.DOUBLE);
  }

  private static double power(double x, double y) {
    if (x == 1 || y == 0) {
      return 1;
    }
    if (x == 0 && y < 0) {
      throw new SqlError(
          SqlState.INVALID_ARGUMENT_FOR_POWER, "zero raised to a negative power is undefined");
    }
    if (x < 0 && Double.isFinite(y) && y != Math.rint(y)) {
      throw new SqlError(
          SqlState.INVALID_ARGUMENT_FOR_POWER,
          "a negative number raised to a non-integer power yields a complex result");
    }
    double result = Math.pow(x, y);
    if (result == 0 && x != 0 && Double.isFinite(x) && Double.isFinite(y)) {
      throw Numbers.outOfRange();
    }
    return Arithmetic.sum(x, y, result);
  }

  private static double sqrt(double x) {
    if (x < 0) {
      throw new SqlError(
          SqlState.INVALID_ARGUMENT_FOR_POWER, "cannot take square root of a negative number");
    }
    return Math.sqrt(x);
  }

  private static double exp(double x) {
    double result = Math.exp(x);
    if (result == 0 && Double.isFinite(x)) {
      throw Numbers.outOfRange();
    }
    return Arithmetic.sum(x, x, result);
  }

  private static double positive(double x) {
    if (x <= 0) {
      throw new SqlError(
          SqlState.INVALID_ARGUMENT_FOR_LOGARITHM,
          x == 0 ? "cannot take logarithm of zero" : "cannot take logarithm of a negative number");
    }
    return x;
  }

  private static double finite(double x) {
    if (Double.isInfinite(x)) {
      throw new SqlError(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "input is out of range");
    }
    return x;
  }

  private static double atMostOne(double x) {
    if (x < -1 || x > 1) {
      throw new SqlError(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "input is out of range");
    }
    return x;
  }

  private static SqlError undefined(Expression.Call call) {
    return new SqlError(SqlState.UNDEFINED_FUNCTION, "the function does not take this type")
        .with("function", call.function())
        .with("type", call.type());
  }
}
