package dev.coulomb.node.procedure;

import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.procedure.Row;
import dev.coulomb.procedure.Rows;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** What a statement gave, as a procedure reads it. */
final class JavaRows implements Rows {
  private final List<OutputColumn> columns;
  private final Statements.Result result;

  JavaRows(List<OutputColumn> columns, Statements.Result result) {
    this.columns = columns;
    this.result = result;
  }

  SqlType type(int column) {
    return columns.get(column).type();
  }

  int column(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("there is no column of this name: " + name);
  }

  /** The values of the rows, as the node knows them. */
  List<@Nullable Object[]> values() {
    return result.rows();
  }

  @Override
  public int size() {
    return result.rows().size();
  }

  @Override
  public boolean isEmpty() {
    return result.rows().isEmpty();
  }

  @Override
  public Row get(int index) {
    return new JavaRow(this, result.rows().get(index));
  }

  @Override
  public Row first() {
    if (isEmpty()) {
      throw new NoSuchElementException("the statement gave no row");
    }
    return get(0);
  }

  @Override
  public List<String> columns() {
    return columns.stream().map(OutputColumn::name).toList();
  }

  @Override
  public long changed() {
    return result.changed();
  }

  @Override
  public Iterator<Row> iterator() {
    return result.rows().stream().map(row -> (Row) new JavaRow(this, row)).iterator();
  }
}
