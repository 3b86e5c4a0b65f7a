package dev.coulomb.node.execution.expression;

import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.Expression;
import org.jspecify.annotations.Nullable;

/** {@code nextval} and its like. */
final class SequenceFunctions {
  private SequenceFunctions() {}

  static Evaluator compile(Expression.Call call, Evaluator[] arguments) {
    return switch (call.function()) {
      case NEXTVAL ->
          (row, e) -> {
            Object named = arguments[0].evaluate(row, e);
            return named == null ? null : (Object) e.draws().next(sequence(named, e));
          };
      case CURRVAL ->
          (row, e) -> {
            Object named = arguments[0].evaluate(row, e);
            return named == null ? null : (Object) e.draws().current(sequence(named, e));
          };
      case LASTVAL -> (row, e) -> e.draws().last();
      case SETVAL -> (row, e) -> set(arguments, row, e);
      default -> throw new Invariant.Broken("a function of sequences is computed");
    };
  }

  private static @Nullable Object set(Evaluator[] arguments, @Nullable Object[] row, Evaluation e) {
    Object named = arguments[0].evaluate(row, e);
    Object value = arguments[1].evaluate(row, e);
    Object called = arguments.length > 2 ? arguments[2].evaluate(row, e) : Boolean.TRUE;
    if (named == null || value == null || called == null) {
      return null;
    }
    return e.draws().set(sequence(named, e), ((Number) value).longValue(), (Boolean) called);
  }

  private static Sequence sequence(Object named, Evaluation e) {
    return named instanceof Sequence known ? known : e.sequence((String) named);
  }
}
