package dev.coulomb.node.execution.change;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.expression.Evaluation;
import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.execution.expression.ExpressionCompiler;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every row of a table must meet. Immutable. */
public final class RowRules {
  private final Table table;
  private final String[] constraints;
  private final Evaluator[] conditions;

  public RowRules(Table table, List<Plan.Check> checks) {
    this.table = table;
    this.constraints = checks.stream().map(Plan.Check::constraint).toArray(String[]::new);
    this.conditions =
        checks.stream()
            .map(check -> ExpressionCompiler.compile(check.condition()))
            .toArray(Evaluator[]::new);
  }

  public Table table() {
    return table;
  }

  /** Refuses a row that the table cannot hold: 23502, 23514. */
  public void check(@Nullable Object[] row, Evaluation evaluation) {
    checkNulls(row);
    for (int i = 0; i < conditions.length; i++) {
      // What is not known passes.
      if (Boolean.FALSE.equals(conditions[i].evaluate(row, evaluation))) {
        throw new SqlError(
                SqlState.CHECK_VIOLATION, "new row for relation violates check constraint")
            .with("table", table.name())
            .with("constraint", constraints[i]);
      }
    }
  }

  /** Refuses nulls that may not be: 23502. */
  public void checkNulls(@Nullable Object[] row) {
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
