package dev.coulomb.node.planner;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.types.Coercion;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import dev.coulomb.node.types.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/** Values that are known before a row is seen: quoted constants, and queries of no table. */
public final class Constants {
  private Constants() {}

  /** A quoted text as a value of a type; in the session's time zone only when it is run. */
  static Expression read(Expression text, SqlType type) {
    if (text instanceof Expression.Literal literal && type.kind() != TypeKind.TIMESTAMPTZ) {
      Object value = literal.value();
      return new Expression.Literal(
          value == null
              ? null
              : type.kind() == TypeKind.CHAR
                  ? Coercion.cast(type, value)
                  : TextFormat.parse(type, (String) value),
          type);
    }
    return new Expression.Cast(text, type, false);
  }

  /** A constant by the column's type; null for what has to be computed. */
  public static @Nullable Expression constant(SqlNode node, SqlType type) {
    if (node instanceof SqlCall call
        && call.getKind() == SqlKind.MINUS_PREFIX
        && call.operand(0) instanceof SqlNumericLiteral number) {
      return constant(number(number).negate(), type);
    }
    if (node instanceof SqlCall cast
        && cast.operandCount() == 2
        && cast.operand(0) instanceof SqlCharStringLiteral text
        && cast.operand(1) instanceof SqlDataTypeSpec spec
        && (cast.getKind() == SqlKind.CAST
            || cast.getOperator().equals(SqlLibraryOperators.INFIX_CAST))) {
      return constant(text, TypeNames.of(spec), type);
    }
    if (!(node instanceof SqlLiteral literal)) {
      return null;
    }
    if (literal.getValue() == null) {
      return new Expression.Literal(null, type);
    }
    if (literal instanceof SqlNumericLiteral number) {
      return constant(number(number), type);
    }
    if (literal.getValue() instanceof NlsString text) {
      Object value = TextFormat.parse(type, text.getValue());
      // A timestamp with time zone means the session's zone: only known when it is run.
      return switch (type.kind()) {
        case TIMESTAMPTZ ->
            Expressions.assigned(new Expression.Literal(text.getValue(), SqlType.TEXT), type);
        default -> new Expression.Literal(value, type);
      };
    }
    return literal.getValue() instanceof Boolean truth
        ? Expressions.assigned(new Expression.Literal(truth, SqlType.BOOLEAN), type)
        : null;
  }

  /** A constant that says its type; null where the type restricts it. */
  private static @Nullable Expression constant(
      SqlCharStringLiteral text, SqlType said, SqlType type) {
    String value = text.getValueAs(String.class);
    return value == null || said.precision() != SqlType.NONE || said.kind() == TypeKind.TIMESTAMPTZ
        ? null
        : Expressions.assigned(new Expression.Literal(TextFormat.parse(said, value), said), type);
  }

  private static BigDecimal number(SqlNumericLiteral literal) {
    BigDecimal value = literal.getValueAs(BigDecimal.class);
    return value == null ? BigDecimal.ZERO : value;
  }

  private static Expression constant(BigDecimal number, SqlType type) {
    boolean whole = number.scale() <= 0 && number.precision() - number.scale() < 19;
    Expression.Literal literal =
        whole
            ? new Expression.Literal(number.longValueExact(), SqlType.BIGINT)
            : new Expression.Literal(number, SqlType.NUMERIC);
    return Expressions.assigned(literal, type);
  }

  public static List<Expression> of(
      QueryPlanner.Optimised optimised, RexBuilder rex, Routines routines) {
    Expressions expressions = new Expressions(rex, routines, optimised.parameters(), List.of());
    if (optimised.tree() instanceof Values values && values.getTuples().size() == 1) {
      List<Expression> row = new ArrayList<>();
      for (RexLiteral literal : values.getTuples().get(0)) {
        row.add(Literals.of(literal));
      }
      return row;
    }
    if (optimised.tree() instanceof Project project && project.getInput() instanceof Values) {
      return expressions.all(project.getProjects());
    }
    throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "VALUES cannot look at tables yet")
        .hint("Use values, parameters and functions; no subqueries.");
  }
}
