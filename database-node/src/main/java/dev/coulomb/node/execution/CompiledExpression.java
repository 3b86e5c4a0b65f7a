package dev.coulomb.node.execution;

import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.execution.expression.ExpressionCompiler;
import dev.coulomb.node.plan.Expression;
import org.jspecify.annotations.Nullable;

/** An expression, ready to be evaluated. Immutable, shared by threads. */
public final class CompiledExpression {
  private final Evaluator evaluator;

  private CompiledExpression(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  public static CompiledExpression compile(Expression expression) {
    return new CompiledExpression(ExpressionCompiler.compile(expression));
  }

  /**
   * The value for a row (an empty one where the expression is over parameters only). Fails with the
   * {@code SqlError} of the operation that cannot be done.
   */
  public @Nullable Object evaluate(@Nullable Object[] row, ExecutionContext context) {
    return evaluator.evaluate(row, context);
  }
}
