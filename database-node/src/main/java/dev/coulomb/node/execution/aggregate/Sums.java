package dev.coulomb.node.execution.aggregate;

import dev.coulomb.node.execution.WorkMemory;
import dev.coulomb.node.execution.expression.Aggregates;
import dev.coulomb.node.plan.AggregateCall;
import dev.coulomb.node.types.Interval;
import java.math.BigDecimal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sums, averages and deviations, in the types and with the scales of PostgreSQL. */
final class Sums {
  private Sums() {}

  static Function<WorkMemory.Held, Accumulator> sum(AggregateCall call) {
    return switch (call.type().kind()) {
      case SMALLINT, INTEGER, BIGINT -> memory -> new LongSum();
      case NUMERIC -> memory -> new ExactSum();
      case REAL -> memory -> new RealSum();
      case DOUBLE -> memory -> new DoubleSum();
      case INTERVAL -> memory -> new IntervalSum();
      default -> throw Aggregates.undefined(call);
    };
  }

  static Function<WorkMemory.Held, Accumulator> average(AggregateCall call, boolean ofStates) {
    return switch (call.type().kind()) {
      case NUMERIC -> memory -> new Average(new ExactSum(), ofStates, Aggregates::average);
      case DOUBLE, REAL -> memory -> new Average(new DoubleSum(), ofStates, Aggregates::average);
      case INTERVAL -> memory -> new Average(new IntervalSum(), ofStates, Aggregates::average);
      default -> throw Aggregates.undefined(call);
    };
  }

  static Function<WorkMemory.Held, Accumulator> deviation(
      AggregateCall call, boolean sample, boolean root) {
    return switch (call.type().kind()) {
      case NUMERIC -> memory -> new ExactDeviation(sample, root);
      case DOUBLE, REAL -> memory -> new DoubleDeviation(sample, root);
      default -> throw Aggregates.undefined(call);
    };
  }

  private static final class LongSum implements Accumulator {
    private long sum;
    private boolean any;

    @Override
    public void add(@Nullable Object[] arguments) {
      Object value = arguments[0];
      if (value != null) {
        addLong((Long) value);
      }
    }

    @Override
    public void addLong(long value) {
      sum = Aggregates.plus(sum, value);
      any = true;
    }

    @Override
    public @Nullable Object result() {
      return any ? (Long) sum : null;
    }
  }

  /** A numeric sum that counts in a long as long as the arguments and their sum fit one. */
  private static final class ExactSum implements Accumulator {
    private long small;
    private @Nullable BigDecimal large;
    private boolean any;

    @Override
    public void add(@Nullable Object[] arguments) {
      Object value = arguments[0];
      if (value == null) {
        return;
      }
      if (value instanceof Long number) {
        addLong(number);
      } else {
        any = true;
        spill((BigDecimal) value);
      }
    }

    @Override
    public void addLong(long value) {
      any = true;
      long sum = small + value;
      if (((small ^ sum) & (value ^ sum)) < 0) {
        spill(BigDecimal.valueOf(small));
        small = value;
      } else {
        small = sum;
      }
    }

    private void spill(BigDecimal value) {
      large = large == null ? value : large.add(value);
    }

    @Override
    public @Nullable Object result() {
      if (!any) {
        return null;
      }
      return large == null ? BigDecimal.valueOf(small) : large.add(BigDecimal.valueOf(small));
    }
  }

  private static final class RealSum implements Accumulator {
    private @Nullable Float sum;

    @Override
    public void add(@Nullable Object[] arguments) {
      Float value = (Float) arguments[0];
      if (value != null) {
        sum = sum == null ? value : (Float) Aggregates.plus(sum, value);
      }
    }

    @Override
    public @Nullable Object result() {
      return sum;
    }
  }

  private static final class DoubleSum implements Accumulator {
    private double sum;
    private boolean any;

    @Override
    public void add(@Nullable Object[] arguments) {
      Object value = arguments[0];
      if (value != null) {
        addDouble(((Number) value).doubleValue());
      }
    }

    @Override
    public void addLong(long value) {
      addDouble(value);
    }

    @Override
    public void addDouble(double value) {
      sum = any ? Aggregates.plus(sum, value) : value;
      any = true;
    }

    @Override
    public @Nullable Object result() {
      return any ? (Double) sum : null;
    }
  }

  private static final class IntervalSum implements Accumulator {
    private @Nullable Interval sum;

    @Override
    public void add(@Nullable Object[] arguments) {
      Interval value = (Interval) arguments[0];
      if (value != null) {
        sum = sum == null ? value : Aggregates.plus(sum, value);
      }
    }

    @Override
    public @Nullable Object result() {
      return sum;
    }
  }

  /** Divides a sum by a count. */
  private interface Division {
    Object apply(Object sum, long count);
  }

  /** A sum and a count; its state is both. */
  private static final class Average implements Accumulator {
    private final Accumulator sum;
    private final boolean ofStates;
    private final Division division;
    private long count;

    Average(Accumulator sum, boolean ofStates, Division division) {
      this.sum = sum;
      this.ofStates = ofStates;
      this.division = division;
    }

    @Override
    public void add(@Nullable Object[] arguments) {
      sum.add(arguments);
      if (ofStates) {
        Object partial = arguments[1];
        count += partial == null ? 0 : (Long) partial;
      } else {
        count++;
      }
    }

    @Override
    public void addLong(long value) {
      sum.addLong(value);
      count++;
    }

    @Override
    public void addDouble(double value) {
      sum.addDouble(value);
      count++;
    }

    @Override
    public @Nullable Object result() {
      Object total = sum.result();
      return total == null || count == 0 ? null : division.apply(total, count);
    }

    @Override
    public void state(@Nullable Object[] row, int at) {
      row[at] = sum.result();
      row[at + 1] = count;
    }
  }

  private static final class ExactDeviation implements Accumulator {
    private final boolean sample;
    private final boolean root;
    private long count;
    private BigDecimal sum = BigDecimal.ZERO;
    private BigDecimal squares = BigDecimal.ZERO;

    ExactDeviation(boolean sample, boolean root) {
      this.sample = sample;
      this.root = root;
    }

    @Override
    public void add(@Nullable Object[] arguments) {
      Object value = arguments[0];
      if (value != null) {
        BigDecimal number =
            value instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) value;
        count++;
        sum = sum.add(number);
        squares = squares.add(number.multiply(number));
      }
    }

    @Override
    public @Nullable Object result() {
      return count <= (sample ? 1 : 0)
          ? null
          : Aggregates.deviation(count, sum, squares, sample, root);
    }
  }

  /** By the recurrence of Youngs and Cramer, as PostgreSQL does. */
  private static final class DoubleDeviation implements Accumulator {
    private final boolean sample;
    private final boolean root;
    private double count;
    private double sum;
    private double squares;

    DoubleDeviation(boolean sample, boolean root) {
      this.sample = sample;
      this.root = root;
    }

    @Override
    public void add(@Nullable Object[] arguments) {
      Object value = arguments[0];
      if (value == null) {
        return;
      }
      double x = ((Number) value).doubleValue();
      count++;
      sum = count == 1 ? x : Aggregates.plus(sum, x);
      if (count > 1) {
        double difference = x * count - sum;
        squares += difference * difference / (count * (count - 1));
      } else if (Double.isNaN(x) || Double.isInfinite(x)) {
        squares = Double.NaN;
      }
    }

    @Override
    public @Nullable Object result() {
      double degrees = sample ? count - 1 : count;
      if (degrees <= 0) {
        return null;
      }
      double variance = squares / degrees;
      return root ? Math.sqrt(variance) : variance;
    }
  }
}
