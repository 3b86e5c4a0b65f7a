package dev.coulomb.node.planner.view;

import dev.coulomb.node.catalog.View;
import dev.coulomb.node.planner.Schemas;
import dev.coulomb.node.planner.change.RowQuery;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The query that asks for all of a view. */
final class ViewQuery {
  private static final SqlParserPos ZERO = SqlParserPos.ZERO;

  private ViewQuery() {}

  static SqlNode select(View view) {
    List<SqlIdentifier> items =
        view.columns().stream().map(column -> new SqlIdentifier(column.name(), ZERO)).toList();
    SqlNode from = new SqlIdentifier(List.of(Schemas.PUBLIC, view.name()), ZERO);
    return RowQuery.select(items, from, null);
  }
}
