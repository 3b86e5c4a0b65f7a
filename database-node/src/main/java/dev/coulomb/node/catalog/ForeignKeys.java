package dev.coulomb.node.catalog;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The foreign keys of a catalog. Immutable. */
public final class ForeignKeys {
  static final ForeignKeys NONE = new ForeignKeys(List.of());

  private final List<ForeignKey> all;

  private ForeignKeys(List<ForeignKey> all) {
    this.all = List.copyOf(all);
  }

  static ForeignKeys of(List<ForeignKey> all) {
    return new ForeignKeys(all);
  }

  public List<ForeignKey> all() {
    return all;
  }

  /** Those of a table's own. */
  public List<ForeignKey> of(String table) {
    return all.stream().filter(key -> key.table().equals(table)).toList();
  }

  /** Those that name a table. */
  public List<ForeignKey> naming(String table) {
    return all.stream().filter(key -> key.parent().equals(table)).toList();
  }

  /** True when a change of the table's rows has to be looked at. */
  public boolean concern(String table) {
    for (ForeignKey key : all) {
      if (key.table().equals(table) || key.parent().equals(table)) {
        return true;
      }
    }
    return false;
  }

  /** True for an action of {@code ALTER TABLE} on a foreign key of the table. */
  boolean isTheirs(String table, Alteration action) {
    return switch (action) {
      case Alteration.AddForeignKey add -> true;
      case Alteration.DropConstraint drop -> find(table, drop.name()) != null;
      case Alteration.RenameConstraint rename -> find(table, rename.from()) != null;
      default -> false;
    };
  }

  private @Nullable ForeignKey find(String table, String name) {
    for (ForeignKey key : all) {
      if (key.table().equals(table) && key.name().equals(name)) {
        return key;
      }
    }
    return null;
  }

  /** With those of a new table. */
  static Catalog added(Catalog catalog, List<ForeignKey> keys) {
    Catalog with = catalog;
    for (ForeignKey key : keys) {
      with = with.of(with.foreignKeys().and(with, key));
    }
    return with;
  }

  private ForeignKeys and(Catalog catalog, ForeignKey wanted) {
    Table table = catalog.table(wanted.table());
    ForeignKey key = checked(catalog, table, wanted);
    Set<String> taken = Constraints.names(table);
    of(key.table()).forEach(other -> taken.add(other.name()));
    if (key.name().isEmpty()) {
      String base = key.table() + "_" + String.join("_", key.columns()) + "_fkey";
      String name = base;
      for (int i = 1; taken.contains(name); i++) {
        name = base + i;
      }
      key = key.named(name);
    } else if (taken.contains(key.name())) {
      throw new SqlError(SqlState.DUPLICATE_OBJECT, "the constraint already exists")
          .with("constraint", key.name())
          .with("table", key.table());
    }
    SchemaChanges.checkName(key.name());
    List<ForeignKey> more = new ArrayList<>(all);
    more.add(key);
    return new ForeignKeys(more);
  }

  /** The key with the columns that it names; an error when it cannot be. */
  private static ForeignKey checked(Catalog catalog, Table table, ForeignKey wanted) {
    Table parent = catalog.table(wanted.parent());
    List<String> named = wanted.parentColumns();
    if (named.isEmpty()) {
      if (!parent.hasPrimaryKey()) {
        throw noKey(parent);
      }
      named = parent.primaryKey().stream().map(parent::column).map(Column::name).toList();
    }
    if (named.size() != wanted.columns().size()) {
      throw new SqlError(
              SqlState.INVALID_FOREIGN_KEY,
              "number of referencing and referenced columns for foreign key disagree")
          .with("table", table.name());
    }
    ForeignKey key =
        new ForeignKey(
            wanted.name(),
            wanted.table(),
            wanted.columns(),
            wanted.parent(),
            named,
            wanted.onDelete(),
            wanted.onUpdate());
    for (int i = 0; i < named.size(); i++) {
      Column column = column(table, key.columns().get(i));
      Column other = column(parent, named.get(i));
      if (!isAlike(column.type(), other.type())) {
        throw new SqlError(
                SqlState.DATATYPE_MISMATCH,
                "a foreign key and the key it names are of incompatible types")
            .with("column", column.name())
            .with("types", column.type() + ", " + other.type());
      }
    }
    if (!isUnique(parent, key)) {
      throw noKey(parent);
    }
    checkPlace(table, parent, key);
    checkNoCheck(table, key);
    return key;
  }

