package dev.coulomb.node.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Expressions over rows whose columns stand elsewhere. */
final class Renumbering {
  private Renumbering() {}

  private static List<Expression> all(List<Expression> expressions, IntUnaryOperator number) {
    return expressions.stream().map(expression -> of(expression, number)).toList();
  }

  static Expression of(Expression expression, IntUnaryOperator number) {
    return switch (expression) {
      case Expression.Literal literal -> literal;
      case Expression.OfSequence named -> named;
      case Expression.Parameter parameter -> parameter;
      case Expression.Column(int index, var type) ->
          new Expression.Column(number.applyAsInt(index), type);
      case Expression.Call(var function, var arguments, var type) ->
          new Expression.Call(function, all(arguments, number), type);
      case Expression.SystemCall(var function, var arguments, var type) ->
          new Expression.SystemCall(function, all(arguments, number), type);
      case Expression.Cast(var operand, var type, var assignment) ->
          new Expression.Cast(of(operand, number), type, assignment);
      case Expression.InList(var operand, var options, var type) ->
          new Expression.InList(of(operand, number), all(options, number), type);
      case Expression.Case branches -> {
        List<Expression.When> whens = new ArrayList<>();
        for (Expression.When when : branches.whens()) {
          whens.add(new Expression.When(of(when.condition(), number), of(when.result(), number)));
        }
        @Nullable Expression otherwise = branches.otherwise();
        yield new Expression.Case(
            whens, otherwise == null ? null : of(otherwise, number), branches.type());
      }
    };
  }

  /** The expressions that an expression is made of. */
  static List<Expression> parts(Expression expression) {
    return switch (expression) {
      case Expression.Literal literal -> List.of();
      case Expression.OfSequence named -> List.of();
      case Expression.Parameter parameter -> List.of();
      case Expression.Column column -> List.of();
      case Expression.Call call -> call.arguments();
      case Expression.SystemCall call -> call.arguments();
      case Expression.Cast cast -> List.of(cast.operand());
      case Expression.InList list -> {
        List<Expression> parts = new ArrayList<>(list.options());
        parts.add(list.operand());
        yield parts;
      }
      case Expression.Case branches -> {
        List<Expression> parts = new ArrayList<>();
        for (Expression.When when : branches.whens()) {
          parts.add(when.condition());
          parts.add(when.result());
        }
        Expression otherwise = branches.otherwise();
        if (otherwise != null) {
          parts.add(otherwise);
        }
        yield parts;
      }
    };
  }
}
