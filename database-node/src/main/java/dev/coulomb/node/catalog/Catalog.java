package dev.coulomb.node.catalog;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All tables and procedures at one version. Immutable, but for the counters of the sequences;
 * {@link SchemaChanges} makes the next version, {@link CatalogParts} the same one again.
 */
public final class Catalog {
  /** The catalog of a new cluster. */
  public static final Catalog EMPTY =
      new Catalog(
          1,
          16_384,
          new TreeMap<>(),
          Procedures.NONE,
          Views.NONE,
          Sequences.NONE,
          ForeignKeys.NONE);

  private final long version;
  private final int nextId;
  private final SortedMap<String, Table> tables;
  private final Procedures procedures;
  private final Views views;
  private final Sequences sequences;
  private final ForeignKeys foreignKeys;

  private Catalog(
      long version,
      int nextId,
      SortedMap<String, Table> tables,
      Procedures procedures,
      Views views,
      Sequences sequences,
      ForeignKeys foreignKeys) {
    this.version = version;
    this.nextId = nextId;
    this.tables = Collections.unmodifiableSortedMap(tables);
    this.procedures = procedures;
    this.views = views;
    this.sequences = sequences;
    this.foreignKeys = foreignKeys;
  }

  /** Made again of parts, which fit together. */
  Catalog(CatalogParts parts) {
    this(
        parts.version(),
        parts.nextId(),
        new TreeMap<>(
            parts.tables().stream().collect(Collectors.toMap(Table::name, Function.identity()))),
        Procedures.of(parts.routines()),
        Views.of(parts.views()),
        Sequences.of(parts.sequences()),
        ForeignKeys.of(parts.foreignKeys()));
  }

  /** The next version, with these tables. */
  Catalog with(int newNextId, SortedMap<String, Table> newTables) {
    return new Catalog(
        version + 1, newNextId, newTables, procedures, views, sequences, foreignKeys);
  }

  /** The next version, with these procedures. */
  Catalog with(int newNextId, Procedures newProcedures) {
    return new Catalog(
        version + 1, newNextId, tables, newProcedures, views, sequences, foreignKeys);
  }

  /** The next version, with these views. */
  Catalog with(int newNextId, Views newViews) {
    return new Catalog(
        version + 1, newNextId, tables, procedures, newViews, sequences, foreignKeys);
  }

  /** The same version, with these tables and views. */
  Catalog of(SortedMap<String, Table> newTables, Views newViews) {
    return new Catalog(version, nextId, newTables, procedures, newViews, sequences, foreignKeys);
  }

  /** The next version, with these sequences. */
  Catalog with(int newNextId, Sequences newSequences) {
    return new Catalog(
        version + 1, newNextId, tables, procedures, views, newSequences, foreignKeys);
  }

  /** The same version, with these sequences. */
  Catalog of(Sequences newSequences) {
    return new Catalog(version, nextId, tables, procedures, views, newSequences, foreignKeys);
  }

  /** The same version, with these foreign keys. */
  Catalog of(ForeignKeys newForeignKeys) {
    return new Catalog(version, nextId, tables, procedures, views, sequences, newForeignKeys);
  }

  /** Foreign keys. */
  public ForeignKeys foreignKeys() {
    return foreignKeys;
  }

  /** Sequences. */
  public Sequences sequences() {
    return sequences;
  }

  /** True when a table, index, view or sequence has this name. */
  boolean hasRelation(String name) {
    return tables.containsKey(name)
        || views.find(name).isPresent()
        || sequences.find(name).isPresent()
        || ownerOfIndex(name).isPresent();
  }

  /** Views. */
  public Views views() {
    return views;
  }

  /** Procedures, and the jars with their classes. */
  public Procedures procedures() {
    return procedures;
  }

  /** Goes up with every change. */
  public long version() {
    return version;
  }

  /**
   * The same under another version: a number of its own for a transaction that has changed the
   * schema and not committed, and the next one when it has.
   */
  public Catalog as(long otherVersion) {
    return new Catalog(otherVersion, nextId, tables, procedures, views, sequences, foreignKeys);
  }

  /** The id that the next table or index gets. */
  int nextId() {
    return nextId;
  }

  /** All tables, by name. */
  public Collection<Table> tables() {
    return tables.values();
  }

  /** The tables that are no materialized views, by name. */
  public List<Table> plainTables() {
    return tables.values().stream().filter(table -> table.derivation() == null).toList();
  }

  /** The materialized views, by name. */
  public List<Table> materializedViews() {
    return tables.values().stream().filter(table -> table.derivation() != null).toList();
  }

  SortedMap<String, Table> byName() {
    return tables;
  }

  public Optional<Table> find(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  /** The table of this id, when it (still) exists. */
  public Optional<Table> find(int id) {
    return tables.values().stream().filter(table -> table.id() == id).findFirst();
  }

  /** The table of this name, or 42P01, or 42809 when it is none. */
  public Table table(String name) {
    if (views.find(name).isPresent() || sequences.find(name).isPresent()) {
      throw new SqlError(SqlState.WRONG_OBJECT_TYPE, "the relation is not a table")
          .with("relation", name);
    }
    Table table = tables.get(name);
    if (table == null) {
      throw new SqlError(SqlState.UNDEFINED_TABLE, "the table does not exist").with("table", name);
    }
    if (table.derivation() != null) {
      throw new SqlError(SqlState.WRONG_OBJECT_TYPE, "a materialized view cannot be changed")
          .with("relation", name)
          .hint("It changes with the table that it reads.");
    }
    return table;
  }

  /** The table that has an index of this name. */
  public Optional<Table> ownerOfIndex(String index) {
    return tables.values().stream()
        .filter(table -> table.indexes().stream().anyMatch(i -> i.name().equals(index)))
        .findFirst();
  }
}
