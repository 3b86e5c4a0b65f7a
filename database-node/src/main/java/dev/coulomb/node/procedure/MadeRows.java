package dev.coulomb.node.procedure;

import dev.coulomb.node.execution.WorkMemory;
import dev.coulomb.procedure.Row;
import dev.coulomb.procedure.RowList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that a procedure makes to return them; it cannot read them. */
final class MadeRows implements RowList {
  private final List<String> columns;
  private final WorkMemory.Held memory;
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  /**
   * @param memory of the call, which its rows count against
   */
  MadeRows(List<String> columns, WorkMemory.Held memory) {
    this.columns = columns;
    this.memory = memory;
  }

  /** The rows, as the procedure gave them. */
  List<@Nullable Object[]> values() {
    return rows;
  }

  @Override
  public RowList add(@Nullable Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          "a row has %d values, not %d".formatted(columns.size(), values.length));
    }
    memory.take(WorkMemory.bytesOf(values));
    rows.add(values.clone());
    return this;
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public long changed() {
    return 0;
  }

  @Override
  public Row get(int index) {
    throw notRead();
  }

  @Override
  public Row first() {
    throw notRead();
  }

  @Override
  public Iterator<Row> iterator() {
    throw notRead();
  }

  private static UnsupportedOperationException notRead() {
    return new UnsupportedOperationException("rows that a procedure made are only returned");
  }
}