  private static SqlError noKey(Table parent) {
    return new SqlError(
            SqlState.INVALID_FOREIGN_KEY,
            "there is no unique constraint matching given keys for referenced table")
        .with("table", parent.name());
  }

  private static Column column(Table table, String name) {
    int ordinal = table.ordinal(name);
    if (ordinal < 0) {
      throw new SqlError(
              SqlState.UNDEFINED_COLUMN, "the column named in a foreign key does not exist")
          .with("column", name)
          .with("table", table.name());
    }
    return table.column(ordinal);
  }

  private static boolean isAlike(SqlType one, SqlType other) {
    return one.kind() == other.kind()
        || (one.kind().isInteger() && other.kind().isInteger())
        || (isText(one) && isText(other));
  }

  private static boolean isText(SqlType type) {
    return switch (type.kind()) {
      case TEXT, VARCHAR -> true;
      default -> false;
    };
  }

  private static boolean isUnique(Table parent, ForeignKey key) {
    Set<Integer> named = new HashSet<>(key.parentColumns().stream().map(parent::ordinal).toList());
    return uniqueKeys(parent).stream().anyMatch(unique -> named.equals(new HashSet<>(unique)));
  }

  private static List<List<Integer>> uniqueKeys(Table parent) {
    List<List<Integer>> keys = new ArrayList<>();
    if (parent.hasPrimaryKey()) {
      keys.add(parent.primaryKey());
    }
    parent.indexes().stream()
        .filter(index -> index.unique() && index.isPlain())
        .forEach(index -> keys.add(index.columns()));
    return keys;
  }

