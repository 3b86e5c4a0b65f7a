package dev.coulomb.node.planner;

import dev.coulomb.node.plan.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The columns that expressions name: collected, or renumbered. */
public final class Columns {
  private Columns() {}

  public static void collect(Expression expression, Set<Integer> into) {
    switch (expression) {
      case Expression.Literal literal -> {}
      case Expression.OfSequence named -> {}
      case Expression.Parameter parameter -> {}
      case Expression.Column column -> into.add(column.index());
      case Expression.Call call -> call.arguments().forEach(a -> collect(a, into));
      case Expression.SystemCall call -> call.arguments().forEach(a -> collect(a, into));
      case Expression.Cast cast -> collect(cast.operand(), into);
      case Expression.InList list -> {
        collect(list.operand(), into);
        list.options().forEach(option -> collect(option, into));
      }
      case Expression.Case branches -> {
        for (Expression.When when : branches.whens()) {
          collect(when.condition(), into);
          collect(when.result(), into);
        }
        Expression otherwise = branches.otherwise();
        if (otherwise != null) {
          collect(otherwise, into);
        }
      }
    }
  }

  /** True when the value is another one for each row of something outside. */
  static boolean namesSlot(Expression expression) {
    return switch (expression) {
      case Expression.Literal literal -> false;
      case Expression.OfSequence named -> false;
      case Expression.Column column -> false;
      case Expression.Parameter parameter -> parameter.index() >= Expression.FIRST_SLOT;
      case Expression.Cast cast -> namesSlot(cast.operand());
      case Expression.Call call -> call.arguments().stream().anyMatch(Columns::namesSlot);
      case Expression.SystemCall call -> call.arguments().stream().anyMatch(Columns::namesSlot);
      case Expression.InList list ->
          namesSlot(list.operand()) || list.options().stream().anyMatch(Columns::namesSlot);
      case Expression.Case branches -> true;
    };
  }

  public static List<Expression> renumber(List<Expression> expressions, IntUnaryOperator number) {
    return expressions.stream().map(e -> renumber(e, number)).toList();
  }

  public static Expression renumber(Expression expression, IntUnaryOperator number) {
    return expression.renumbered(number);
  }

  /** The conjuncts of a condition. */
  public static List<Expression> conjuncts(Expression condition) {
    if (condition instanceof Expression.Call call
        && call.function() == dev.coulomb.node.plan.Function.AND) {
      List<Expression> all = new ArrayList<>();
      call.arguments().forEach(argument -> all.addAll(conjuncts(argument)));
      return all;
    }
    return List.of(condition);
  }

  /** One condition of conjuncts; null of none. */
  public static @Nullable Expression conjunction(List<Expression> conjuncts) {
    return switch (conjuncts.size()) {
      case 0 -> null;
      case 1 -> conjuncts.getFirst();
      default ->
          new Expression.Call(
              dev.coulomb.node.plan.Function.AND,
              conjuncts,
              dev.coulomb.node.types.SqlType.BOOLEAN);
    };
  }
}
