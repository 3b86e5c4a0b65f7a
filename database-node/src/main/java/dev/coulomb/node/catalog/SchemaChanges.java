package dev.coulomb.node.catalog;

import dev.coulomb.node.catalog.SchemaChange.CreateIndex;
import dev.coulomb.node.catalog.SchemaChange.CreateTable;
import dev.coulomb.node.catalog.SchemaChange.DropIndex;
import dev.coulomb.node.catalog.SchemaChange.DropTable;
import dev.coulomb.node.catalog.SchemaChange.IndexPart;
import dev.coulomb.node.catalog.SchemaChange.UniqueConstraint;
import dev.coulomb.node.catalog.computed.Computed;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Applies a change to a catalog: a pure function that gives the next version or an error. */
public final class SchemaChanges {
  /** As in PostgreSQL. */
  static final int COLUMNS_MAX = 1_600;

  /** As in PostgreSQL, in bytes of UTF-8; identifiers are refused, not cut. */
  static final int NAME_BYTES_MAX = 63;

  private SchemaChanges() {}

  /** The next version; the same catalog when {@code IF [NOT] EXISTS} leaves nothing to do. */
  public static Catalog apply(Catalog catalog, SchemaChange change) {
    return switch (change) {
      case CreateTable create -> createTable(catalog, create);
      case DropTable drop -> dropTables(catalog, drop);
      case SchemaChange.Truncate truncate -> truncate(catalog, truncate);
      case SchemaChange.AlterTable alter -> alter(catalog, alter);
      case SchemaChange.RenameIndex rename -> renameIndex(catalog, rename);
      case CreateIndex create -> createIndex(catalog, create);
      case DropIndex drop -> dropIndexes(catalog, drop);
      case SchemaChange.OfMaterializedViews views -> MaterializedViews.apply(catalog, views);
      case SchemaChange.OfSequences sequences -> Sequences.apply(catalog, sequences);
      case SchemaChange.OfViews views -> Views.apply(catalog, views);
      case SchemaChange.OfProcedures routines -> Procedures.apply(catalog, routines);
    };
  }

  private static Catalog createTable(Catalog catalog, CreateTable create) {
    if (catalog.hasRelation(create.name())) {
      if (create.ifNotExists()) {
        return catalog;
      }
      throw new SqlError(SqlState.DUPLICATE_TABLE, "the relation already exists")
          .with("relation", create.name());
    }
    checkColumns(create);
    checkKey(create, create.primaryKey(), "primary key");
    int id = catalog.nextId();
    List<Index> indexes = new ArrayList<>();
    Set<String> taken = new HashSet<>(catalog.byName().keySet());
    taken.add(create.name());
    for (UniqueConstraint unique : create.unique()) {
      checkKey(create, unique.columns(), "unique constraint");
      String name = unique.name().isEmpty() ? chosenName(create, unique) : unique.name();
      name = free(catalog, taken, name, !unique.name().isEmpty());
      taken.add(name);
      indexes.add(new Index(id + 1 + indexes.size(), name, unique.columns(), true));
    }
    int next = id + 1 + indexes.size();
    Sequences sequences = catalog.sequences();
    List<Column> columns = new ArrayList<>();
    for (Column column : create.columns()) {
      Predicate<String> isTaken = name -> exists(catalog, taken, name);
      Sequences.Made made = sequences.make(create.name(), column, next, isTaken);
      sequences = made.sequences();
      next += made.isNew() ? 1 : 0;
      columns.add(made.column());
    }
    Table table =
        new Table(
            id,
            create.name(),
            columns,
            create.primaryKey(),
            create.partitionColumn(),
            indexes,
            Constraints.named(create.name(), names(create, indexes), create.checks()));
    return ForeignKeys.added(next(catalog.of(sequences), next, table), create.foreignKeys());
  }

  private static Set<String> names(CreateTable create, List<Index> indexes) {
    Set<String> names = new HashSet<>();
    names.add(create.name() + "_pkey");
    indexes.forEach(index -> names.add(index.name()));
    return names;
  }

  private static void checkColumns(CreateTable create) {
    checkName(create.name());
    if (create.columns().isEmpty()) {
      throw new SqlError(SqlState.INVALID_TABLE_DEFINITION, "a table needs at least one column");
    }
    if (create.columns().size() > COLUMNS_MAX) {
      throw new SqlError(SqlState.TOO_MANY_COLUMNS, "a table has too many columns")
          .with("limit", COLUMNS_MAX);
    }
    Set<String> seen = new HashSet<>();
    for (Column column : create.columns()) {
      checkName(column.name());
      if (!seen.add(column.name())) {
        throw new SqlError(SqlState.DUPLICATE_COLUMN, "the column is specified more than once")
            .with("column", column.name());
      }
    }
    if (create.partitionColumn() != Table.REPLICATED) {
      Column column = create.columns().get(create.partitionColumn());
      if (!column.type().kind().isPartitionable()) {
        throw new SqlError(
                SqlState.INVALID_TABLE_DEFINITION, "a column of this type cannot be hashed")
            .with("column", column.name())
            .with("type", column.type());
      }
    }
  }

