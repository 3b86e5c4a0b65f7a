package dev.coulomb.node.execution.expression;

import dev.coulomb.node.plan.AggregateCall;
import dev.coulomb.node.types.Interval;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** The arithmetic of aggregates. */
public final class Aggregates {
  private Aggregates() {}

  /** Fails with 22003 on overflow. */
  public static long plus(long sum, long value) {
    return Arithmetic.plus(sum, value);
  }

  /** Fails with 22003 on overflow. */
  public static double plus(double sum, double value) {
    return Arithmetic.sum(sum, value, sum + value);
  }

  /** Fails with 22003 on overflow. */
  public static float plus(float sum, float value) {
    return (float) Arithmetic.sum(sum, value, sum + value);
  }

  public static Interval plus(Interval sum, Interval value) {
    return TemporalMath.sum(sum, value);
  }

  /** A sum by a count (≥ 1), in the kind of the sum. */
  public static Object average(Object sum, long count) {
    return switch (sum) {
      case BigDecimal number -> NumericMath.divide(number, BigDecimal.valueOf(count));
      case Double number -> number / count;
      case Interval interval -> TemporalMath.divide(interval, count);
      default -> throw new IllegalStateException("not a sum: " + sum.getClass());
    };
  }

  /** Variance, or its root, from the sums of the values and of their squares. */
  public static BigDecimal deviation(
      long count, BigDecimal sum, BigDecimal squares, boolean sample, boolean root) {
    BigDecimal n = BigDecimal.valueOf(count);
    BigDecimal spread = n.multiply(squares).subtract(sum.multiply(sum));
    if (spread.signum() <= 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal pairs = n.multiply(sample ? BigDecimal.valueOf(count - 1) : n);
    int scale = NumericMath.divisionScale(spread, pairs);
    BigDecimal variance = spread.divide(pairs, scale, RoundingMode.HALF_UP);
    return root ? NumericMath.sqrt(variance, scale) : variance;
  }

  /** A text argument; null is empty. */
  public static String text(@Nullable Object value) {
    return value == null ? "" : (String) value;
  }

  /** The error of an aggregate over a type that it does not take. */
  public static SqlError undefined(AggregateCall call) {
    return new SqlError(SqlState.UNDEFINED_FUNCTION, "the aggregate does not take this type")
        .with("function", call.function())
        .with("type", call.type());
  }
}
