package dev.coulomb.node.planner.change;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.planner.Expressions;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** What {@code RETURNING} gives, over the columns of a row of the table. */
record Returning(List<Expression> expressions, List<OutputColumn> columns) {
  private static final Returning NOTHING = new Returning(List.of(), List.of());

  static Returning of(
      QueryPlanner queries,
      Parameters parameters,
      Table table,
      @Nullable SqlIdentifier alias,
      SqlNodeList items) {
    if (items.isEmpty()) {
      return NOTHING;
    }
    SqlNode from = RowQuery.table(table, RowQuery.name(table, alias));
    QueryPlanner.Optimised given = queries.optimise(RowQuery.select(items, from, null));
    parameters.learn(given);
    List<SqlType> types = table.columns().stream().map(column -> column.type()).toList();
    List<Expression> expressions =
        new Expressions(
                queries.rex(),
                queries.routines(),
                parameters.types(given.parameters().size()),
                types)
            .all(RowShape.required(given.tree()).projects());
    return new Returning(expressions, columns(given.names(), expressions));
  }

  static List<OutputColumn> columns(List<String> names, List<Expression> expressions) {
    List<OutputColumn> columns = new ArrayList<>();
    for (int i = 0; i < expressions.size(); i++) {
      columns.add(new OutputColumn(names.get(i), expressions.get(i).type(), 0, 0));
    }
    return columns;
  }
}
