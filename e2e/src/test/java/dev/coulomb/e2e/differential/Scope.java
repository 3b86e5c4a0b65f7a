package dev.coulomb.e2e.differential;

import java.util.ArrayList;
import java.util.List;

/** The columns that an expression may use, with what stands before their names. */
record Scope(List<Name> names) {
  record Name(String text, Kind kind) {}

  static final Scope EMPTY = new Scope(List.of());

  static Scope of(Table table, String alias) {
    return new Scope(
        table.columns().stream()
            .map(column ->
                new Name(named(column, alias.isEmpty() ? "" : alias + "."), column.kind()))
            .toList());
  }

  /** The blanks of a char(n) are lost in functions that give one of their arguments. */
  private static String named(Table.Column column, String qualifier) {
    String name = qualifier + column.name();
    return column.type().startsWith("char") ? name + "::text" : name;
  }

  Scope and(Scope other) {
    List<Name> all = new ArrayList<>(names);
    all.addAll(other.names);
    return new Scope(all);
  }

  List<Name> of(Kind kind) {
    return names.stream().filter(name -> name.kind() == kind).toList();
  }
}
