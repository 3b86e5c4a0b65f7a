package dev.coulomb.node.planner.schema;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.planner.Expressions;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.planner.change.RowQuery;
import dev.coulomb.node.planner.change.RowShape;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.sql.SqlNode;

/** Expressions over the columns of one row of a table. */
final class RowExpressions {
  private RowExpressions() {}

  static List<Expression> of(QueryPlanner queries, Table table, List<SqlNode> trees) {
    SqlNode from = RowQuery.table(table, table.name());
    QueryPlanner.Optimised given = queries.optimise(RowQuery.select(trees, from, null));
    if (isGrouped(given.tree())) {
      throw new SqlError(
          SqlState.GROUPING_ERROR, "aggregate functions are not allowed in check constraints");
    }
    List<SqlType> types = table.columns().stream().map(column -> column.type()).toList();
    return new Expressions(queries.rex(), queries.routines(), given.parameters(), types)
        .all(RowShape.required(given.tree()).projects());
  }

  private static boolean isGrouped(RelNode tree) {
    return tree instanceof Aggregate
        || tree.getInputs().stream().anyMatch(RowExpressions::isGrouped);
  }
}
