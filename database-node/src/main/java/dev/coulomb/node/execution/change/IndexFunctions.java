package dev.coulomb.node.execution.change;

import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.catalog.computed.RowFunctions;
import dev.coulomb.node.catalog.computed.Scalar;
import dev.coulomb.node.execution.expression.Evaluation;
import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.execution.expression.ExpressionCompiler;
import dev.coulomb.node.execution.sequence.Draws;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.Expression;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Computes what indexes ask for: of the row alone, so that it is always the same. */
public final class IndexFunctions implements RowFunctions {
  @Override
  public RowFunction compile(Scalar value) {
    if (!(value instanceof Expression expression)) {
      throw new Invariant.Broken("an index computes what can be planned");
    }
    Evaluator evaluator = ExpressionCompiler.compile(expression);
    return row -> evaluator.evaluate(row, RowAlone.INSTANCE);
  }

  /** There is nothing else to be asked: the planner sees to that. */
  private enum RowAlone implements Evaluation {
    INSTANCE;

    @Override
    public @Nullable Object parameter(int index) {
      throw notOfTheRow();
    }

    @Override
    public ZoneId zone() {
      return ZoneOffset.UTC;
    }

    @Override
    public long transactionMicros() {
      throw notOfTheRow();
    }

    @Override
    public double random() {
      throw notOfTheRow();
    }

    @Override
    public UUID randomUuid() {
      throw notOfTheRow();
    }

    @Override
    public Draws draws() {
      throw notOfTheRow();
    }

    @Override
    public Sequence sequence(String name) {
      throw notOfTheRow();
    }

    @Override
    public @Nullable Object systemCall(String function, @Nullable Object[] arguments) {
      throw notOfTheRow();
    }

    private static Invariant.Broken notOfTheRow() {
      return new Invariant.Broken("what an index computes depends on its row alone");
    }
  }
}
