package dev.coulomb.node.planner.change;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.planner.Schemas;
import dev.coulomb.node.planner.query.Copies;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;

/** The names of what a statement changes: its table, and the columns. */
final class Targets {
  private Targets() {}

  static Table table(Catalog catalog, SqlIdentifier name) {
    List<String> names = name.names;
    if (names.size() > 1 && !names.get(names.size() - 2).equals(Schemas.PUBLIC)) {
      throw new SqlError(SqlState.UNDEFINED_TABLE, "the table does not exist or is not yours")
          .with("table", name.toString());
    }
    String relation = names.get(names.size() - 1);
    if (catalog.views().find(relation).isPresent()) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "the rows of a view cannot be changed")
          .with("view", relation)
          .hint("Change the table that it reads.");
    }
    return catalog.table(relation);
  }

  /** The ordinal of a column that is named; 42703. */
  static int column(Table table, SqlIdentifier name) {
    String column = name.names.get(name.names.size() - 1);
    int ordinal = table.ordinal(column);
    if (ordinal < 0) {
      throw new SqlError(SqlState.UNDEFINED_COLUMN, "the column does not exist")
          .with("column", column)
          .with("table", table.name());
    }
    return ordinal;
  }

  /** A column and its new value, as written. */
  record NewValue(int column, SqlNode value) {}

  /** What SET says, column by column. The partition column of a row stays what it is. */
  static List<NewValue> newValues(Table table, List<Statement.SetClause> set) {
    List<NewValue> all = new ArrayList<>();
    for (Statement.SetClause clause : set) {
      List<SqlNode> values = values(clause);
      for (int i = 0; i < values.size(); i++) {
        int column = assignable(table, (SqlIdentifier) clause.columns().get(i));
        if (all.stream().anyMatch(other -> other.column() == column)) {
          throw new SqlError(SqlState.SYNTAX_ERROR, "multiple assignments to same column")
              .with("column", table.column(column).name());
        }
        Identities.checkSet(table.column(column), values.get(i));
        all.add(new NewValue(column, values.get(i)));
      }
    }
    return all;
  }

  private static int assignable(Table table, SqlIdentifier name) {
    int ordinal = column(table, name);
    if (ordinal == table.partitionColumn()) {
      throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED, "the partition column of a row cannot be changed")
          .with("column", table.column(ordinal).name())
          .hint("Delete the row and insert it again.");
    }
    return ordinal;
  }

  /** One value for each column; of a query, a query for each of its columns. */
  private static List<SqlNode> values(Statement.SetClause clause) {
    int columns = clause.columns().size();
    SqlNodeList values = clause.values();
    boolean query = values.size() == 1 && values.get(0).isA(SqlKind.QUERY);
    if (columns > 1 && query) {
      return queries(values.get(0), columns);
    }
    if (values.size() != columns) {
      throw columnsDiffer();
    }
    return List.copyOf(values);
  }

  private static List<SqlNode> queries(SqlNode query, int columns) {
    if (!(query instanceof SqlSelect select)) {
      throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED, "a query that sets several columns is a plain SELECT")
          .hint("Put it into a derived table: (SELECT a, b FROM (…) AS t).");
    }
    if (select.getSelectList().size() != columns) {
      throw columnsDiffer();
    }
    List<SqlNode> queries = new ArrayList<>();
    for (SqlNode item : select.getSelectList()) {
      SqlSelect one = (SqlSelect) Copies.of(select);
      one.setSelectList(SqlNodeList.of(Copies.of(item)));
      queries.add(one);
    }
    return queries;
  }

  private static SqlError columnsDiffer() {
    return new SqlError(SqlState.SYNTAX_ERROR, "number of columns does not match number of values");
  }
}
