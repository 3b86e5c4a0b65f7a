package dev.coulomb.node.catalog;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What becomes of materialized views when the schema changes. */
final class MaterializedViews {
  private MaterializedViews() {}

  /** The same catalog when {@code IF [NOT] EXISTS} leaves nothing to do. */
  static Catalog apply(Catalog catalog, SchemaChange.OfMaterializedViews change) {
    return switch (change) {
      case SchemaChange.CreateMaterializedView create -> create(catalog, create);
      case SchemaChange.DropMaterializedView drop -> drop(catalog, drop);
      case SchemaChange.RefreshMaterializedView(String name) -> {
        required(catalog, name);
        yield catalog;
      }
    };
  }

  private static Catalog create(Catalog catalog, SchemaChange.CreateMaterializedView create) {
    Table view = create.view();
    if (catalog.find(view.name()).isPresent()
        || catalog.views().find(view.name()).isPresent()
        || catalog.ownerOfIndex(view.name()).isPresent()) {
      if (create.ifNotExists()) {
        return catalog;
      }
      throw new SqlError(SqlState.DUPLICATE_TABLE, "the relation already exists")
          .with("relation", view.name());
    }
    SchemaChanges.checkName(view.name());
    for (Column column : create.derivation().columns()) {
      SchemaChanges.checkName(column.name());
    }
    SortedMap<String, Table> tables = new TreeMap<>(catalog.byName());
    Table made = view.as(catalog.nextId(), List.of()).derived(create.derivation());
    tables.put(view.name(), made);
    return catalog.with(catalog.nextId() + 1, tables);
  }

  private static Catalog drop(Catalog catalog, SchemaChange.DropMaterializedView drop) {
    List<String> names = new ArrayList<>();
    for (String name : drop.names()) {
      if (catalog.find(name).isPresent() || catalog.views().find(name).isPresent()) {
        required(catalog, name);
        names.add(name);
      } else if (!drop.ifExists()) {
        throw new SqlError(SqlState.UNDEFINED_TABLE, "the materialized view does not exist")
            .with("materialized view", name);
      }
    }
    return names.isEmpty() ? catalog : without(catalog, names, drop.cascade());
  }

  private static void required(Catalog catalog, String name) {
    boolean derived = catalog.find(name).filter(table -> table.derivation() != null).isPresent();
    if (!derived) {
      boolean known = catalog.find(name).isPresent() || catalog.views().find(name).isPresent();
      throw new SqlError(
              known ? SqlState.WRONG_OBJECT_TYPE : SqlState.UNDEFINED_TABLE,
              known
                  ? "the relation is not a materialized view"
                  : "the materialized view does not exist")
          .with("relation", name);
    }
  }

  /**
   * The catalog without these tables, views and materialized views; 2BP01 when others read them,
   * unless those are to go too.
   */
  static Catalog without(Catalog catalog, Collection<String> names, boolean cascade) {
    Set<String> gone = new HashSet<>(names);
    boolean more = true;
    while (more) {
      more = false;
      for (String reader : readers(catalog, gone)) {
        if (!gone.contains(reader)) {
          if (!cascade) {
            throw new SqlError(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "it cannot be dropped because a view depends on it")
                .with("relation", String.join(", ", names))
                .with("view", reader)
                .hint("Use DROP ... CASCADE to drop the dependent objects too.");
          }
          gone.add(reader);
          more = true;
        }
      }
    }
    SortedMap<String, Table> tables = new TreeMap<>(catalog.byName());
    tables.keySet().removeAll(gone);
    return ForeignKeys.without(catalog, gone, cascade)
        .of(catalog.byName(), catalog.views().without(gone))
        .with(catalog.nextId(), tables);
  }

  /** Views of both kinds that read one of these themselves. */
  private static List<String> readers(Catalog catalog, Set<String> names) {
    List<String> readers = new ArrayList<>();
    for (View view : catalog.views().all()) {
      if (view.sources().stream().anyMatch(names::contains)) {
        readers.add(view.name());
      }
    }
    for (Table table : catalog.tables()) {
      Derivation derivation = table.derivation();
      if (derivation != null && derivation.sources().stream().anyMatch(names::contains)) {
        readers.add(table.name());
      }
    }
    return readers;
  }

  /** Tables in the place of those whose rows are groups of a table with another id now. */
  static void follow(SortedMap<String, Table> tables, int from, int to) {
    for (Table table : List.copyOf(tables.values())) {
      Derivation derivation = table.derivation();
      if (derivation != null && derivation.source() == from) {
        tables.put(table.name(), table.derived(derivation.over(to, ordinal -> ordinal)));
      }
    }
  }

  /**
   * The materialized views of a table whose columns stand elsewhere now.
   *
   * @param origins for each column where it stood
   */
  static void follow(SortedMap<String, Table> tables, Table after, List<Integer> origins) {
    for (Table table : List.copyOf(tables.values())) {
      Derivation derivation = table.derivation();
      if (derivation != null && derivation.source() == after.id()) {
        Derivation moved =
            derivation.over(
                after.id(),
                ordinal -> {
                  int now = origins.indexOf(ordinal);
                  if (now < 0) {
                    throw new SqlError(
                            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                            "the table cannot change so because a view depends on it")
                        .with("table", after.name())
                        .with("view", table.name())
                        .hint("Drop the view, change the table, create the view again.");
                  }
                  return now;
                });
        tables.put(table.name(), table.derived(moved));
      }
    }
  }
}