  private static void checkKey(CreateTable create, List<Integer> key, String what) {
    for (int ordinal : key) {
      checkOrdered(create.columns().get(ordinal));
    }
    if (!key.isEmpty()
        && create.partitionColumn() != Table.REPLICATED
        && !key.contains(create.partitionColumn())) {
      throw new SqlError(
              SqlState.INVALID_TABLE_DEFINITION,
              "a primary key or unique constraint of a partitioned table must contain the"
                  + " partition column")
          .with("constraint", what)
          .with("partition column", create.columns().get(create.partitionColumn()).name())
          .hint("Add the partition column to the key, or partition by a column of the key.");
    }
  }

  static void checkOrdered(Column column) {
    if (!column.type().kind().isOrdered()) {
      throw new SqlError(SqlState.UNDEFINED_OBJECT, "a column of this type cannot be in a key")
          .with("column", column.name())
          .with("type", column.type());
    }
  }

  private static Catalog dropTables(Catalog catalog, DropTable drop) {
    Set<String> gone = new TreeSet<>();
    for (String name : drop.names()) {
      Table table = catalog.find(name).orElse(null);
      boolean derived = table != null && table.derivation() != null;
      if (derived || catalog.views().find(name).isPresent()) {
        throw new SqlError(SqlState.WRONG_OBJECT_TYPE, "the relation is not a table")
            .with("relation", name)
            .hint(derived ? "Use DROP MATERIALIZED VIEW." : "Use DROP VIEW to remove a view.");
      }
      if (catalog.sequences().find(name).isPresent()) {
        throw new SqlError(SqlState.WRONG_OBJECT_TYPE, "the relation is not a table")
            .with("relation", name)
            .hint("Use DROP SEQUENCE to remove a sequence.");
      }
      if (table != null) {
        gone.add(name);
      } else if (!drop.ifExists()) {
        throw new SqlError(SqlState.UNDEFINED_TABLE, "the table does not exist")
            .with("table", name);
      }
    }
    return gone.isEmpty()
        ? catalog
        : MaterializedViews.without(undrawn(catalog, gone, drop.cascade()), gone, drop.cascade());
  }

  /** Without the sequences that go with tables, and without the defaults that draw from them. */
  private static Catalog undrawn(Catalog catalog, Set<String> gone, boolean cascade) {
    List<String> owned = new ArrayList<>();
    gone.forEach(name -> owned.addAll(catalog.sequences().ownedBy(name, null)));
    if (owned.isEmpty()) {
      return catalog;
    }
    SortedMap<String, Table> others = new TreeMap<>(catalog.byName());
    gone.forEach(others::remove);
    SortedMap<String, Table> tables = new TreeMap<>(catalog.byName());
    tables.putAll(Sequences.undrawn(others, owned, cascade));
    return catalog.of(tables, catalog.views()).of(catalog.sequences().without(owned));
  }

  private static Catalog alter(Catalog catalog, SchemaChange.AlterTable alter) {
    if (alter.ifExists() && catalog.find(alter.table()).isEmpty()) {
      return catalog;
    }
    Table before = catalog.table(alter.table());
    AlteredTable altered = AlteredTable.of(catalog, before, alter.actions());
    Table after = altered.table();
    // A type that stays may come with other values.
    boolean more =
        alter.actions().stream()
            .anyMatch(action ->
                action instanceof Alteration.SetType
                    || catalog.foreignKeys().isTheirs(before.name(), action));
    if (after.equals(before) && altered.sequences() == catalog.sequences() && !more) {
      return catalog;
    }
    SortedMap<String, Table> tables = new TreeMap<>(catalog.byName());
    tables.remove(before.name());
    tables.put(after.name(), after);
    MaterializedViews.follow(tables, after, altered.origins());
    Catalog next = catalog.of(altered.sequences()).with(altered.nextId(), tables);
    return ForeignKeys.altered(catalog, before.name(), next, alter.actions());
  }

  private static Catalog renameIndex(Catalog catalog, SchemaChange.RenameIndex rename) {
    Table owner = catalog.ownerOfIndex(rename.index()).orElse(null);
    if (owner == null) {
      if (rename.ifExists()) {
        return catalog;
      }
      throw new SqlError(SqlState.UNDEFINED_TABLE, "the index does not exist")
          .with("index", rename.index());
    }
    checkName(rename.to());
    if (exists(catalog, catalog.byName().keySet(), rename.to())) {
      throw duplicateRelation(rename.to());
    }
    List<Index> indexes =
        owner.indexes().stream()
            .map(index -> index.name().equals(rename.index()) ? index.named(rename.to()) : index)
            .toList();
    return next(catalog, catalog.nextId(), owner.withIndexes(indexes));
  }

