package dev.coulomb.node.catalog;

import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A table on its way through the actions of an {@code ALTER TABLE}, one after the other. Confined
 * to one thread.
 */
public final class AlteredTable {
  /** A column that the table did not have. */
  public static final int NEW = -1;

  private final Catalog catalog;
  private final Table before;
  private String name;
  private final List<Column> columns;
  private final List<Integer> origins = new ArrayList<>();
  private List<String> primaryKey;
  private @Nullable String partitionColumn;
  private final List<KeyNames> indexes = new ArrayList<>();
  private List<Check> checks;
  private Sequences sequences;
  private int nextId;

  /**
   * An index, and the names of its columns, which stay true while ordinals move.
   *
   * @param isNew its ordinals are not those of the table before
   */
  private record KeyNames(Index index, List<String> columns, boolean isNew) {
    KeyNames renamed(String from, String to) {
      return new KeyNames(
          index, columns.stream().map(c -> c.equals(from) ? to : c).toList(), isNew);
    }
  }

  private AlteredTable(Catalog catalog, Table before) {
    this.catalog = catalog;
    this.before = before;
    this.name = before.name();
    this.columns = new ArrayList<>(before.columns());
    for (int i = 0; i < columns.size(); i++) {
      origins.add(i);
    }
    this.primaryKey = names(before.primaryKey());
    this.partitionColumn =
        before.isReplicated() ? null : before.column(before.partitionColumn()).name();
    before
        .indexes()
        .forEach(index -> indexes.add(new KeyNames(index, names(index.usedColumns()), false)));
    this.checks = before.checks();
    this.sequences = catalog.sequences();
    this.nextId = catalog.nextId();
  }

  /** The table after all actions; an error when one cannot be done. */
  public static AlteredTable of(Catalog catalog, Table before, List<Alteration> actions) {
    AlteredTable table = new AlteredTable(catalog, before);
    actions.stream()
        .filter(action -> !catalog.foreignKeys().isTheirs(before.name(), action))
        .forEach(table::apply);
    return table;
  }

  private List<String> names(List<Integer> ordinals) {
    return ordinals.stream().map(ordinal -> before.column(ordinal).name()).toList();
  }

  private void apply(Alteration action) {
    switch (action) {
      case Alteration.AddColumn add -> add(add);
      case Alteration.DropColumn drop -> drop(drop);
      case Alteration.RenameColumn(String from, String to) -> rename(from, to);
      case Alteration.RenameTable(String to) -> renameTable(to);
      case Alteration.SetDefault(String column, String text, Drawing drawing) ->
          set(identity(column).withDefault(text, drawing));
      case Alteration.AddIdentity add ->
          set(identity(add.column()).add(add, nextId, this::isTaken));
      case Alteration.AlterIdentity alter -> set(identity(alter.column()).alter(alter));
      case Alteration.DropIdentity drop -> set(identity(drop.column()).drop(drop));
      case Alteration.SetNullable(String column, boolean nullable) -> {
        Column old = columns.get(ordinal(column));
        if (nullable && primaryKey.contains(column)) {
          throw new SqlError(
                  SqlState.INVALID_TABLE_DEFINITION, "a column of the primary key is never null")
              .with("column", column);
        }
        if (nullable && old.drawing().isIdentity()) {
          throw new SqlError(SqlState.SYNTAX_ERROR, "an identity column is never null")
              .with("column", column);
        }
        set(old.nullable(nullable));
      }
      case Alteration.SetType type -> {
        Column old = columns.get(ordinal(type.column()));
        refusePartitionColumn(old.name(), "the type of the partition column cannot be changed");
        refuseComputed(old.name(), "the type of a column that an index computes with stays");
        set(old.of(type.type()));
        if (old.drawing().isIdentity()) {
          set(identity(old.name()).retyped());
        }
      }
      case Alteration.AddCheck(Check check) -> {
        List<Check> more = new ArrayList<>(checks);
        more.addAll(Constraints.named(name, constraints(), List.of(check)));
        checks = more;
      }
      case Alteration.AddUnique unique -> addUnique(unique);
      case Alteration.AddForeignKey key ->
          throw new Invariant.Broken("a foreign key is not the table's own");
      case Alteration.DropConstraint drop -> drop(drop);
      case Alteration.RenameConstraint(String from, String to) -> renameConstraint(from, to);
    }
  }

