package dev.coulomb.node.catalog;

import dev.coulomb.node.catalog.computed.Computed;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A secondary index of a table, or the index behind a unique constraint.
 *
 * @param id unique in the cluster, never used again
 * @param name unique among tables and indexes
 * @param columns the key in order: ordinals of the table's columns, and for what is computed the
 *     number −1 − place in {@code computed}
 * @param unique no two rows share a key without nulls
 * @param computed the parts of the key that are no columns
 * @param predicate only rows for which it is true are in the index; null: all
 * @param orders how each part was declared to be ordered, to be shown; the entries are in ascending
 *     order all the same, and are read from either end
 */
public record Index(
    int id,
    String name,
    List<Integer> columns,
    boolean unique,
    List<Computed> computed,
    @Nullable Computed predicate,
    List<String> orders) {
  /** The id of an index that only the stores know, because it is being built. */
  public static final int UNFINISHED = -1;

  public Index {
    columns = List.copyOf(columns);
    computed = List.copyOf(computed);
    orders = List.copyOf(orders);
  }

  /** An index of columns, of all rows. */
  public Index(int id, String name, List<Integer> columns, boolean unique) {
    this(id, name, columns, unique, List.of(), null, List.of());
  }

  /** True when its key is columns, and all rows are in it. */
  public boolean isPlain() {
    return computed.isEmpty() && predicate == null;
  }

  /** What part of the key is computed, or null: it is a column. */
  public @Nullable Computed computed(int part) {
    int column = columns.get(part);
    return column < 0 ? computed.get(-1 - column) : null;
  }

  /** The type of a part of its key. */
  public SqlType type(Table table, int part) {
    Computed value = computed(part);
    return value == null ? table.column(columns.get(part)).type() : value.type();
  }

  /** True when whether it is of use can depend on the constants of a query. */
  public boolean asksForConstants() {
    Computed rows = predicate;
    return (rows != null && rows.value().hasConstants())
        || computed.stream().anyMatch(value -> value.value().hasConstants());
  }

  /** The same key, when the columns of its table stand elsewhere. */
  public Index renumbered(IntUnaryOperator ordinals) {
    Computed rows = predicate;
    return new Index(
        id,
        name,
        columns.stream().map(column -> column < 0 ? column : ordinals.applyAsInt(column)).toList(),
        unique,
        computed.stream().map(value -> renumbered(value, ordinals)).toList(),
        rows == null ? null : renumbered(rows, ordinals),
        orders);
  }

  private static Computed renumbered(Computed value, IntUnaryOperator ordinals) {
    return new Computed(
        value.name(), value.text(), value.type(), value.value().renumbered(ordinals));
  }

  /** The ordinals of the columns that are parts of the key as they are. */
  public List<Integer> plainColumns() {
    return IntStream.range(0, columns.size())
        .map(columns::get)
        .filter(column -> column >= 0)
        .boxed()
        .toList();
  }

  /** The same index under another name. */
  Index named(String otherName) {
    return new Index(id, otherName, columns, unique, computed, predicate, orders);
  }

  /** The ordinals of the columns that it is made of, those of what is computed among them. */
  List<Integer> usedColumns() {
    List<Integer> used = new ArrayList<>();
    renumbered(ordinal -> {
      used.add(ordinal);
      return ordinal;
    });
    return used.stream().distinct().toList();
  }

  /**
   * The same index while it is being built.
   *
   * @param checked it refuses rows that are not unique already
   */
  public Index unfinished(boolean checked) {
    return new Index(UNFINISHED, name, columns, unique && checked, computed, predicate, orders);
  }

  /** The same index under another id: one without entries. */
  Index as(int otherId) {
    return new Index(otherId, name, columns, unique, computed, predicate, orders);
  }
}