  /** Tables without rows in the place of those there are: other ids, so other trees. */
  private static Catalog truncate(Catalog catalog, SchemaChange.Truncate truncate) {
    catalog.foreignKeys().checkTruncate(truncate.tables());
    SortedMap<String, Table> tables = new TreeMap<>(catalog.byName());
    int id = catalog.nextId();
    Sequences sequences = catalog.sequences();
    for (String name : new TreeSet<>(truncate.tables())) {
      Table table = catalog.table(name);
      List<Index> indexes = new ArrayList<>();
      for (Index index : table.indexes()) {
        indexes.add(index.as(id + 1 + indexes.size()));
      }
      tables.put(name, table.as(id, indexes));
      MaterializedViews.follow(tables, table.id(), id);
      id += 1 + indexes.size();
      for (Table view : List.copyOf(tables.values())) {
        Derivation derivation = view.derivation();
        if (derivation != null && derivation.source() == tables.get(name).id()) {
          tables.put(view.name(), view.as(id++, List.of()));
        }
      }
      sequences =
          truncate.restart() ? sequences.changed(name, null, Sequence::restarted) : sequences;
    }
    return catalog.of(sequences).with(id, tables);
  }

  private static Catalog createIndex(Catalog catalog, CreateIndex create) {
    Table table = catalog.table(create.table());
    List<Integer> ordinals = new ArrayList<>();
    List<Computed> computed = new ArrayList<>();
    for (IndexPart part : create.parts()) {
      Computed value = part.computed();
      if (value != null) {
        checkOrdered(new Column(value.text(), value.type(), true));
        computed.add(value);
        ordinals.add(-computed.size());
        continue;
      }
      int ordinal = table.ordinal(part.name());
      if (ordinal < 0) {
        throw new SqlError(SqlState.UNDEFINED_COLUMN, "the column does not exist")
            .with("column", part.name())
            .with("table", table.name());
      }
      checkOrdered(table.column(ordinal));
      ordinals.add(ordinal);
    }
    if (create.unique() && !table.isReplicated() && !ordinals.contains(table.partitionColumn())) {
      throw new SqlError(
              SqlState.INVALID_TABLE_DEFINITION,
              "a unique index of a partitioned table must contain the partition column")
          .with("partition column", table.column(table.partitionColumn()).name());
    }
    String name = create.name();
    if (name.isEmpty()) {
      List<String> parts = create.parts().stream().map(IndexPart::name).toList();
      name = table.name() + "_" + String.join("_", parts) + "_idx";
      name = free(catalog, catalog.byName().keySet(), name, false);
    } else if (exists(catalog, catalog.byName().keySet(), name)) {
      if (create.ifNotExists()) {
        return catalog;
      }
      throw duplicateRelation(name);
    }
    checkName(name);
    List<Index> indexes = new ArrayList<>(table.indexes());
    indexes.add(
        new Index(
            catalog.nextId(),
            name,
            ordinals,
            create.unique(),
            computed,
            create.predicate(),
            create.orders()));
    return next(catalog, catalog.nextId() + 1, table.withIndexes(indexes));
  }

  private static Catalog dropIndexes(Catalog catalog, DropIndex drop) {
    SortedMap<String, Table> tables = new TreeMap<>(catalog.byName());
    boolean changed = false;
    for (String name : drop.names()) {
      Table owner = catalog.ownerOfIndex(name).orElse(null);
      if (owner == null) {
        if (drop.ifExists()) {
          continue;
        }
        throw new SqlError(SqlState.UNDEFINED_OBJECT, "the index does not exist")
            .with("index", name);
      }
      Table current = tables.getOrDefault(owner.name(), owner);
      tables.put(
          owner.name(),
          current.withIndexes(
              current.indexes().stream().filter(index -> !index.name().equals(name)).toList()));
      changed = true;
    }
    return changed ? ForeignKeys.checked(catalog.with(catalog.nextId(), tables)) : catalog;
  }

  private static Catalog next(Catalog catalog, int nextId, Table table) {
    SortedMap<String, Table> tables = new TreeMap<>(catalog.byName());
    tables.put(table.name(), table);
    return catalog.with(nextId, tables);
  }

  private static String chosenName(CreateTable create, UniqueConstraint unique) {
    StringBuilder name = new StringBuilder(create.name());
    for (int ordinal : unique.columns()) {
      name.append('_').append(create.columns().get(ordinal).name());
    }
    return name.append("_key").toString();
  }

  private static String free(Catalog catalog, Set<String> taken, String name, boolean exactly) {
    String candidate = name;
    for (int i = 1; exists(catalog, taken, candidate); i++) {
      if (exactly) {
        throw duplicateRelation(name);
      }
      candidate = name + i;
    }
    return candidate;
  }

  private static boolean exists(Catalog catalog, Set<String> taken, String name) {
    return taken.contains(name) || catalog.hasRelation(name);
  }

  private static SqlError duplicateRelation(String name) {
    return new SqlError(SqlState.DUPLICATE_TABLE, "the relation already exists")
        .with("relation", name);
  }

  static void checkName(String name) {
    int bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > NAME_BYTES_MAX) {
      throw new SqlError(SqlState.PROGRAM_LIMIT_EXCEEDED, "an identifier is empty or too long")
          .with("identifier", name)
          .with("limit in bytes", NAME_BYTES_MAX);
    }
  }
}
