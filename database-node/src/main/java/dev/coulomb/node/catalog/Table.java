package dev.coulomb.node.catalog;

import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.types.KeyWriter;
import dev.coulomb.node.types.RowLayout;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A table: partitioned by the hash of one column, or replicated. Immutable; any thread. */
public final class Table {
  /** Partition column of a replicated table. */
  public static final int REPLICATED = -1;

  /** The greatest id of a materialized view that is being built; there is one of each table. */
  private static final int UNFINISHED = -1;

  private final int id;
  private final String name;
  private final List<Column> columns;
  private final List<Integer> primaryKey;
  private final int partitionColumn;
  private final List<Index> indexes;
  private final List<Check> checks;
  private final RowLayout layout;
  private final @Nullable Derivation derivation;

  /** A table without check constraints. */
  public Table(
      int id,
      String name,
      List<Column> columns,
      List<Integer> primaryKey,
      int partitionColumn,
      List<Index> indexes) {
    this(id, name, columns, primaryKey, partitionColumn, indexes, List.of());
  }

  /**
   * @param id unique in the cluster, never used again
   * @param primaryKey ordinals in key order; empty: rows have a hidden row id
   * @param partitionColumn ordinal, or {@link #REPLICATED}
   */
  public Table(
      int id,
      String name,
      List<Column> columns,
      List<Integer> primaryKey,
      int partitionColumn,
      List<Index> indexes,
      List<Check> checks) {
    this.id = id;
    this.name = name;
    this.columns = List.copyOf(columns);
    this.primaryKey = List.copyOf(primaryKey);
    this.partitionColumn = partitionColumn;
    this.indexes = List.copyOf(indexes);
    this.checks = List.copyOf(checks);
    this.layout = new RowLayout(columns.stream().map(Column::type).toList());
    this.derivation = null;
  }

  private Table(Table table, int id, List<Index> indexes, @Nullable Derivation derivation) {
    this.id = id;
    this.name = table.name;
    this.columns = table.columns;
    this.primaryKey = table.primaryKey;
    this.partitionColumn = table.partitionColumn;
    this.indexes = List.copyOf(indexes);
    this.checks = table.checks;
    this.layout = table.layout;
    this.derivation = derivation;
  }

  public int id() {
    return id;
  }

  public String name() {
    return name;
  }

  public List<Column> columns() {
    return columns;
  }

  public Column column(int ordinal) {
    return columns.get(ordinal);
  }

  /** The ordinal of the column of this name, or -1. */
  public int ordinal(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    return -1;
  }

  /** Ordinals of the primary key's columns in key order; empty: rows have a hidden row id. */
  public List<Integer> primaryKey() {
    return primaryKey;
  }

  public boolean hasPrimaryKey() {
    return !primaryKey.isEmpty();
  }

  /** Ordinal of the partition column, or {@link #REPLICATED}. */
  public int partitionColumn() {
    return partitionColumn;
  }

  public boolean isReplicated() {
    return partitionColumn == REPLICATED;
  }

  public List<Index> indexes() {
    return indexes;
  }

  /** The index with this id, or null. */
  public @Nullable Index index(int indexId) {
    return indexes.stream().filter(index -> index.id() == indexId).findFirst().orElse(null);
  }

  /** Conditions that no row makes false. */
  public List<Check> checks() {
    return checks;
  }

  /** How rows lie in bytes. */
  public RowLayout layout() {
    return layout;
  }

  /** Appends the values of the given columns of a row in key order. */
  public void writeKey(List<Integer> ordinals, @Nullable Object[] row, KeyWriter into) {
    for (int i = 0; i < ordinals.size(); i++) {
      int ordinal = ordinals.get(i);
      into.value(columns.get(ordinal).type().kind(), row[ordinal]);
    }
  }

  /** The same table under another id, with these indexes: one without rows. */
  Table as(int otherId, List<Index> otherIndexes) {
    return new Table(this, otherId, otherIndexes, derivation);
  }

  /** The same table with these columns, of the same types. */
  Table withColumns(List<Column> newColumns) {
    return newColumns.equals(columns)
        ? this
        : new Table(id, name, newColumns, primaryKey, partitionColumn, indexes, checks);
  }

  /** The same table with other indexes. */
  public Table withIndexes(List<Index> newIndexes) {
    return new Table(this, id, newIndexes, derivation);
  }

  /** The same table without what is being built of it. */
  public Table withoutUnfinished() {
    return index(Index.UNFINISHED) == null
        ? this
        : withIndexes(indexes.stream().filter(index -> index.id() != Index.UNFINISHED).toList());
  }

  /** The same table with one index more, behind the others. */
  public Table and(Index index) {
    return withIndexes(Stream.concat(indexes.stream(), Stream.of(index)).toList());
  }

  /** The same table as a materialized view. */
  public Table derived(Derivation other) {
    return new Table(this, id, indexes, other);
  }

  /** The same materialized view while it is being built: under an id that only stores know. */
  public Table unfinished() {
    Derivation view = Invariant.present(derivation, "what is filled is a materialized view");
    return new Table(this, UNFINISHED - view.source(), indexes, view);
  }

  /** True while it is being built: it has the groups of some of the rows, and nobody reads it. */
  public boolean isUnfinished() {
    return id <= UNFINISHED;
  }

  /** What makes it a materialized view; null: it is a table. */
  public @Nullable Derivation derivation() {
    return derivation;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Table that
        && id == that.id
        && name.equals(that.name)
        && columns.equals(that.columns)
        && primaryKey.equals(that.primaryKey)
        && partitionColumn == that.partitionColumn
        && indexes.equals(that.indexes)
        && checks.equals(that.checks)
        && Objects.equals(derivation, that.derivation);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, name);
  }

  @Override
  public String toString() {
    return name;
  }
}