  private void add(Alteration.AddColumn add) {
    Column column = add.column();
    SchemaChanges.checkName(column.name());
    if (find(column.name()) >= 0) {
      if (add.ifNotExists()) {
        return;
      }
      throw new SqlError(SqlState.DUPLICATE_COLUMN, "the column already exists")
          .with("column", column.name())
          .with("table", name);
    }
    if (columns.size() == SchemaChanges.COLUMNS_MAX) {
      throw new SqlError(SqlState.TOO_MANY_COLUMNS, "a table has too many columns")
          .with("limit", SchemaChanges.COLUMNS_MAX);
    }
    Sequences.Made made = sequences.make(name, column, nextId, this::isTaken);
    take(made);
    columns.add(made.column());
    origins.add(NEW);
  }

  private void drop(Alteration.DropColumn drop) {
    int ordinal = find(drop.column());
    if (ordinal < 0 && drop.ifExists()) {
      return;
    }
    ordinal = ordinal(drop.column());
    refusePartitionColumn(drop.column(), "the partition column cannot be dropped");
    if (primaryKey.contains(drop.column())) {
      throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED, "a column of the primary key cannot be dropped")
          .with("column", drop.column())
          .hint("Make a new table, and copy the rows with INSERT … SELECT.");
    }
    if (columns.size() == 1) {
      throw new SqlError(SqlState.INVALID_TABLE_DEFINITION, "a table needs at least one column")
          .with("table", name);
    }
    columns.remove(ordinal);
    origins.remove(ordinal);
    List<String> owned = sequences.ownedBy(name, drop.column());
    Sequences.undrawn(name, columns, owned, false);
    Sequences.undrawn(others(), owned, false);
    sequences = owned.isEmpty() ? sequences : sequences.without(owned);
    indexes.removeIf(index -> index.columns().contains(drop.column()));
    checks = checks.stream().filter(check -> !check.columns().contains(drop.column())).toList();
  }

  private void rename(String from, String to) {
    int ordinal = ordinal(from);
    SchemaChanges.checkName(to);
    if (find(to) >= 0) {
      throw new SqlError(SqlState.DUPLICATE_COLUMN, "the column already exists")
          .with("column", to)
          .with("table", name);
    }
    for (Check check : checks) {
      if (check.columns().contains(from)) {
        throw new SqlError(
                SqlState.FEATURE_NOT_SUPPORTED,
                "a column that a check constraint names cannot be renamed")
            .with("column", from)
            .with("constraint", check.name())
            .hint("Drop the constraint, rename the column, add the constraint again.");
      }
    }
    refuseComputed(from, "a column that an index computes with cannot be renamed");
    Column old = columns.get(ordinal);
    columns.set(ordinal, old.named(to));
    sequences = sequences.changed(name, from, one -> one.ownedBy(new Sequence.Owner(name, to)));
    primaryKey = primaryKey.stream().map(column -> column.equals(from) ? to : column).toList();
    partitionColumn = from.equals(partitionColumn) ? to : partitionColumn;
    indexes.replaceAll(index -> index.renamed(from, to));
  }

  private void renameTable(String to) {
    SchemaChanges.checkName(to);
    if (catalog.hasRelation(to)) {
      throw new SqlError(SqlState.DUPLICATE_TABLE, "the relation already exists")
          .with("relation", to);
    }
    String from = name;
    name = to;
    for (Column column : columns) {
      Sequence.Owner owner = new Sequence.Owner(to, column.name());
      sequences = sequences.changed(from, column.name(), one -> one.ownedBy(owner));
    }
  }

  private void addUnique(Alteration.AddUnique unique) {
    List<Integer> ordinals = ordinals(unique.columns());
    ordinals.forEach(ordinal -> SchemaChanges.checkOrdered(columns.get(ordinal)));
    if (partitionColumn != null && !unique.columns().contains(partitionColumn)) {
      throw new SqlError(
              SqlState.INVALID_TABLE_DEFINITION,
              "a primary key or unique constraint of a partitioned table must contain the"
                  + " partition column")
          .with("partition column", partitionColumn);
    }
    String chosen = unique.name();
    if (chosen.isEmpty()) {
      String base = name + "_" + String.join("_", unique.columns()) + "_key";
      chosen = base;
      for (int i = 1; isTaken(chosen); i++) {
        chosen = base + i;
      }
    } else if (isTaken(chosen)) {
      throw new SqlError(SqlState.DUPLICATE_TABLE, "the relation already exists")
          .with("relation", chosen);
    }
    SchemaChanges.checkName(chosen);
    indexes.add(new KeyNames(new Index(nextId++, chosen, ordinals, true), unique.columns(), true));
  }

  private boolean isTaken(String relation) {
    return constraints().contains(relation)
        || catalog.hasRelation(relation)
        || sequences.find(relation).isPresent();
  }

  private void drop(Alteration.DropConstraint drop) {
    String constraint = drop.name();
    if (constraint.equals(before.name() + "_pkey") && before.hasPrimaryKey()) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "the primary key cannot be dropped")
          .with("constraint", constraint)
          .hint("Make a new table, and copy the rows with INSERT … SELECT.");
    }
    int all = indexes.size() + checks.size();
    indexes.removeIf(index -> index.index().name().equals(constraint) && index.index().unique());
    checks = checks.stream().filter(check -> !check.name().equals(constraint)).toList();
    if (indexes.size() + checks.size() == all && !drop.ifExists()) {
      throw noConstraint(constraint);
    }
  }

  private void renameConstraint(String from, String to) {
    SchemaChanges.checkName(to);
    if (isTaken(to)) {
      throw new SqlError(SqlState.DUPLICATE_OBJECT, "the constraint already exists")
          .with("constraint", to)
          .with("table", name);
    }
    boolean found = false;
    List<Check> renamed = new ArrayList<>();
    for (Check check : checks) {
      found |= check.name().equals(from);
      renamed.add(check.name().equals(from) ? new Check(to, check.text(), check.columns()) : check);
    }
    checks = renamed;
    for (int i = 0; i < indexes.size(); i++) {
      KeyNames index = indexes.get(i);
      if (index.index().name().equals(from) && index.index().unique()) {
        found = true;
        indexes.set(i, new KeyNames(index.index().named(to), index.columns(), index.isNew()));
      }
    }
    if (!found) {
      throw noConstraint(from);
    }
  }

  private SqlError noConstraint(String constraint) {
    return new SqlError(SqlState.UNDEFINED_OBJECT, "the constraint does not exist")
        .with("constraint", constraint)
        .with("table", name);
  }

  private Set<String> constraints() {
    Set<String> names = new HashSet<>();
    names.add(before.name() + "_pkey");
    indexes.forEach(index -> names.add(index.index().name()));
    checks.forEach(check -> names.add(check.name()));
    return names;
  }

  private void refuseComputed(String column, String sentence) {
    for (KeyNames index : indexes) {
      if (!index.index().isPlain() && index.columns().contains(column)) {
        throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, sentence)
            .with("column", column)
            .with("index", index.index().name())
            .hint("Drop the index, change the column, create the index again.");
      }
    }
  }

  private void refusePartitionColumn(String column, String sentence) {
    if (column.equals(partitionColumn)) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, sentence)
          .with("column", column)
          .hint("Make a new table, and copy the rows with INSERT … SELECT.");
    }
  }

  private IdentityChange identity(String column) {
    return new IdentityChange(name, sequences, columns.get(ordinal(column)));
  }

  private void set(Sequences.Made made) {
    take(made);
    set(made.column());
  }

  private void take(Sequences.Made made) {
    sequences = made.sequences();
    nextId += made.isNew() ? 1 : 0;
  }

  private SortedMap<String, Table> others() {
    SortedMap<String, Table> others = new TreeMap<>(catalog.byName());
    others.remove(before.name());
    return others;
  }

  private void set(Column column) {
    columns.set(ordinal(column.name()), column);
  }

  private int find(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    return -1;
  }

  private int ordinal(String column) {
    int ordinal = find(column);
    if (ordinal < 0) {
      throw new SqlError(SqlState.UNDEFINED_COLUMN, "the column does not exist")
          .with("column", column)
          .with("table", name);
    }
    return ordinal;
  }

  private List<Integer> ordinals(List<String> names) {
    return names.stream().map(this::ordinal).toList();
  }

  /** The table as it is to be. */
  public Table table() {
    List<Index> moved = new ArrayList<>();
    for (KeyNames index : indexes) {
      Index made = index.index();
      moved.add(
          index.isNew()
              ? new Index(made.id(), made.name(), ordinals(index.columns()), made.unique())
              : made.renumbered(origins::indexOf));
    }
    String partition = partitionColumn;
    return new Table(
        before.id(),
        name,
        columns,
        ordinals(primaryKey),
        partition == null ? Table.REPLICATED : ordinal(partition),
        moved,
        checks);
  }

  /** For each column its ordinal in the table before, or {@link #NEW}. */
  public List<Integer> origins() {
    return List.copyOf(origins);
  }

  /** The sequences as they are to be. */
  Sequences sequences() {
    return sequences;
  }

  int nextId() {
    return nextId;
  }
}
