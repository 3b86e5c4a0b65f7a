package dev.coulomb.e2e.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Changes of rows at random. */
final class Changes {
  private final Dice dice;
  private final List<Table> tables;
  private final Expressions expressions;

  Changes(Dice dice, List<Table> tables) {
    this.dice = dice;
    this.tables = tables;
    this.expressions = new Expressions(dice);
  }

  Query next() {
    Table table = dice.of(tables);
    String sql =
        switch (dice.between(0, 9)) {
          case 0, 1 -> insert(table);
          case 2 -> insert(table) + conflict(table);
          case 3 -> dice.chance(30) ? insertSeries(table) : insertQuery(table);
          case 4, 5 -> update(table);
          case 6 -> updateFrom(table);
          case 7 -> deleteUsing(table);
          default -> delete(table);
        };
    boolean joined = sql.contains(" AS a ");
    return new Query(sql + (joined ? "" : returning(table)), false);
  }

  /** Rows of which some fail for their key, together. */
  String insert(Table table) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < dice.between(1, 6); i++) {
      rows.add(
          table.columns().stream().map(this::value).collect(Collectors.joining(", ", "(", ")")));
    }
    return "INSERT INTO " + table.name() + " VALUES " + String.join(", ", rows);
  }

  private String conflict(Table table) {
    String keys = " ON CONFLICT (" + names(table.columns().subList(0, table.keyColumns())) + ")";
    if (dice.chance(50)) {
      return keys + " DO NOTHING";
    }
    List<Table.Column> others = table.columns().subList(table.keyColumns(), table.columns().size());
    String set =
        others.stream()
            .map(column -> column.name() + " = excluded." + column.name())
            .collect(Collectors.joining(", "));
    return keys + " DO UPDATE SET " + set;
  }

  private static String names(List<Table.Column> columns) {
    return columns.stream().map(Table.Column::name).collect(Collectors.joining(", "));
  }

  private String insertSeries(Table table) {
    String list =
        table.columns().stream()
            .map(column ->
                column.name().equals("k0") || column.name().equals("k1") ? "g" : value(column))
            .collect(Collectors.joining(", "));
    return "INSERT INTO "
        + table.name()
        + " SELECT "
        + list
        + " FROM generate_series("
        + dice.between(100, 110)
        + ", "
        + dice.between(99, 115)
        + ") g";
  }

  /** A table by its name, or by that of a query in front of the statement. */
  private record Named(String with, String name) {}

  private Named named(Table table) {
    return dice.chance(30)
        ? new Named("WITH w AS (SELECT * FROM " + table.name() + ") ", "w")
        : new Named("", table.name());
  }

  /** Rows of another table under keys of their own, most of the time. */
  private String insertQuery(Table table) {
    Table other = dice.of(tables);
    Named named = named(other);
    Scope scope = Scope.of(other, "a");
    int far = dice.between(1, 9) * 1_000;
    String list =
        table.columns().stream()
            .map(column ->
                column.name().equals("k0")
                    ? "a.k0 + " + far
                    : column.name().equals("k1") ? "a.k0" : value(column, scope))
            .collect(Collectors.joining(", "));
    String condition = " WHERE a.k0 < 40 AND " + expressions.condition(scope, 1);
    return named.with()
        + "INSERT INTO "
        + table.name()
        + " SELECT "
        + list
        + " FROM "
        + named.name()
        + " a"
        + condition;
  }

  private String updateFrom(Table table) {
    Table other = dice.of(tables);
    Named named = named(other);
    Scope scope = Scope.of(other, "b");
    List<String> set = new ArrayList<>();
    for (Table.Column column :
        table.columns().subList(table.keyColumns(), table.columns().size())) {
      if (dice.chance(40)) {
        set.add(column.name() + " = " + value(column, scope));
      }
    }
    return set.isEmpty()
        ? deleteUsing(table)
        : named.with()
            + "UPDATE "
            + table.name()
            + " AS a SET "
            + String.join(", ", set)
            + " FROM "
            + named.name()
            + " b WHERE "
            + matched(table, other);
  }

  private String deleteUsing(Table table) {
    Table other = dice.of(tables);
    Named named = named(other);
    Scope both = Scope.of(table, "a").and(Scope.of(other, "b"));
    return named.with()
        + "DELETE FROM "
        + table.name()
        + " AS a USING "
        + named.name()
        + " b WHERE a.k0 > 3 AND "
        + matched(table, other)
        + " AND "
        + expressions.condition(both, 1);
  }

  /** At most one row of the other table for each. */
  private String matched(Table table, Table other) {
    String condition = "a.k0 = b.k0";
    if (other.keyColumns() > 1) {
      String second = table.keyColumns() > 1 ? "a.k1" : Kind.INTEGER.constant(dice);
      condition += " AND b.k1 = " + second;
    }
    return condition;
  }

  private String value(Table.Column column) {
    if (!column.notNull() && dice.chance(20)) {
      return "NULL";
    }
    return column.kind().constant(dice);
  }

  private String update(Table table) {
    List<String> set = new ArrayList<>();
    for (Table.Column column :
        table.columns().subList(table.keyColumns(), table.columns().size())) {
      if (dice.chance(40)) {
        set.add(column.name() + " = " + value(column, Scope.of(table, "")));
      }
    }
    if (set.isEmpty()) {
      return delete(table);
    }
    return "UPDATE " + table.name() + " SET " + String.join(", ", set) + where(table);
  }

  /** An expression where the type holds all that it can give. */
  private String value(Table.Column column, Scope scope) {
    boolean wide =
        List.of("text", "integer", "numeric", "date", "timestamp", "boolean")
            .contains(column.type());
    return wide && !column.notNull() ? expressions.of(column.kind(), scope, 1) : value(column);
  }

  private String delete(Table table) {
    return "DELETE FROM "
        + table.name()
        + " WHERE k0 "
        + dice.word("= ", "> ")
        + dice.between(3, 9)
        + " AND "
        + expressions.condition(Scope.of(table, ""), 1);
  }

  private String where(Table table) {
    return dice.chance(30)
        ? " WHERE k0 = " + dice.between(-9, 9)
        : " WHERE " + expressions.condition(Scope.of(table, ""), 1);
  }

  private String returning(Table table) {
    if (dice.chance(50)) {
      return "";
    }
    return dice.chance(50)
        ? " RETURNING *"
        : " RETURNING k0, " + expressions.of(expressions.comparable(), Scope.of(table, ""), 1);
  }
}
