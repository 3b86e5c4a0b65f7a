package dev.coulomb.node.execution.window;

import dev.coulomb.node.execution.CompiledAggregate;
import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.execution.expression.ExpressionCompiler;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.AggregatePhase;
import dev.coulomb.node.plan.WindowCall;
import dev.coulomb.node.plan.WindowFunction;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import org.jspecify.annotations.Nullable;

/** A window function, ready to begin with a partition. Immutable. */
final class CompiledCall {
  private final WindowFunction function;
  private final Evaluator[] arguments;
  private final Frames frames;
  private final @Nullable CompiledAggregate aggregate;

  CompiledCall(WindowCall call) {
    function = call.function();
    arguments =
        call.arguments().stream().map(ExpressionCompiler::compile).toArray(Evaluator[]::new);
    frames = new Frames(call.frame());
    aggregate =
        call.aggregate() == null
            ? null
            : CompiledAggregate.compile(call.aggregate(), AggregatePhase.COMPLETE);
  }

  WindowValues on(WindowRows rows) {
    return switch (function) {
      case ROW_NUMBER -> row -> (long) row + 1;
      case RANK -> row -> (long) rows.peersFrom(row) + 1;
      case DENSE_RANK -> row -> (long) rows.group(row) + 1;
      case PERCENT_RANK ->
          row -> rows.size() == 1 ? 0d : (double) rows.peersFrom(row) / (rows.size() - 1);
      case CUME_DIST -> row -> (double) rows.peersTo(row) / rows.size();
      case NTILE -> ntile(rows);
      case LAG -> row -> beside(rows, row, -1);
      case LEAD -> row -> beside(rows, row, 1);
      case FIRST_VALUE -> framed(rows, (row, frame) -> frame.nth(0));
      case LAST_VALUE -> framed(rows, (row, frame) -> frame.last());
      case NTH_VALUE -> framed(rows, (row, frame) -> nth(rows, row, frame));
      case AGGREGATE -> {
        CompiledAggregate compiled =
            Invariant.present(aggregate, "an aggregate over a window has its call");
        yield new FrameAggregate(compiled, frames.on(rows), rows);
      }
    };
  }

  private @Nullable Object argument(int which, WindowRows rows, int row) {
    return arguments[which].evaluate(rows.row(row), rows.context());
  }

  private WindowValues ntile(WindowRows rows) {
    Long buckets = (Long) argument(0, rows, 0);
    if (buckets == null) {
      return row -> null;
    }
    if (buckets <= 0) {
      throw new SqlError(
          SqlState.INVALID_ARGUMENT_FOR_NTILE, "argument of ntile must be greater than zero");
    }
    long size = rows.size() / buckets;
    long larger = rows.size() % buckets;
    long inLarger = larger * (size + 1);
    return row ->
        row < inLarger ? row / (size + 1) + 1 : larger + (row - inLarger) / Math.max(1, size) + 1;
  }

  /** The value of a row so many rows away; else the default. */
  private @Nullable Object beside(WindowRows rows, int row, int direction) {
    Long distance = arguments.length > 1 ? (Long) argument(1, rows, row) : (Long) 1L;
    if (distance == null) {
      return null;
    }
    boolean near = distance <= rows.size() && distance >= -(long) rows.size();
    long other = near ? row + direction * distance : -1;
    if (other >= 0 && other < rows.size()) {
      return argument(0, rows, (int) other);
    }
    return arguments.length > 2 ? argument(2, rows, row) : null;
  }

  private interface Choice {
    /** A row of the frame, or -1. */
    int of(int row, Frames.On frame);
  }

  private WindowValues framed(WindowRows rows, Choice choice) {
    Frames.On frame = frames.on(rows);
    return row -> {
      frame.move(row);
      int chosen = choice.of(row, frame);
      return chosen < 0 ? null : argument(0, rows, chosen);
    };
  }

  private int nth(WindowRows rows, int row, Frames.On frame) {
    Long n = (Long) argument(1, rows, row);
    if (n == null) {
      return -1;
    }
    if (n <= 0) {
      throw new SqlError(
          SqlState.INVALID_ARGUMENT_FOR_NTH_VALUE,
          "argument of nth_value must be greater than zero");
    }
    return frame.nth(n - 1);
  }
}
