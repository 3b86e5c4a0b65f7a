package dev.coulomb.node.catalog;

import dev.coulomb.node.catalog.sequence.SequenceLog;
import dev.coulomb.node.catalog.sequence.SequenceMoves;
import dev.coulomb.node.catalog.sequence.SequenceOptions;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sequences of a catalog. Immutable, but for their counters; any thread. */
public final class Sequences {
  static final Sequences NONE = new Sequences(new TreeMap<>());

  private final SortedMap<String, Sequence> sequences;

  private Sequences(SortedMap<String, Sequence> sequences) {
    this.sequences = Collections.unmodifiableSortedMap(sequences);
  }

  static Sequences of(List<Sequence> all) {
    return new Sequences(
        new TreeMap<>(all.stream().collect(Collectors.toMap(Sequence::name, Function.identity()))));
  }

  /** By name. */
  public Collection<Sequence> all() {
    return sequences.values();
  }

  public Optional<Sequence> find(String name) {
    return Optional.ofNullable(sequences.get(name));
  }

  /** This is the catalog at the end of a log, which told these moves; nobody has drawn yet. */
  public void recover(SequenceMoves moves) {
    sequences.values().forEach(sequence -> moves.applyTo(sequence.counter()));
  }

  /** A schema with these was committed: their counters are logged from now on. */
  public void logTo(SequenceLog log) {
    sequences.values().forEach(sequence -> sequence.counter().logTo(log));
  }

  /**
   * The sequence that a text names as SQL does: folded to lower case unless quoted, perhaps with
   * its schema. 42P01 when there is none.
   */
  public Sequence named(String text) {
    String name = text.strip();
    if (name.regionMatches(true, 0, "public.", 0, 7)) {
      name = name.substring(7);
    }
    boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
    name =
        quoted
            ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
            : name.toLowerCase(Locale.ROOT);
    Sequence found = sequences.get(name);
    if (found == null) {
      throw missing(name);
    }
    return found;
  }

  private static SqlError missing(String name) {
    return new SqlError(SqlState.UNDEFINED_TABLE, "the sequence does not exist")
        .with("sequence", name);
  }

  /** The sequences that are dropped with a table, or with one column of it. */
  List<String> ownedBy(String table, @Nullable String column) {
    return sequences.values().stream()
        .filter(one -> one.isOwnedBy(table, column))
        .map(Sequence::name)
        .toList();
  }

  Sequences without(Collection<String> names) {
    TreeMap<String, Sequence> left = new TreeMap<>(sequences);
    names.forEach(left::remove);
    return new Sequences(left);
  }

  Sequences with(Sequence sequence) {
    TreeMap<String, Sequence> all = new TreeMap<>(sequences);
    all.put(sequence.name(), sequence);
    return new Sequences(all);
  }

  /** Those of a table, and with a column only those of it, as something else. */
  Sequences changed(String table, @Nullable String column, UnaryOperator<Sequence> change) {
    List<String> owned = ownedBy(table, column);
    if (owned.isEmpty()) {
      return this;
    }
    TreeMap<String, Sequence> all = new TreeMap<>(sequences);
    owned.forEach(name -> all.computeIfPresent(name, (n, s) -> change.apply(s)));
    return new Sequences(all);
  }

  /** One of them as something else of the same name. */
  Sequences changed(String name, UnaryOperator<Sequence> change) {
    TreeMap<String, Sequence> all = new TreeMap<>(sequences);
    all.computeIfPresent(name, (n, known) -> change.apply(known));
    return new Sequences(all);
  }

  /** What became of a column that wants a sequence of its own. */
  record Made(Sequences sequences, Column column, boolean isNew) {}

  /**
   * The column with the sequence it wants, of this id.
   *
   * @param taken names that a relation has
   */
  Made make(String table, Column column, int id, Predicate<String> taken) {
    SequenceOptions wanted = column.drawing().wanted();
    if (wanted == null) {
      return new Made(this, column, false);
    }
    String base = chosenName(table, column.name());
    String name = base;
    for (int i = 1; sequences.containsKey(name) || taken.test(name); i++) {
      name = base + i;
    }
    Sequence.Owner owner = new Sequence.Owner(table, column.name());
    Sequence made = Sequence.of(id, name, wanted, owner);
    return new Made(with(made), column.drawing(name), true);
  }

