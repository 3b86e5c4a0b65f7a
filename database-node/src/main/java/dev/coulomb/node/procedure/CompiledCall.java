package dev.coulomb.node.procedure;

import dev.coulomb.node.execution.CompiledExpression;
import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments and the answer of a call, compiled. Shared by threads. */
public final class CompiledCall {
  private static final Object[] NO_ROW = new Object[0];

  private final List<CompiledExpression> arguments;
  private final List<CompiledExpression> answer;
  private final boolean isAsItComes;
  private final boolean oneRow;

  /** It was once found to take long: it is not run where it holds up others. */
  private volatile boolean isLong;

  private CompiledCall(Plan.CallProcedure plan) {
    this.arguments = plan.arguments().stream().map(CompiledExpression::compile).toList();
    this.answer = plan.body().answer().stream().map(CompiledExpression::compile).toList();
    this.isAsItComes = plan.body().answer().stream().allMatch(Expression.Column.class::isInstance);
    this.oneRow = plan.body().oneRow();
  }

  public static CompiledCall compile(Plan.CallProcedure plan) {
    return new CompiledCall(plan);
  }

  public boolean isLong() {
    return isLong;
  }

  public void tookLong() {
    isLong = true;
  }

  /** The values that the procedure is called with. */
  public @Nullable Object[] arguments(ExecutionContext context) {
    @Nullable Object[] values = new Object[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments.get(i).evaluate(NO_ROW, context);
    }
    return values;
  }

  /** The rows that the caller gets for those of the last statement. */
  public List<@Nullable Object[]> answer(List<@Nullable Object[]> rows, ExecutionContext context) {
    List<@Nullable Object[]> given = oneRow && rows.size() != 1 ? one(rows) : rows;
    if (isAsItComes) {
      return given;
    }
    List<@Nullable Object[]> answers = new ArrayList<>(given.size());
    for (@Nullable Object[] row : given) {
      @Nullable Object[] values = new Object[answer.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = answer.get(i).evaluate(row, context);
      }
      answers.add(values);
    }
    return answers;
  }

  /** The first, or one of nulls. */
  private List<@Nullable Object[]> one(List<@Nullable Object[]> rows) {
    List<@Nullable Object[]> one = new ArrayList<>(1);
    one.add(rows.isEmpty() ? new Object[answer.size()] : rows.getFirst());
    return one;
  }
}
