package dev.coulomb.node.plan.stored;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.catalog.computed.Scalar;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an index or a materialized view computes, as the tree that it is: another version of the
 * planner must not change it. Each is an object with {@code type} and one of
 *
 * <pre>
 * literal                    the value, see {@link StoredValue}
 * column                     number: ordinal in the row
 * call, arguments            text: name of the {@link Function}; its arguments
 * cast, assignment           what is cast; whether as an assignment does
 * case [, else]              list of {when, then}
 * in, options                what is looked for; among which
 * </pre>
 */
public final class StoredExpression {
  /** Levels; a level is two of JSON. What is planned is hardly ever deeper than ten. */
  private static final int DEPTH_MAX = 500;

  private StoredExpression() {}

  /** 54001 when it is nested too deeply to be kept. */
  public static void checkDepth(Scalar value) {
    if (!isWithin(expression(value), DEPTH_MAX)) {
      throw new SqlError(SqlState.STATEMENT_TOO_COMPLEX, "what is computed is nested too deeply")
          .with("limit", DEPTH_MAX);
    }
  }

  private static boolean isWithin(Expression value, int depth) {
    return depth > 0 && value.parts().stream().allMatch(part -> isWithin(part, depth - 1));
  }

  private static Expression expression(Scalar value) {
    if (!(value instanceof Expression expression)) {
      throw new Invariant.Broken("what the schema computes can be planned");
    }
    return expression;
  }

  static void write(Scalar value, ObjectNode to) {
    Expression expression = expression(value);
    to.put("type", StoredType.text(expression.type()));
    switch (expression) {
      case Expression.Literal(Object constant, SqlType type) ->
          StoredValue.write(type.kind(), constant, to, "literal");
      case Expression.Column column -> to.put("column", column.index());
      case Expression.Call call -> {
        to.put("call", call.function().name());
        write(call.arguments(), to.putArray("arguments"));
      }
      case Expression.Cast cast -> {
        write(cast.operand(), to.putObject("cast"));
        to.put("assignment", cast.assignment());
      }
      case Expression.Case branches -> {
        ArrayNode whens = to.putArray("case");
        for (Expression.When when : branches.whens()) {
          ObjectNode branch = whens.addObject();
          write(when.condition(), branch.putObject("when"));
          write(when.result(), branch.putObject("then"));
        }
        Expression otherwise = branches.otherwise();
        if (otherwise != null) {
          write(otherwise, to.putObject("else"));
        }
      }
      case Expression.InList list -> {
        write(list.operand(), to.putObject("in"));
        write(list.options(), to.putArray("options"));
      }
      case Expression.Parameter parameter -> throw notOfTheRow();
      case Expression.OfSequence sequence -> throw notOfTheRow();
      case Expression.SystemCall call -> throw notOfTheRow();
    }
  }

  private static void write(List<Expression> values, ArrayNode to) {
    values.forEach(value -> write(value, to.addObject()));
  }

  private static Invariant.Broken notOfTheRow() {
    return new Invariant.Broken("what the schema computes depends on the row alone");
  }

  static Expression read(Fields from) throws CatalogFormatException {
    SqlType type = StoredType.read(from, "type");
    if (from.has("literal")) {
      return new Expression.Literal(StoredValue.read(type.kind(), from, "literal"), type);
    }
    if (from.has("column")) {
      return new Expression.Column(from.integer("column"), type);
    }
    if (from.has("call")) {
      Function function = from.constant("call", Function.class);
      return new Expression.Call(function, from.objects("arguments", StoredExpression::read), type);
    }
    if (from.has("cast")) {
      return new Expression.Cast(
          from.object("cast", StoredExpression::read), type, from.truth("assignment"));
    }
    if (from.has("case")) {
      @Nullable Expression otherwise = from.objectOrNull("else", StoredExpression::read);
      return new Expression.Case(from.objects("case", StoredExpression::when), otherwise, type);
    }
    return new Expression.InList(
        from.object("in", StoredExpression::read),
        from.objects("options", StoredExpression::read),
        type);
  }

  private static Expression.When when(Fields from) throws CatalogFormatException {
    return new Expression.When(
        from.object("when", StoredExpression::read), from.object("then", StoredExpression::read));
  }
}
