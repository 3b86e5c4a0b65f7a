package dev.coulomb.node.planner.query;

import dev.coulomb.node.plan.AggregateCall;
import dev.coulomb.node.plan.AggregateFunction;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.WindowCall;
import dev.coulomb.node.plan.WindowFrame;
import dev.coulomb.node.plan.WindowFunction;
import dev.coulomb.node.planner.Admission;
import dev.coulomb.node.planner.Aggregates;
import dev.coulomb.node.planner.Relations;
import dev.coulomb.node.planner.typing.CalciteTypes;
import dev.coulomb.node.planner.typing.WindowOperators;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;

/** Calcite's calls over windows as ours. Confined to one planning. */
final class WindowCalls {
  private final Relations relations;
  private final List<SqlType> input;

  WindowCalls(Relations relations, List<SqlType> input) {
    this.relations = relations;
    this.input = input;
  }

  /** A call, with its operands over the windows' input. */
  record Call(RexOver over, List<RexNode> operands) {}

  WindowCall of(Call call, RexWindow window) {
    RexOver over = call.over();
    if (over.isDistinct()) {
      throw new SqlError(
          SqlState.FEATURE_NOT_SUPPORTED, "DISTINCT is not supported for window functions");
    }
    if (over.ignoreNulls()) {
      throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED, "IGNORE NULLS is not supported for window functions")
          .hint("Leave the nulls out by WHERE in a subquery.");
    }
    List<Expression> arguments = relations.expressions(input).all(call.operands());
    WindowFunction function = WindowOperators.meaning(over.getAggOperator());
    SqlType type =
        function == WindowFunction.AGGREGATE
            ? CalciteTypes.computed(over.getType())
            : CalciteTypes.of(over.getType());
    WindowFrame frame = frame(window, function);
    if (function != WindowFunction.AGGREGATE) {
      return new WindowCall(function, null, arguments, frame, type);
    }
    AggregateFunction aggregate = Aggregates.function(over.getAggOperator().getName());
    if (aggregate == AggregateFunction.MIN || aggregate == AggregateFunction.MAX) {
      Admission.checkOrdered(arguments.getFirst().type());
    }
    SqlType result =
        switch (aggregate) {
          case MIN, MAX, ANY_VALUE, SINGLE_VALUE -> arguments.getFirst().type();
          default -> type;
        };
    return new WindowCall(
        function,
        new AggregateCall(aggregate, arguments, false, null, result),
        List.of(),
        frame,
        result);
  }

  private WindowFrame frame(RexWindow window, WindowFunction function) {
    boolean framed =
        switch (function) {
          case FIRST_VALUE, LAST_VALUE, NTH_VALUE, AGGREGATE -> true;
          case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE, LAG, LEAD -> false;
        };
    if (!framed) {
      return WindowFrame.DEFAULT;
    }
    WindowFrame.Bound lower = bound(window.getLowerBound());
    WindowFrame.Bound upper = bound(window.getUpperBound());
    if (!window.isRows() && (lower.offset() != null || upper.offset() != null)) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "RANGE with an offset is not supported")
          .hint("Use ROWS, or join the table with itself on the range.");
    }
    WindowFrame.Exclusion exclusion =
        switch (window.getExclude()) {
          case EXCLUDE_NO_OTHER -> WindowFrame.Exclusion.NO_OTHERS;
          case EXCLUDE_CURRENT_ROW -> WindowFrame.Exclusion.CURRENT_ROW;
          case EXCLUDE_GROUP -> WindowFrame.Exclusion.GROUP;
          case EXCLUDE_TIES -> WindowFrame.Exclusion.TIES;
        };
    return new WindowFrame(window.isRows(), lower, upper, exclusion);
  }

  private WindowFrame.Bound bound(RexWindowBound bound) {
    if (bound.isCurrentRow()) {
      return new WindowFrame.Bound(WindowFrame.Edge.CURRENT_ROW, null);
    }
    if (bound.isUnbounded()) {
      return new WindowFrame.Bound(
          bound.isPreceding()
              ? WindowFrame.Edge.UNBOUNDED_PRECEDING
              : WindowFrame.Edge.UNBOUNDED_FOLLOWING,
          null);
    }
    return new WindowFrame.Bound(
        bound.isPreceding() ? WindowFrame.Edge.PRECEDING : WindowFrame.Edge.FOLLOWING,
        relations.constant(bound.getOffset()));
  }
}
