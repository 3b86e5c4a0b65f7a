package dev.coulomb.node.execution.expression;

import org.jspecify.annotations.Nullable;

/** A compiled expression. Immutable, shared by threads. */
@FunctionalInterface
public interface Evaluator {
  /** The value for a row; null is SQL's null. Fails with the {@code SqlError} of the operation. */
  @Nullable Object evaluate(@Nullable Object[] row, Evaluation evaluation);

  /** True where the value is true: neither false nor null. */
  default boolean isTrue(@Nullable Object[] row, Evaluation evaluation) {
    return Boolean.TRUE.equals(evaluate(row, evaluation));
  }

  /** A value that is known when the expression is compiled. */
  record Constant(@Nullable Object value) implements Evaluator {
    static final Constant NULL = new Constant(null);

    @Override
    public @Nullable Object evaluate(@Nullable Object[] row, Evaluation evaluation) {
      return value;
    }
  }

  /** A column of the row. */
  record ColumnValue(int index) implements Evaluator {
    @Override
    public @Nullable Object evaluate(@Nullable Object[] row, Evaluation evaluation) {
      return row[index];
    }
  }
}
