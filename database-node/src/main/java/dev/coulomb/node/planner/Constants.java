package dev.coulomb.node.planner;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;

/** The expressions of a query of one row and no table. */
final class Constants {
  private Constants() {}

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