  /** What a row names has to be where the row is. */
  private static void checkPlace(Table table, Table parent, ForeignKey key) {
    if (parent.isReplicated()) {
      return;
    }
    boolean together = false;
    for (int i = 0; i < key.columns().size() && !table.isReplicated(); i++) {
      together |=
          table.ordinal(key.columns().get(i)) == table.partitionColumn()
              && parent.ordinal(key.parentColumns().get(i)) == parent.partitionColumn();
    }
    if (!together) {
      throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED,
              "a foreign key of a partitioned table names rows of the same partition")
          .with("table", table.name())
          .with("referenced table", parent.name())
          .with("its partition column", parent.column(parent.partitionColumn()).name())
          .hint(
              "Partition both tables by a column of the key, or make the referenced table a"
                  + " replicated one (without PARTITION BY HASH).");
    }
  }

  /** Rows that a key changes by itself are not looked at by checks. */
  private static void checkNoCheck(Table table, ForeignKey key) {
    for (Check check : table.checks()) {
      if (key.changesRows() && check.columns().stream().anyMatch(key.columns()::contains)) {
        throw new SqlError(
                SqlState.FEATURE_NOT_SUPPORTED,
                "a foreign key does not change columns that a check constraint names")
            .with("constraint", check.name())
            .hint("Use ON DELETE CASCADE, RESTRICT or NO ACTION, and no action ON UPDATE.");
      }
    }
  }

  /** Without those of dropped tables; 2BP01 when others name them, unless those go too. */
  static Catalog without(Catalog catalog, Set<String> gone, boolean cascade) {
    List<ForeignKey> left = new ArrayList<>();
    for (ForeignKey key : catalog.foreignKeys().all) {
      boolean ownGone = gone.contains(key.table());
      boolean parentGone = gone.contains(key.parent());
      if (parentGone && !ownGone && !cascade) {
        throw dependent(key).hint("Use DROP ... CASCADE to drop the dependent objects too.");
      }
      if (!ownGone && !parentGone) {
        left.add(key);
      }
    }
    return left.size() == catalog.foreignKeys().all.size()
        ? catalog
        : catalog.of(new ForeignKeys(left));
  }

  private static SqlError dependent(ForeignKey key) {
    return new SqlError(
            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
            "it cannot be changed because a foreign key depends on it")
        .with("constraint", key.name())
        .with("table", key.table());
  }

  /** 0A000 when a table is emptied whose rows are named by others. */
  void checkTruncate(List<String> tables) {
    for (ForeignKey key : all) {
      if (tables.contains(key.parent()) && !tables.contains(key.table())) {
        throw new SqlError(
                SqlState.FEATURE_NOT_SUPPORTED,
                "cannot truncate a table referenced in a foreign key constraint")
            .with("table", key.parent())
            .with("referenced by", key.table())
            .hint("Truncate both tables in one statement.");
      }
    }
  }

  /** The keys, in a catalog in which a table was altered. */
  static Catalog altered(Catalog before, String table, Catalog after, List<Alteration> actions) {
    ForeignKeys keys = before.foreignKeys();
    List<ForeignKey> added = new ArrayList<>();
    String name = table;
    for (Alteration action : actions) {
      keys = keys.altered(name, action, added);
      if (action instanceof Alteration.RenameTable(String to)) {
        keys = keys.tableRenamed(name, to);
        name = to;
      }
    }
    Catalog with = after.of(keys);
    keys.checkStillThere(with);
    String called = name;
    return added(with, added.stream().map(key -> key.tableRenamed(table, called)).toList());
  }

  private ForeignKeys altered(String table, Alteration action, List<ForeignKey> added) {
    return switch (action) {
      case Alteration.AddForeignKey add -> {
        added.add(add.key());
        yield this;
      }
      case Alteration.DropConstraint drop -> {
        ForeignKey dropped = find(table, drop.name());
        yield dropped == null ? this : without(dropped);
      }
      case Alteration.RenameConstraint(String from, String to) -> {
        ForeignKey old = find(table, from);
        yield old == null ? this : replaced(old, old.named(to));
      }
      case Alteration.RenameColumn(String from, String to) ->
          new ForeignKeys(all.stream().map(key -> key.columnRenamed(table, from, to)).toList());
      case Alteration.DropColumn drop -> {
        ForeignKeys left = this;
        for (ForeignKey key : of(table)) {
          left = key.columns().contains(drop.column()) ? left.without(key) : left;
        }
        yield left;
      }
      default -> this;
    };
  }

  private ForeignKeys tableRenamed(String from, String to) {
    return new ForeignKeys(all.stream().map(key -> key.tableRenamed(from, to)).toList());
  }

  private ForeignKeys without(ForeignKey key) {
    return new ForeignKeys(all.stream().filter(other -> !other.equals(key)).toList());
  }

  private ForeignKeys replaced(ForeignKey old, ForeignKey by) {
    return new ForeignKeys(all.stream().map(key -> key.equals(old) ? by : key).toList());
  }

  /** 2BP01 when what a key rests on has gone, or is of another type. */
  private void checkStillThere(Catalog after) {
    for (ForeignKey key : all) {
      Table parent = after.table(key.parent());
      Table table = after.table(key.table());
      boolean there = key.parentColumns().stream().allMatch(name -> parent.ordinal(name) >= 0);
      if (!there || !isUnique(parent, key)) {
        throw dependent(key);
      }
      for (int i = 0; i < key.columns().size(); i++) {
        SqlType one = table.column(table.ordinal(key.columns().get(i))).type();
        SqlType other = parent.column(parent.ordinal(key.parentColumns().get(i))).type();
        if (!isAlike(one, other)) {
          throw dependent(key);
        }
      }
      checkNoCheck(table, key);
    }
  }

  /** 2BP01 when a key rests on an index that has gone. */
  static Catalog checked(Catalog after) {
    after.foreignKeys().checkStillThere(after);
    return after;
  }
}
