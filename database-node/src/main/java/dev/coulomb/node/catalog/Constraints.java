package dev.coulomb.node.catalog;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names of check constraints, as PostgreSQL chooses them. */
final class Constraints {
  private Constraints() {}

  /**
   * The checks with names for those that have none; 42710 when two have the same.
   *
   * @param before the names that the table's constraints have
   */
  static List<Check> named(String table, Set<String> before, List<Check> checks) {
    Set<String> taken = new HashSet<>(before);
    for (Check check : checks) {
      if (!check.name().isEmpty()) {
        SchemaChanges.checkName(check.name());
        if (!taken.add(check.name())) {
          throw new SqlError(SqlState.DUPLICATE_OBJECT, "the constraint already exists")
              .with("constraint", check.name())
              .with("table", table);
        }
      }
    }
    List<Check> named = new ArrayList<>();
    for (Check check : checks) {
      if (check.name().isEmpty()) {
        String name = chosen(table, check, taken);
        taken.add(name);
        named.add(new Check(name, check.text(), check.columns()));
      } else {
        named.add(check);
      }
    }
    return named;
  }

  private static String chosen(String table, Check check, Set<String> taken) {
    String column = check.columns().size() == 1 ? "_" + check.columns().getFirst() : "";
    String base = table + column + "_check";
    String name = base;
    for (int i = 1; taken.contains(name); i++) {
      name = base + i;
    }
    return name;
  }

  /** The names of a table's constraints. */
  static Set<String> names(Table table) {
    Set<String> names = new HashSet<>();
    names.add(table.name() + "_pkey");
    table.indexes().forEach(index -> names.add(index.name()));
    table.checks().forEach(check -> names.add(check.name()));
    return names;
  }
}
