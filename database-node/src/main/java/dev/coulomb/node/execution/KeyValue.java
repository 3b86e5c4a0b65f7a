package dev.coulomb.node.execution;

import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.types.KeyWriter;
import dev.coulomb.node.types.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A value that a key's column is compared with. It may be of another kind of number than the
 * column: then the nearest values of the column's kind are the bounds. Immutable.
 */
final class KeyValue {
  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);

  private final Evaluator evaluator;
  private final TypeKind column;
  private final boolean mixed;

  KeyValue(Evaluator evaluator, TypeKind kind, TypeKind column) {
    boolean same =
        kind == column
            || (kind.isInteger() && column.isInteger())
            || (kind.isCharacter() && column.isCharacter());
    Invariant.that(
        same || (kind.isNumeric() && column.isNumeric()),
        "the planner binds a key's column to a value of its own kind, or to another number");
    this.evaluator = evaluator;
    this.column = column;
    this.mixed = !same || column == TypeKind.CHAR;
  }

  /** One end of a range: a value of the kind with which it is written. */
  record End(TypeKind kind, Object value, boolean inclusive) {
    byte[] append(byte[] prefix, KeyWriter writer) {
      writer.reset();
      return writer.raw(prefix).value(kind, value).toBytes();
    }
  }

  /** Appends the value; false when no value of the column equals it. */
  boolean writeEqual(@Nullable Object[] row, ExecutionContext context, KeyWriter writer) {
    Object value = evaluator.evaluate(row, context);
    if (value == null) {
      return false;
    }
    if (!mixed) {
      writer.value(column, value);
      return true;
    }
    End low = fitted(value, true, RoundingMode.CEILING);
    End high = fitted(value, true, RoundingMode.FLOOR);
    if (low == null || high == null || !low.value().equals(high.value())) {
      return false;
    }
    writer.value(low.kind(), low.value());
    return true;
  }

  /** The lower end, or null when nothing is that great. */
  @Nullable End lower(@Nullable Object[] row, ExecutionContext context, boolean inclusive) {
    return end(row, context, inclusive, RoundingMode.CEILING);
  }

  /** The upper end, or null when nothing is that small. */
  @Nullable End upper(@Nullable Object[] row, ExecutionContext context, boolean inclusive) {
    return end(row, context, inclusive, RoundingMode.FLOOR);
  }

  private @Nullable End end(
      @Nullable Object[] row, ExecutionContext context, boolean inclusive, RoundingMode mode) {
    Object value = evaluator.evaluate(row, context);
    if (value == null) {
      return null;
    }
    return mixed ? fitted(value, inclusive, mode) : new End(column, value, inclusive);
  }

  private @Nullable End fitted(Object value, boolean inclusive, RoundingMode mode) {
    return switch (column) {
      case REAL, DOUBLE -> new End(TypeKind.DOUBLE, ((Number) value).doubleValue(), inclusive);
      case NUMERIC -> numericEnd((Number) value, inclusive, mode);
      case CHAR -> new End(column, ((String) value).replaceFirst(" +$", ""), inclusive);
      default -> integerEnd((Number) value, inclusive, mode);
    };
  }

  private static @Nullable End numericEnd(Number value, boolean inclusive, RoundingMode mode) {
    if (value instanceof Long number) {
      return new End(TypeKind.NUMERIC, BigDecimal.valueOf(number), inclusive);
    }
    double number = value.doubleValue();
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      boolean beyond = number < 0 == (mode == RoundingMode.CEILING);
      return beyond ? new End(TypeKind.NUMERIC, hugeAs(number), true) : null;
    }
    return new End(TypeKind.NUMERIC, new BigDecimal(number), inclusive);
  }

  /** Beyond every numeric. */
  private static BigDecimal hugeAs(double number) {
    return new BigDecimal(number < 0 ? "-1E200000" : "1E200000");
  }

  private @Nullable End integerEnd(Number value, boolean inclusive, RoundingMode mode) {
    boolean lower = mode == RoundingMode.CEILING;
    double approximate = value.doubleValue();
    if (Double.isNaN(approximate) || Double.isInfinite(approximate)) {
      boolean above = Double.isNaN(approximate) || approximate > 0;
      return lower == above ? null : new End(column, above ? Long.MAX_VALUE : Long.MIN_VALUE, true);
    }
    BigDecimal exact = value instanceof BigDecimal decimal ? decimal : new BigDecimal(approximate);
    BigDecimal whole = exact.setScale(0, mode);
    if (whole.compareTo(LONG_MAX) > 0) {
      return lower ? null : new End(column, Long.MAX_VALUE, true);
    }
    if (whole.compareTo(LONG_MIN) < 0) {
      return lower ? new End(column, Long.MIN_VALUE, true) : null;
    }
    boolean moved = whole.compareTo(exact) != 0;
    return new End(column, whole.longValue(), inclusive || moved);
  }
}
