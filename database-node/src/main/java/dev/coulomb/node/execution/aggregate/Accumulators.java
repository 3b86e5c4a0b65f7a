package dev.coulomb.node.execution.aggregate;

import dev.coulomb.node.execution.WorkMemory;
import dev.coulomb.node.execution.expression.Aggregates;
import dev.coulomb.node.execution.expression.ValueOrder;
import dev.coulomb.node.plan.AggregateCall;
import dev.coulomb.node.plan.AggregatePhase;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.TypeKind;
import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The accumulators that count, choose and collect; sums are in {@link Sums}. */
public final class Accumulators {
  private Accumulators() {}

  /** What makes the accumulators of a call, one for each group. */
  public static Function<WorkMemory.Held, Accumulator> factory(
      AggregateCall call, AggregatePhase phase) {
    boolean last = phase == AggregatePhase.FINAL;
    return switch (call.function()) {
      case COUNT -> last ? memory -> new CountOfCounts() : memory -> new Count();
      case SUM -> Sums.sum(call);
      case AVG -> Sums.average(call, last);
      case MIN -> extreme(call, false);
      case MAX -> extreme(call, true);
      case BOOL_AND -> memory -> new Truth(true);
      case BOOL_OR -> memory -> new Truth(false);
      case STRING_AGG -> call.type().kind() == TypeKind.BYTEA ? Bytes::new : Text::new;
      case STDDEV_SAMP -> Sums.deviation(call, true, true);
      case STDDEV_POP -> Sums.deviation(call, false, true);
      case VAR_SAMP -> Sums.deviation(call, true, false);
      case VAR_POP -> Sums.deviation(call, false, false);
      case SINGLE_VALUE -> memory -> new First(true);
      case ANY_VALUE -> memory -> new First(false);
    };
  }

  private static Function<WorkMemory.Held, Accumulator> extreme(
      AggregateCall call, boolean greatest) {
    if (call.type().kind().isLong()) {
      return memory -> new LongExtreme(greatest);
    }
    Comparator<Object> order = ValueOrder.of(call.type().kind());
    Comparator<Object> wanted = greatest ? order : order.reversed();
    return memory -> new Extreme(wanted);
  }

  private static final class Count implements Accumulator {
    private long count;

    @Override
    public void add(@Nullable Object[] arguments) {
      count++;
    }

    @Override
    public void addLong(long value) {
      count++;
    }

    @Override
    public void addDouble(double value) {
      count++;
    }

    @Override
    public Object result() {
      return count;
    }
  }

  private static final class CountOfCounts implements Accumulator {
    private long count;

    @Override
    public void add(@Nullable Object[] arguments) {
      Object partial = arguments[0];
      count += partial == null ? 0 : (Long) partial;
    }

    @Override
    public Object result() {
      return count;
    }
  }

  private static final class Extreme implements Accumulator {
    private final Comparator<Object> order;
    private @Nullable Object best;

    Extreme(Comparator<Object> order) {
      this.order = order;
    }

    @Override
    public void add(@Nullable Object[] arguments) {
      Object value = arguments[0];
      if (value != null && (best == null || order.compare(value, best) > 0)) {
        best = value;
      }
    }

    @Override
    public @Nullable Object result() {
      return best;
    }
  }

  private static final class LongExtreme implements Accumulator {
    private final boolean greatest;
    private long best;
    private boolean any;

    LongExtreme(boolean greatest) {
      this.greatest = greatest;
    }

    @Override
    public void add(@Nullable Object[] arguments) {
      Object value = arguments[0];
      if (value != null) {
        addLong((Long) value);
      }
    }

    @Override
    public void addLong(long value) {
      if (!any || (greatest ? value > best : value < best)) {
        best = value;
        any = true;
      }
    }

    @Override
    public @Nullable Object result() {
      return any ? (Long) best : null;
    }
  }

  private static final class Truth implements Accumulator {
    private final boolean all;
    private @Nullable Boolean truth;

    Truth(boolean all) {
      this.all = all;
    }

    @Override
    public void add(@Nullable Object[] arguments) {
      Boolean value = (Boolean) arguments[0];
      if (value != null) {
        truth =
            truth == null ? value : all ? (Boolean) (truth && value) : (Boolean) (truth || value);
      }
    }

    @Override
    public @Nullable Object result() {
      return truth;
    }
  }

  private static final class First implements Accumulator {
    private final boolean single;
    private boolean seen;
    private @Nullable Object value;

    First(boolean single) {
      this.single = single;
    }

    @Override
    public void add(@Nullable Object[] arguments) {
      if (seen && single) {
        throw new SqlError(
            SqlState.CARDINALITY_VIOLATION,
            "more than one row returned by a subquery used as an expression");
      }
      if (!seen || value == null) {
        value = arguments[0];
      }
      seen = true;
    }

    @Override
    public @Nullable Object result() {
      return value;
    }
  }

  private static final class Text implements Accumulator {
    private final WorkMemory.Held memory;
    private @Nullable StringBuilder text;

    Text(WorkMemory.Held memory) {
      this.memory = memory;
    }

    @Override
    public void add(@Nullable Object[] arguments) {
      String value = Aggregates.text(arguments[0]);
      StringBuilder out = text;
      if (out == null) {
        out = new StringBuilder();
        text = out;
      } else if (arguments.length > 1 && arguments[1] != null) {
        out.append(Aggregates.text(arguments[1]));
      }
      out.append(value);
      memory.take(2L * value.length() + 2);
    }

    @Override
    public @Nullable Object result() {
      return text == null ? null : text.toString();
    }
  }

  private static final class Bytes implements Accumulator {
    private final WorkMemory.Held memory;
    private @Nullable ByteArrayOutputStream bytes;

    Bytes(WorkMemory.Held memory) {
      this.memory = memory;
    }

    @Override
    public void add(@Nullable Object[] arguments) {
      byte[] value = (byte[]) arguments[0];
      ByteArrayOutputStream out = bytes;
      if (out == null) {
        out = new ByteArrayOutputStream();
        bytes = out;
      } else if (arguments.length > 1 && arguments[1] != null) {
        out.writeBytes((byte[]) arguments[1]);
      }
      if (value != null) {
        out.writeBytes(value);
        memory.take(value.length);
      }
    }

    @Override
    public @Nullable Object result() {
      return bytes == null ? null : bytes.toByteArray();
    }
  }
}
