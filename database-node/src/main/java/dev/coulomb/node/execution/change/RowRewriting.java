package dev.coulomb.node.execution.change;

import dev.coulomb.node.execution.expression.Evaluation;
import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.execution.expression.ExpressionCompiler;
import dev.coulomb.node.plan.Plan;
import org.jspecify.annotations.Nullable;

/** Makes rows of a table rows of its next definition. Immutable, shared by threads. */
public final class RowRewriting {
  private final Evaluator[] values;
  private final RowRules rules;

  private RowRewriting(Plan.RowRewrite rewrite) {
    this.values =
        rewrite.values().stream().map(ExpressionCompiler::compile).toArray(Evaluator[]::new);
    this.rules = new RowRules(rewrite.after(), rewrite.checks());
  }

  public static RowRewriting compile(Plan.RowRewrite rewrite) {
    return new RowRewriting(rewrite);
  }

  /** Whether rows change; else they are only looked at. */
  public boolean changesRows() {
    return values.length > 0;
  }

  /** What a row becomes; 23502 or 23514 when the next definition does not allow it. */
  public @Nullable Object[] rewritten(@Nullable Object[] row, Evaluation evaluation) {
    @Nullable Object[] next = row;
    if (changesRows()) {
      next = new @Nullable Object[values.length];
      for (int i = 0; i < values.length; i++) {
        next[i] = values[i].evaluate(row, evaluation);
      }
    }
    rules.check(next, evaluation);
    return next;
  }
}
