package dev.coulomb.node.execution;

import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import org.jspecify.annotations.Nullable;

/** OFFSET and LIMIT, over parameters. */
record Bounds(@Nullable Evaluator offsetOf, @Nullable Evaluator limitOf) {
  static final long NO_LIMIT = Long.MAX_VALUE;

  /** Rows to skip; null is none. */
  long offset(ExecutionContext context) {
    Long offset = value(offsetOf, context);
    if (offset != null && offset < 0) {
      throw new SqlError(SqlState.INVALID_ROW_COUNT_IN_OFFSET, "OFFSET must not be negative");
    }
    return offset == null ? 0 : offset;
  }

  /** Rows to give at most; null is {@link #NO_LIMIT}. */
  long limit(ExecutionContext context) {
    Long limit = value(limitOf, context);
    if (limit != null && limit < 0) {
      throw new SqlError(SqlState.INVALID_ROW_COUNT_IN_LIMIT, "LIMIT must not be negative");
    }
    return limit == null ? NO_LIMIT : limit;
  }

  private static @Nullable Long value(@Nullable Evaluator evaluator, ExecutionContext context) {
    if (evaluator == null) {
      return null;
    }
    Object value = evaluator.evaluate(new @Nullable Object[0], context);
    return value == null ? null : ((Number) value).longValue();
  }
}
