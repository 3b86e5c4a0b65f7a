package dev.coulomb.node.plan;

import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import dev.coulomb.node.types.TypeKind;
import java.util.List;
import java.util.stream.Collectors;

/** Expressions as text, for {@code EXPLAIN}: columns of the input are {@code #0 …}. */
final class ExpressionText {
  private ExpressionText() {}

  static String of(List<Expression> expressions) {
    return expressions.stream().map(ExpressionText::of).collect(Collectors.joining(", "));
  }

  static String of(Expression expression) {
    return switch (expression) {
      case Expression.Literal literal -> of(literal);
      case Expression.Parameter parameter ->
          parameter.index() < Expression.FIRST_SLOT
              ? "$" + (parameter.index() + 1)
              : "outer#" + (parameter.index() - Expression.FIRST_SLOT);
      case Expression.Column column -> "#" + column.index();
      case Expression.Call call -> call.function() + "(" + of(call.arguments()) + ")";
      case Expression.OfSequence named -> "'" + Sequence.quoted(named.sequence().name()) + "'";
      case Expression.SystemCall call -> call.function() + "(" + of(call.arguments()) + ")";
      case Expression.Cast cast -> of(cast.operand()) + "::" + cast.type();
      case Expression.InList list -> of(list.operand()) + " in (" + of(list.options()) + ")";
      case Expression.Case branches -> "case(" + branches.whens().size() + ")";
    };
  }

  private static String of(Expression.Literal literal) {
    Object value = literal.value();
    if (value == null || literal.type().kind().isNumeric()) {
      return String.valueOf(value);
    }
    return literal.type().kind() == TypeKind.BOOLEAN
        ? value.toString()
        : "'" + TextFormat.format(SqlType.of(literal.type().kind()), value) + "'";
  }
}
