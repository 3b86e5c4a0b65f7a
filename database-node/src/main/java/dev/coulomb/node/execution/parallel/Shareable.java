package dev.coulomb.node.execution.parallel;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.Stores;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.AggregateCall;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.plan.Operator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is worth reading in several partitions at a time, and can be. */
public final class Shareable {
  /** A scan of fewer rows is over before another thread has woken up. */
  private static final long ROWS_MIN = 20_000;

  private Shareable() {}

  /**
   * The table whose rows are read before the operator gives its first, or null: there is nothing to
   * share out, or what is computed depends on what was computed before.
   */
  public static @Nullable Table scanned(Operator operator) {
    return switch (operator) {
      case Operator.Aggregate aggregate -> isPure(aggregate) ? under(aggregate.input()) : null;
      case Operator.Sort sort -> under(sort.input());
      case Operator.FirstRows first -> under(first.input());
      default -> null;
    };
  }

  /** True when there is enough of the table to call other threads. */
  public static boolean isWorthIt(Table table, Stores stores) {
    long rows = 0;
    for (int p = 0; p < stores.partitions() && rows < ROWS_MIN; p++) {
      rows += stores.partition(p).rowCount(table);
    }
    return rows >= ROWS_MIN;
  }

  private static @Nullable Table under(Operator operator) {
    return switch (operator) {
      case Operator.Scan scan -> isWhole(scan) && isPure(scan.filter()) ? scan.table() : null;
      case Operator.Filter filter -> isPure(filter.condition()) ? under(filter.input()) : null;
      case Operator.Project project ->
          isPure(project.expressions()) ? under(project.input()) : null;
      case Operator.HashJoin join ->
          isPure(join.leftKeys()) && isPure(join.rightKeys()) && isPure(join.residual())
              ? either(under(join.left()), under(join.right()))
              : null;
      case Operator.LookupJoin join ->
          isPure(join.residual()) && isPure(join.right().filter()) ? under(join.left()) : null;
      case Operator.Aggregate aggregate -> isPure(aggregate) ? under(aggregate.input()) : null;
      case Operator.FirstRows first -> under(first.input());
      default -> null;
    };
  }

  private static @Nullable Table either(@Nullable Table left, @Nullable Table right) {
    if (left == null || right == null) {
      return null;
    }
    return left.isReplicated() ? right : left;
  }

  /** A range that a comparison alone bounds may hold anything, too. */
  private static boolean isWhole(Operator.Scan scan) {
    return switch (scan.access()) {
      case Access.Full full -> true;
      case Access.KeyRange range -> range.equal().isEmpty();
      case Access.Keys keys -> false;
    };
  }

  private static boolean isPure(Operator.Aggregate aggregate) {
    return isPure(aggregate.keys()) && aggregate.calls().stream().allMatch(Shareable::isPure);
  }

  private static boolean isPure(AggregateCall call) {
    return isPure(call.arguments()) && isPure(call.filter());
  }

  private static boolean isPure(List<Expression> expressions) {
    return expressions.stream().allMatch(Shareable::isPure);
  }

  /** False when it draws numbers: that is for one thread. */
  private static boolean isPure(@Nullable Expression expression) {
    return switch (expression) {
      case null -> true;
      case Expression.SystemCall call -> false;
      case Expression.OfSequence named -> false;
      case Expression.Call call -> !draws(call.function()) && isPure(call.parts());
      default -> isPure(expression.parts());
    };
  }

  private static boolean draws(Function function) {
    return switch (function) {
      case RANDOM, GEN_RANDOM_UUID, NEXTVAL, CURRVAL, LASTVAL, SETVAL -> true;
      default -> false;
    };
  }
}
