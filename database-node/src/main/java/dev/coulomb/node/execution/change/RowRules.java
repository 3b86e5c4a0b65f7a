package dev.coulomb.node.execution.change;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every row of a table must meet. Immutable. */
public final class RowRules {
  private final Table table;

  public RowRules(Table table) {
    this.table = table;
  }

  /** Refuses a row that the table cannot hold: 23502. */
  public void check(@Nullable Object[] row) {
    List<Column> columns = table.columns();
    Invariant.that(row.length == columns.size(), "a row has a value for every column");
    for (int i = 0; i < row.length; i++) {
      if (row[i] == null && !columns.get(i).nullable()) {
        throw new SqlError(
                SqlState.NOT_NULL_VIOLATION, "null value in a column that must not be null")
            .with("table", table.name())
            .with("column", columns.get(i).name());
      }
    }
  }
}
