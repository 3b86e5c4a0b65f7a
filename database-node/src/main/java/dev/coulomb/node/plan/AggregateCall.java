package dev.coulomb.node.plan;

import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate.
 *
 * @param arguments over the input; of a {@link AggregatePhase#FINAL} one: the columns of its state
 * @param distinct only different arguments count; never split into phases
 * @param filter rows for which this is not true do not count
 * @param type of the result
 * @param order in which the rows are taken, over the arguments, of which the last may be there for
 *     that only; none: as they come. Never split into phases
 */
public record AggregateCall(
    AggregateFunction function,
    List<Expression> arguments,
    boolean distinct,
    @Nullable Expression filter,
    SqlType type,
    List<SortKey> order) {
  /** Over rows as they come. */
  public AggregateCall(
      AggregateFunction function,
      List<Expression> arguments,
      boolean distinct,
      @Nullable Expression filter,
      SqlType type) {
    this(function, arguments, distinct, filter, type, List.of());
  }
}
