package dev.coulomb.node.catalog;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * All that a catalog is made of, so that it can be written down and made again. {@link
 * SchemaChanges} alone makes the next version of a catalog; this makes the same one once more.
 *
 * @param nextId the id that the next thing gets: greater than all there are
 * @param tables with materialized views
 * @param foreignKeys in the order in which they were made
 */
public record CatalogParts(
    long version,
    int nextId,
    List<Table> tables,
    List<View> views,
    List<Sequence> sequences,
    Routines routines,
    List<ForeignKey> foreignKeys) {
  public CatalogParts {
    tables = List.copyOf(tables);
    views = List.copyOf(views);
    sequences = List.copyOf(sequences);
    foreignKeys = List.copyOf(foreignKeys);
  }

  /**
   * Procedures, and the jars with their classes.
   *
   * @param jars those that bodies of the procedures name, the same objects, and others
   */
  public record Routines(List<Procedure> procedures, List<Jar> jars) {
    public Routines {
      procedures = List.copyOf(procedures);
      jars = List.copyOf(jars);
    }
  }

  /** The parts of a catalog, each list by name. */
  public static CatalogParts of(Catalog catalog) {
    return new CatalogParts(
        catalog.version(),
        catalog.nextId(),
        List.copyOf(catalog.tables()),
        List.copyOf(catalog.views().all()),
        List.copyOf(catalog.sequences().all()),
        new Routines(
            List.copyOf(catalog.procedures().all()), List.copyOf(catalog.procedures().jars())),
        catalog.foreignKeys().all());
  }

  /**
   * The catalog.
   *
   * @throws IllegalArgumentException when the parts do not fit together: something names what is
   *     not there, or two are the same
   */
  public Catalog toCatalog() {
    check(version >= Catalog.EMPTY.version(), "the version", String.valueOf(version));
    checkNames();
    checkIds();
    tables.forEach(this::checkTable);
    foreignKeys.forEach(this::checkForeignKey);
    sequences.forEach(CatalogParts::checkSequence);
    routines.procedures().forEach(this::checkProcedure);
    return new Catalog(this);
  }

  private static void check(boolean holds, String what, String name) {
    if (!holds) {
      throw new IllegalArgumentException(what + " of the catalog cannot be: " + name);
    }
  }

  private void checkNames() {
    checkDistinct("the table", tables.stream().map(Table::name).toList());
    checkDistinct("the view", views.stream().map(View::name).toList());
    checkDistinct("the sequence", sequences.stream().map(Sequence::name).toList());
    checkDistinct("the procedure", routines.procedures().stream().map(Procedure::name).toList());
    checkDistinct("the jar", routines.jars().stream().map(Jar::name).toList());
  }

  private static void checkDistinct(String what, Collection<String> names) {
    Set<String> seen = new HashSet<>();
    names.forEach(name -> check(seen.add(name), what, name));
  }

  private void checkIds() {
    Set<Integer> seen = new HashSet<>();
    for (Table table : tables) {
      checkId(seen, table.id(), table.name());
      table.indexes().forEach(index -> checkId(seen, index.id(), index.name()));
    }
    views.forEach(view -> checkId(seen, view.id(), view.name()));
    sequences.forEach(sequence -> checkId(seen, sequence.id(), sequence.name()));
    routines.procedures().forEach(routine -> checkId(seen, routine.id(), routine.name()));
  }

  private void checkId(Set<Integer> seen, int id, String name) {
    check(id >= 0 && id < nextId && seen.add(id), "an id", name + " " + id);
  }

  private void checkTable(Table table) {
    int columns = table.columns().size();
    String name = table.name();
    Set<String> seen = new HashSet<>();
    table.columns().forEach(column -> check(seen.add(column.name()), "a column", name));
    table.primaryKey().forEach(ordinal -> checkOrdinal(ordinal, columns, name));
    if (!table.isReplicated()) {
      checkOrdinal(table.partitionColumn(), columns, name);
    }
    for (Index index : table.indexes()) {
      int least = -index.computed().size();
      index.columns().forEach(part -> check(part >= least, "the index", index.name()));
      index.renumbered(checking(columns, index.name()));
    }
    Derivation derivation = table.derivation();
    if (derivation != null) {
      int source = derivation.source();
      Table grouped =
          tables.stream().filter(other -> other.id() == source).findFirst().orElse(table);
      check(source == grouped.id() && source != table.id(), "the materialized view", name);
      derivation.over(source, checking(grouped.columns().size(), name));
      int kept = derivation.measure(derivation.measures().size());
      check(columns == kept, "the materialized view", name);
    }
  }

  private static IntUnaryOperator checking(int columns, String name) {
    return ordinal -> {
      checkOrdinal(ordinal, columns, name);
      return ordinal;
    };
  }

  private static void checkOrdinal(int ordinal, int columns, String name) {
    check(ordinal >= 0 && ordinal < columns, "a column", name + " " + ordinal);
  }

  private void checkForeignKey(ForeignKey key) {
    boolean fits = key.columns().size() == key.parentColumns().size();
    check(fits, "the foreign key", key.name());
    checkColumns(key, key.table(), key.columns());
    checkColumns(key, key.parent(), key.parentColumns());
  }

  private void checkColumns(ForeignKey key, String table, List<String> columns) {
    boolean there =
        tables.stream()
            .filter(one -> one.name().equals(table))
            .anyMatch(one -> columns.stream().allMatch(column -> one.ordinal(column) >= 0));
    check(there, "the foreign key", key.name());
  }

  /** Its place may be outside of its bounds: others drew while they were changed. */
  private static void checkSequence(Sequence sequence) {
    check(sequence.definition().isSound(), "the sequence", sequence.name());
  }

  private void checkProcedure(Procedure procedure) {
    int parameter = procedure.partitionParameter();
    boolean placed =
        parameter == Procedure.ALL_PARTITIONS
            || (parameter >= 0 && parameter < procedure.parameters().size());
    boolean loads =
        !(procedure.body() instanceof Procedure.Body.Java(String name, Jar jar))
            || routines.jars().contains(jar);
    check(placed && loads, "the procedure", procedure.name());
  }
}
