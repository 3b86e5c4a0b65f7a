package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Check;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Derivation;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.catalog.View;
import dev.coulomb.node.catalog.computed.Computed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code pg_class}: a table, a view of either kind, a sequence or an index.
 *
 * @param oid the id of the table or index
 * @param kind {@code r}, {@code v}, {@code m}, {@code S} or {@code i}
 * @param table the table, one with the columns of the view, or the one that the index is of
 * @param columns ordinals of the table's columns: all, or those of the index in key order
 * @param unique of an index
 * @param primary of the index behind a primary key
 * @param index the index, but for that behind a primary key
 */
record Relation(
    long oid,
    String name,
    char kind,
    Table table,
    List<Integer> columns,
    boolean unique,
    boolean primary,
    @Nullable Index index) {
  /** The index behind a primary key has no id of its own: it is this much above its table's. */
  private static final long PRIMARY_KEY_OIDS = 1_000_000_000L;

  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  /** All, by name. */
  static List<Relation> of(Catalog catalog) {
    List<Relation> all = new ArrayList<>();
    for (Table table : catalog.tables()) {
      Derivation view = table.derivation();
      if (view != null) {
        all.add(view(table.id(), table.name(), 'm', view.columns()));
        continue;
      }
      List<Integer> columns = new ArrayList<>();
      for (int i = 0; i < table.columns().size(); i++) {
        columns.add(i);
      }
      all.add(new Relation(table.id(), table.name(), 'r', table, columns, false, false, null));
      all.addAll(indexes(table));
    }
    for (View view : catalog.views().all()) {
      all.add(view(view.id(), view.name(), 'v', view.columns()));
    }
    for (Sequence sequence : catalog.sequences().all()) {
      all.add(view(sequence.id(), sequence.name(), 'S', Sequence.COLUMNS));
    }
    all.sort(Comparator.comparing(Relation::name));
    return all;
  }

  private static Relation view(int id, String name, char kind, List<Column> columns) {
    Table rows = new Table(id, name, columns, List.of(), Table.REPLICATED, List.of());
    List<Integer> ordinals = IntStream.range(0, columns.size()).boxed().toList();
    return new Relation(id, name, kind, rows, ordinals, false, false, null);
  }

  /** The primary key first, then by name. */
  static List<Relation> indexes(Table table) {
    List<Relation> indexes = new ArrayList<>();
    for (Index index : table.indexes()) {
      indexes.add(
          new Relation(
              index.id(), index.name(), 'i', table, index.columns(), index.unique(), false, index));
    }
    indexes.sort(Comparator.comparing(Relation::name));
    if (table.hasPrimaryKey()) {
      indexes.addFirst(
          new Relation(
              PRIMARY_KEY_OIDS + table.id(),
              table.name() + "_pkey",
              'i',
              table,
              table.primaryKey(),
              true,
              true,
              null));
    }
    return indexes;
  }

  /** A column of the table by its place in this relation, from 0. */
  Column column(int place) {
    Computed computed = computed(place);
    return computed == null
        ? table.column(columns.get(place))
        : new Column(computed.name(), computed.type(), true);
  }

  private @Nullable Computed computed(int place) {
    return index == null ? null : index.computed(place);
  }

  boolean isTable() {
    return kind == 'r';
  }

  /** What psql calls it. */
  String kindName() {
    return switch (kind) {
      case 'i' -> "index";
      case 'v' -> "view";
      case 'm' -> "materialized view";
      case 'S' -> "sequence";
      default -> "table";
    };
  }

  boolean isIndex() {
    return kind == 'i';
  }

  /** Whether it stands behind a key: the primary one, or a unique one, told by its given name. */
  boolean isConstraint() {
    return primary || (unique && name.endsWith("_key") && (index == null || index.isPlain()));
  }

  boolean hasIndexes() {
    return !isIndex() && (table.hasPrimaryKey() || !table.indexes().isEmpty());
  }

  /** As {@code pg_get_indexdef} writes it. */
  String definition() {
    return "CREATE "
        + (unique ? "UNIQUE " : "")
        + "INDEX "
        + quoted(name)
        + " ON public."
        + quoted(table.name())
        + " USING btree "
        + keyList()
        + rows();
  }

  private String rows() {
    Computed predicate = index == null ? null : index.predicate();
    return predicate == null ? "" : " WHERE " + inParentheses(predicate.text());
  }

  /** As {@code pg_get_constraintdef} writes it. */
  String keyDefinition() {
    return "PRIMARY KEY " + keyList();
  }

  /** As {@code pg_get_constraintdef} writes it. */
  static String definition(Check check) {
    return "CHECK (" + check.text() + ")";
  }

  private String keyList() {
    return IntStream.range(0, columns.size())
        .mapToObj(place -> keyPart(place) + order(place))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String order(int place) {
    return index == null || index.orders().isEmpty() ? "" : index.orders().get(place);
  }

  /** A part of an index' key as it is defined. */
  String keyPart(int place) {
    Computed computed = computed(place);
    if (computed == null) {
      return quoted(table.column(columns.get(place)).name());
    }
    boolean call = !computed.name().equals("expr") && computed.text().endsWith(")");
    return call ? computed.text() : inParentheses(computed.text());
  }

  /** PostgreSQL puts all but names into parentheses. */
  private static String inParentheses(String text) {
    return PLAIN.matcher(text).matches() || isInParentheses(text) ? text : "(" + text + ")";
  }

  private static boolean isInParentheses(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0 && i < text.length() - 1) {
        return false;
      }
    }
    return depth == 0 && text.startsWith("(");
  }

  static String quoted(String name) {
    return PLAIN.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