  /** PostgreSQL's: the longer part is cut until the whole is a name. */
  private static String chosenName(String table, String column) {
    String first = table;
    String second = column;
    while (bytes(first) + bytes(second) + "__seq".length() > SchemaChanges.NAME_BYTES_MAX) {
      if (bytes(first) > bytes(second)) {
        first = first.substring(0, first.length() - 1);
      } else {
        second = second.substring(0, second.length() - 1);
      }
    }
    return first + "_" + second + "_seq";
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The columns without defaults that draw from these; 2BP01 unless the defaults go too. */
  static List<Column> undrawn(
      String table, List<Column> columns, Collection<String> dropped, boolean cascade) {
    List<Column> left = new ArrayList<>();
    for (Column column : columns) {
      Optional<String> used =
          column.drawing().sequences().stream().filter(dropped::contains).findFirst();
      if (used.isPresent() && !cascade) {
        throw new SqlError(
                SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                "it cannot be dropped because the default of a column depends on its sequence")
            .with("sequence", used.get())
            .with("column", table + "." + column.name())
            .hint("Use DROP ... CASCADE to drop the dependent objects too.");
      }
      left.add(used.isPresent() ? column.with(null, Drawing.NONE) : column);
    }
    return left;
  }

  /** The same of all tables. */
  static SortedMap<String, Table> undrawn(
      SortedMap<String, Table> tables, Collection<String> dropped, boolean cascade) {
    SortedMap<String, Table> left = new TreeMap<>(tables);
    left.replaceAll(
        (name, table) -> table.withColumns(undrawn(name, table.columns(), dropped, cascade)));
    return left;
  }

  /** The same catalog when {@code IF [NOT] EXISTS} leaves nothing to do. */
  static Catalog apply(Catalog catalog, SchemaChange.OfSequences change) {
    return switch (change) {
      case SchemaChange.CreateSequence create -> catalog.sequences().create(catalog, create);
      case SchemaChange.AlterSequence alter -> catalog.sequences().alter(catalog, alter);
      case SchemaChange.RenameSequence rename -> catalog.sequences().rename(catalog, rename);
      case SchemaChange.DropSequence drop -> catalog.sequences().drop(catalog, drop);
    };
  }

  private Catalog create(Catalog catalog, SchemaChange.CreateSequence create) {
    SchemaChanges.checkName(create.name());
    if (catalog.hasRelation(create.name())) {
      if (create.ifNotExists()) {
        return catalog;
      }
      throw new SqlError(SqlState.DUPLICATE_TABLE, "the relation already exists")
          .with("relation", create.name());
    }
    Sequence.Owner owner = owner(catalog, create.options().owner());
    Sequence made = Sequence.of(catalog.nextId(), create.name(), create.options(), owner);
    return catalog.with(catalog.nextId() + 1, with(made));
  }

  private static Sequence.@Nullable Owner owner(Catalog catalog, @Nullable List<String> said) {
    if (said == null || said.isEmpty()) {
      return null;
    }
    Table table = catalog.table(said.get(0));
    if (table.ordinal(said.get(1)) < 0) {
      throw new SqlError(SqlState.UNDEFINED_COLUMN, "the column does not exist")
          .with("column", said.get(1))
          .with("table", table.name());
    }
    return new Sequence.Owner(said.get(0), said.get(1));
  }

  private Catalog alter(Catalog catalog, SchemaChange.AlterSequence alter) {
    Sequence known = sequences.get(alter.name());
    if (known == null) {
      if (alter.ifExists()) {
        return catalog;
      }
      throw missing(alter.name());
    }
    Sequence altered = known.altered(alter.options());
    List<String> owner = alter.options().owner();
    if (owner != null) {
      if (isIdentity(catalog, known)) {
        throw new SqlError(
                SqlState.FEATURE_NOT_SUPPORTED, "cannot change ownership of identity sequence")
            .with("sequence", known.name());
      }
      altered = altered.ownedBy(owner(catalog, owner));
    }
    return catalog.with(catalog.nextId(), with(altered));
  }

  /** True when an identity column gives the numbers of this one. */
  public static boolean isIdentity(Catalog catalog, Sequence sequence) {
    Sequence.Owner owner = sequence.owner();
    return owner != null
        && catalog
            .find(owner.table())
            .filter(table -> {
              int ordinal = table.ordinal(owner.column());
              return ordinal >= 0 && table.column(ordinal).drawing().isIdentity();
            })
            .isPresent();
  }

  private Catalog rename(Catalog catalog, SchemaChange.RenameSequence rename) {
    Sequence known = sequences.get(rename.name());
    if (known == null) {
      if (rename.ifExists()) {
        return catalog;
      }
      throw missing(rename.name());
    }
    SchemaChanges.checkName(rename.to());
    if (catalog.hasRelation(rename.to())) {
      throw new SqlError(SqlState.DUPLICATE_TABLE, "the relation already exists")
          .with("relation", rename.to());
    }
    SortedMap<String, Table> tables = new TreeMap<>(catalog.byName());
    tables.replaceAll((name, table) ->
        table.withColumns(
            table.columns().stream()
                .map(column -> renamed(column, rename.name(), rename.to()))
                .toList()));
    Sequences all = without(List.of(rename.name())).with(known.named(rename.to()));
    return catalog.of(all).with(catalog.nextId(), tables);
  }

  /** Defaults name it by its text. */
  private static Column renamed(Column column, String from, String to) {
    if (!column.drawing().sequences().contains(from)) {
      return column;
    }
    if (!Sequence.drawing(from).equals(column.defaultText())) {
      throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED,
              "a sequence that a default computes with cannot be renamed")
          .with("sequence", from)
          .with("column", column.name())
          .hint("Drop the default, rename the sequence, set the default again.");
    }
    return column.with(Sequence.drawing(to), column.drawing().renamed(from, to));
  }

  private Catalog drop(Catalog catalog, SchemaChange.DropSequence drop) {
    List<String> there = new ArrayList<>();
    for (String name : drop.names()) {
      Sequence known = sequences.get(name);
      if (known == null) {
        if (catalog.hasRelation(name)) {
          throw new SqlError(SqlState.WRONG_OBJECT_TYPE, "the relation is not a sequence")
              .with("relation", name);
        }
        if (!drop.ifExists()) {
          throw missing(name);
        }
        continue;
      }
      if (isIdentity(catalog, known)) {
        throw new SqlError(
                SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                "it cannot be dropped because an identity column requires it")
            .with("sequence", name)
            .hint("Drop the column, or use ALTER TABLE … ALTER COLUMN … DROP IDENTITY.");
      }
      there.add(name);
    }
    if (there.isEmpty()) {
      return catalog;
    }
    SortedMap<String, Table> tables = undrawn(catalog.byName(), there, drop.cascade());
    Catalog left = catalog.of(tables, catalog.views()).of(without(there));
    return MaterializedViews.without(left, there, drop.cascade());
  }
}
