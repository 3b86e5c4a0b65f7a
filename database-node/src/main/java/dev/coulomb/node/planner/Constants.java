package dev.coulomb.node.planner;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.types.Coercion;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;

/** Values that are known before a row is seen: quoted constants, and queries of no table. */
final class Constants {
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

  static List<Expression> of(QueryPlanner.Optimised optimised, RexBuilder rex, Routines routines) {
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
