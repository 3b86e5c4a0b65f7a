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
        switch (dice.between(0, 4)) {
          case 0, 1 -> insert(table);
          case 2, 3 -> update(table);
          default -> delete(table);
        };
    return new Query(sql + returning(table), false);
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
