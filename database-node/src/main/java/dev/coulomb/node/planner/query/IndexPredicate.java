package dev.coulomb.node.planner.query;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.computed.Computed;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.planner.AccessChoice;
import dev.coulomb.node.planner.Columns;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether the rows that conditions ask for are all in a partial index. */
public final class IndexPredicate {
  private IndexPredicate() {}

  /**
   * The conditions that every row of the index meets anyway; null when a row that meets all
   * conditions need not be in the index.
   */
  public static @Nullable Set<Expression> implied(Index index, List<Expression> conditions) {
    Computed predicate = index.predicate();
    if (predicate == null) {
      return Set.of();
    }
    if (!(predicate.value() instanceof Expression rows)) {
      return null;
    }
    Set<Expression> met = new HashSet<>();
    for (Expression conjunct : Columns.conjuncts(rows)) {
      if (conditions.contains(conjunct)) {
        met.add(conjunct);
      } else if (conditions.stream().noneMatch(condition -> implies(condition, conjunct))) {
        return null;
      }
    }
    return met;
  }

  private static boolean implies(Expression condition, Expression conjunct) {
    if (!(conjunct instanceof Expression.Call wanted)) {
      return false;
    }
    if (wanted.function() == Function.IS_NOT_NULL) {
      return condition instanceof Expression.Call said
          && isStrict(said.function())
          && said.arguments().stream()
              .anyMatch(part -> AccessChoice.bare(part).equals(wanted.arguments().get(0)));
    }
    return condition instanceof Expression.Call said
        && said.arguments().size() == 2
        && wanted.arguments().size() == 2
        && said.arguments().get(0).equals(wanted.arguments().get(0))
        && said.arguments().get(1) instanceof Expression.Literal here
        && wanted.arguments().get(1) instanceof Expression.Literal there
        && here.value() instanceof Long one
        && there.value() instanceof Long other
        && here.type().kind() == there.type().kind()
        && implies(said.function(), one, wanted.function(), other);
  }

  /** Whether {@code x said one} implies {@code x wanted other}. */
  private static boolean implies(Function said, long one, Function wanted, long other) {
    return switch (wanted) {
      case GREATER ->
          (said == Function.GREATER && one >= other)
              || ((said == Function.EQUAL || said == Function.GREATER_OR_EQUAL) && one > other);
      case GREATER_OR_EQUAL ->
          (said == Function.GREATER && one >= other)
              || ((said == Function.EQUAL || said == Function.GREATER_OR_EQUAL) && one >= other);
      case LESS ->
          (said == Function.LESS && one <= other)
              || ((said == Function.EQUAL || said == Function.LESS_OR_EQUAL) && one < other);
      case LESS_OR_EQUAL ->
          (said == Function.LESS && one <= other)
              || ((said == Function.EQUAL || said == Function.LESS_OR_EQUAL) && one <= other);
      case NOT_EQUAL -> said == Function.EQUAL && one != other;
      default -> false;
    };
  }

  /** Not true of a null. */
  private static boolean isStrict(Function function) {
    return switch (function) {
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, LIKE -> true;
      default -> false;
    };
  }
}
