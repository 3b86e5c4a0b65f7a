package dev.coulomb.node.execution.expression;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.TypeKind;
import java.math.BigDecimal;

/** The kinds of numbers, from narrow to wide, and the ways between them. */
final class Numbers {
  private Numbers() {}

  /** The kind in which two values meet: the wider of two kinds of numbers, else the left one. */
  static TypeKind common(TypeKind left, TypeKind right) {
    if (left == right || !left.isNumeric() || !right.isNumeric()) {
      return left;
    }
    if (left.isInteger() && right.isInteger()) {
      return TypeKind.BIGINT;
    }
    boolean approximate = isApproximate(left) || isApproximate(right);
    return approximate ? TypeKind.DOUBLE : TypeKind.NUMERIC;
  }

  static boolean isApproximate(TypeKind kind) {
    return kind == TypeKind.REAL || kind == TypeKind.DOUBLE;
  }

  /** The evaluator of a value in a wider kind. */
  static Evaluator widened(Evaluator operand, TypeKind from, TypeKind to) {
    if (from == to || !to.isNumeric() || (from.isInteger() && to.isInteger())) {
      return operand;
    }
    Evaluator widened =
        to == TypeKind.DOUBLE
            ? Strict.unary(operand, value -> ((Number) value).doubleValue())
            : Strict.unary(operand, Numbers::decimal);
    return operand instanceof Evaluator.Constant constant
        ? new Evaluator.Constant(constantWidened(constant, to))
        : widened;
  }

  private static @org.jspecify.annotations.Nullable Object constantWidened(
      Evaluator.Constant constant, TypeKind to) {
    Object value = constant.value();
    if (value == null) {
      return null;
    }
    return to == TypeKind.DOUBLE ? ((Number) value).doubleValue() : decimal(value);
  }

  /** A number as a numeric. */
  static BigDecimal decimal(Object value) {
    return switch (value) {
      case BigDecimal decimal -> decimal;
      case Long number -> BigDecimal.valueOf(number);
      case Double number -> fromDouble(number, 15);
      case Float number -> fromDouble(number, 6);
      default -> throw new IllegalStateException("not a number: " + value.getClass());
    };
  }

  /** As PostgreSQL's cast: so many significant digits, no more. */
  private static BigDecimal fromDouble(double value, int digits) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED,
              "numeric holds finite numbers only; keep the value in double precision")
          .with("value", value);
    }
    BigDecimal rounded =
        new BigDecimal(value)
            .round(new java.math.MathContext(digits, java.math.RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }

  static SqlError outOfRange() {
    return new SqlError(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value is out of range");
  }

  static SqlError outOfRange(TypeKind kind) {
    return outOfRange().with("type", kind.sqlName());
  }

  static SqlError divisionByZero() {
    return new SqlError(SqlState.DIVISION_BY_ZERO, "division by zero");
  }
}
