package dev.coulomb.node.execution;

import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.execution.expression.ExpressionCompiler;
import dev.coulomb.node.execution.expression.ValueOrder;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.types.Interval;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a series one after the other; none is kept. */
final class Series {
  private Series() {}

  static Opener compile(Operator.Series series) {
    Evaluator[] bounds =
        OperatorCompiler.expressions(List.of(series.start(), series.stop(), series.step()));
    Expression sum =
        new Expression.Call(
            Function.PLUS,
            List.of(
                new Expression.Column(0, series.type()),
                new Expression.Column(1, series.step().type())),
            series.type());
    Comparator<Object> order = ValueOrder.of(series.type().kind());
    boolean ends = series.type().kind().isInteger();
    Evaluator next = ExpressionCompiler.compile(sum);
    return context -> new Source(bounds, next, order, ends, context);
  }

  private static final class Source implements RowSource {
    private final Evaluator next;
    private final Comparator<Object> order;
    private final boolean endsAtTypesEnd;
    private final ExecutionContext context;
    private final Ticks ticks;
    private final @Nullable Object stop;
    private final int direction;

    /** What is given next, and the step. */
    private final @Nullable Object[] state;

    Source(
        Evaluator[] bounds,
        Evaluator next,
        Comparator<Object> order,
        boolean endsAtTypesEnd,
        ExecutionContext context) {
      @Nullable Object[] values =
          SimpleSources.evaluateAll(bounds, new @Nullable Object[0], context);
      this.next = next;
      this.order = order;
      this.endsAtTypesEnd = endsAtTypesEnd;
      this.context = context;
      this.ticks = new Ticks(context.cancel());
      this.stop = values[1];
      Object step = values[2];
      this.direction = values[0] == null || stop == null || step == null ? 0 : direction(step);
      this.state = new @Nullable Object[] {direction == 0 ? null : values[0], step};
    }

    private static int direction(Object step) {
      int direction =
          switch (step) {
            case Long number -> Long.signum(number);
            case BigDecimal number -> number.signum();
            case Interval interval -> interval.compareTo(new Interval(0, 0, 0));
            default -> 0;
          };
      if (direction == 0) {
        throw new SqlError(SqlState.INVALID_PARAMETER_VALUE, "step size cannot equal zero");
      }
      return direction;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      ticks.tick();
      Object value = state[0];
      Object last = stop;
      if (value == null || last == null || isBeyond(value, last)) {
        close();
        return null;
      }
      state[0] = following();
      return new @Nullable Object[] {value};
    }

    private boolean isBeyond(Object value, Object last) {
      return direction > 0 ? order.compare(value, last) > 0 : order.compare(value, last) < 0;
    }

    /** The value behind this one; null behind the last one that an integer can be. */
    private @Nullable Object following() {
      try {
        return next.evaluate(state, context);
      } catch (SqlError error) {
        if (endsAtTypesEnd && error.state() == SqlState.NUMERIC_VALUE_OUT_OF_RANGE) {
          return null;
        }
        throw error;
      }
    }

    @Override
    public void close() {
      state[0] = null;
    }
  }
}
