package dev.coulomb.node.planner.change;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Drawing.Identity;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.sql.Statement.Overriding;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Who numbers the rows of an identity column: the database, or the statement. */
final class Identities {
  private Identities() {}

  /** The rows of {@code VALUES}, with DEFAULT where the database has its way. */
  static List<List<SqlNode>> values(
      Table table, List<Integer> targets, Overriding overriding, List<List<SqlNode>> tuples) {
    if (table.columns().stream().noneMatch(column -> column.drawing().isIdentity())) {
      return tuples;
    }
    List<List<SqlNode>> rows = new ArrayList<>();
    for (List<SqlNode> tuple : tuples) {
      List<SqlNode> row = new ArrayList<>();
      for (int i = 0; i < tuple.size(); i++) {
        SqlNode node = tuple.get(i);
        boolean ignored =
            i < targets.size()
                && node.getKind() != SqlKind.DEFAULT
                && isIgnored(table.column(targets.get(i)), overriding);
        row.add(ignored ? SqlStdOperatorTable.DEFAULT.createCall(node.getParserPosition()) : node);
      }
      rows.add(row);
    }
    return rows;
  }

  /** The columns that a query fills, with -1 where what it gives is ignored. */
  static List<Integer> columns(Table table, List<Integer> targets, Overriding overriding) {
    return targets.stream()
        .map(column -> isIgnored(table.column(column), overriding) ? -1 : column)
        .toList();
  }

  private static boolean isIgnored(Column column, Overriding overriding) {
    Identity identity = column.drawing().identity();
    if (identity == Identity.ALWAYS && overriding == Overriding.NONE) {
      throw new SqlError(
              SqlState.GENERATED_ALWAYS, "cannot insert a non-DEFAULT value into the column")
          .with("column", column.name())
          .hint("Use OVERRIDING SYSTEM VALUE to override GENERATED ALWAYS.");
    }
    return identity != Identity.NONE && overriding == Overriding.USER;
  }

  /** Refuses what {@code SET} says of a column that only the database numbers. */
  static void checkSet(Column column, SqlNode value) {
    if (column.drawing().identity() == Identity.ALWAYS && value.getKind() != SqlKind.DEFAULT) {
      throw new SqlError(SqlState.GENERATED_ALWAYS, "the column can only be updated to DEFAULT")
          .with("column", column.name());
    }
  }
}
