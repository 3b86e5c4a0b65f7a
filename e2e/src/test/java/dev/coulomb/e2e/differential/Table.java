package dev.coulomb.e2e.differential;

import java.util.ArrayList;
import java.util.List;

/**
 * A table made at random. Its first columns are its key.
 *
 * @param partition column by whose hash it is partitioned, or empty
 */
record Table(String name, List<Column> columns, int keyColumns, String partition) {
  /** A column as an expression names it. */
  record Column(String name, Kind kind, String type, boolean notNull) {}

  static Table random(String name, Dice dice) {
    List<Column> columns = new ArrayList<>();
    int keys = dice.between(1, 2);
    for (int i = 0; i < keys; i++) {
      columns.add(new Column("k" + i, Kind.INTEGER, dice.word("integer", "bigint"), true));
    }
    int others = dice.between(3, 8);
    for (int i = 0; i < others; i++) {
      Kind kind =
          dice.chance(60)
              ? dice.of(List.of(Kind.values()).subList(0, 7))
              : dice.of(List.of(Kind.values()));
      columns.add(new Column("c" + i, kind, kind.type(dice), dice.chance(15)));
    }
    String partition = dice.chance(60) ? columns.get(dice.between(0, keys - 1)).name() : "";
    return new Table(name, List.copyOf(columns), keys, partition);
  }

  /** CREATE TABLE, for PostgreSQL without the partitions. */
  String create(boolean postgres) {
    StringBuilder sql = new StringBuilder("CREATE TABLE ").append(name).append(" (");
    for (Column column : columns) {
      sql.append(column.name()).append(' ').append(column.type());
      sql.append(column.notNull() ? " NOT NULL, " : ", ");
    }
    sql.append("PRIMARY KEY (");
    sql.append(
        String.join(", ", columns.subList(0, keyColumns).stream().map(Column::name).toList()));
    sql.append("))");
    if (!postgres && !partition.isEmpty()) {
      sql.append(" PARTITION BY HASH (").append(partition).append(')');
    }
    return sql.toString();
  }

  /** An index on columns at random; of every third table none. */
  List<String> indexes(Dice dice) {
    List<String> statements = new ArrayList<>();
    for (Column column : columns.subList(keyColumns, columns.size())) {
      if (column.kind().comparable() && dice.chance(25)) {
        statements.add(
            "CREATE INDEX "
                + name
                + "_"
                + column.name()
                + " ON "
                + name
                + " ("
                + column.name()
                + ")");
      }
    }
    return statements;
  }
}
