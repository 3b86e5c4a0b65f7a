package dev.coulomb.node.catalog;

import java.util.List;

/**
 * A foreign key: rows of a table name rows of another, or of the same. By names, which stay true
 * while ids and ordinals change. Immutable.
 *
 * @param name unique among the constraints of its table
 * @param table the table whose rows name others
 * @param columns of that table; a row with a null among them names none
 * @param parent the table that is named
 * @param parentColumns of that table, in the order of {@code columns}: a primary or unique key
 */
public record ForeignKey(
    String name,
    String table,
    List<String> columns,
    String parent,
    List<String> parentColumns,
    Action onDelete,
    Action onUpdate) {
  public ForeignKey {
    columns = List.copyOf(columns);
    parentColumns = List.copyOf(parentColumns);
  }

  /** What becomes of rows when the row they name goes, or gets another key. */
  public enum Action {
    /** An error, unless at the end of the statement there is such a row again. */
    NO_ACTION("NO ACTION"),
    /** An error at once. */
    RESTRICT("RESTRICT"),
    CASCADE("CASCADE"),
    SET_NULL("SET NULL");

    private final String sql;

    Action(String sql) {
      this.sql = sql;
    }

    public String sql() {
      return sql;
    }
  }

  /** True when it may change rows of its table by itself. */
  boolean changesRows() {
    return onDelete == Action.SET_NULL || onUpdate == Action.SET_NULL || onUpdate == Action.CASCADE;
  }

  ForeignKey named(String other) {
    return new ForeignKey(other, table, columns, parent, parentColumns, onDelete, onUpdate);
  }

  /** When a table is called otherwise. */
  ForeignKey tableRenamed(String from, String to) {
    return new ForeignKey(
        name,
        table.equals(from) ? to : table,
        columns,
        parent.equals(from) ? to : parent,
        parentColumns,
        onDelete,
        onUpdate);
  }

  /** When a column of a table is called otherwise. */
  ForeignKey columnRenamed(String of, String from, String to) {
    return new ForeignKey(
        name,
        table,
        table.equals(of) ? renamed(columns, from, to) : columns,
        parent,
        parent.equals(of) ? renamed(parentColumns, from, to) : parentColumns,
        onDelete,
        onUpdate);
  }

  private static List<String> renamed(List<String> columns, String from, String to) {
    return columns.stream().map(column -> column.equals(from) ? to : column).toList();
  }
}
