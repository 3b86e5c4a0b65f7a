package dev.coulomb.node.execution.reference;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.ForeignKey;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.storage.KeyRange;
import dev.coulomb.node.storage.RowCursor;
import dev.coulomb.node.storage.RowView;
import dev.coulomb.node.storage.StoreReader;
import dev.coulomb.node.types.KeyWriter;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A foreign key with its tables, under one catalog: finds rows at both of its ends. Immutable. */
final class Reference {
  private final ForeignKey key;
  private final Table table;
  private final Table parent;
  private final int[] columns;
  private final int[] parentColumns;

  Reference(ForeignKey key, Catalog catalog) {
    this.key = key;
    this.table = catalog.table(key.table());
    this.parent = catalog.table(key.parent());
    this.columns = key.columns().stream().mapToInt(table::ordinal).toArray();
    this.parentColumns = key.parentColumns().stream().mapToInt(parent::ordinal).toArray();
  }

  ForeignKey key() {
    return key;
  }

  Table table() {
    return table;
  }

  Table parent() {
    return parent;
  }

  int[] columns() {
    return columns;
  }

  /** What a row names; null: nothing. */
  @Nullable Object @Nullable [] named(@Nullable Object @Nullable [] row) {
    return values(row, columns);
  }

  /** By what a row of the parent is named; null: it cannot be. */
  @Nullable Object @Nullable [] name(@Nullable Object @Nullable [] row) {
    return values(row, parentColumns);
  }

  private static @Nullable Object @Nullable [] values(
      @Nullable Object @Nullable [] row, int[] ordinals) {
    if (row == null) {
      return null;
    }
    @Nullable Object[] values = new @Nullable Object[ordinals.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = row[ordinals[i]];
      if (values[i] == null) {
        return null;
      }
    }
    return values;
  }

  /** True when both are the same key of the parent, or both none. */
  boolean isSame(@Nullable Object @Nullable [] one, @Nullable Object @Nullable [] other) {
    return one == null || other == null
        ? one == null && other == null
        : Arrays.equals(bytes(parent, parentColumns, one), bytes(parent, parentColumns, other));
  }

  private static byte[] bytes(Table of, int[] ordinals, @Nullable Object[] values) {
    KeyWriter writer = new KeyWriter();
    for (int i = 0; i < ordinals.length; i++) {
      writer.value(of.column(ordinals[i]).type().kind(), values[i]);
    }
    return writer.toBytes();
  }

  /** True when a table's column can hold all the values. */
  private static boolean fits(Table of, int[] ordinals, @Nullable Object[] values) {
    for (int i = 0; i < ordinals.length; i++) {
      if (values[i] instanceof Long number && !fits(of, ordinals[i], number)) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(Table of, int ordinal, long number) {
    return switch (of.column(ordinal).type().kind()) {
      case SMALLINT -> number == (short) number;
      case INTEGER -> number == (int) number;
      default -> true;
    };
  }

  /** True when the parent has a row of this name. */
  boolean hasParent(StoreReader store, @Nullable Object[] name) {
    if (!fits(parent, parentColumns, name)) {
      return false;
    }
    if (isKey(parent.primaryKey(), parentColumns)) {
      byte[] sought = bytes(parent, parent.primaryKey(), parentColumns, name);
      return store.get(parent, sought, new RowView());
    }
    for (Index index : parent.indexes()) {
      if (index.unique() && index.isPlain() && isKey(index.columns(), parentColumns)) {
        byte[] sought = bytes(parent, index.columns(), parentColumns, name);
        return store.scan(parent, index, KeyRange.startingWith(sought), false).next();
      }
    }
    throw new Invariant.Broken("what a foreign key names is unique");
  }

  private static boolean isKey(List<Integer> key, int[] ordinals) {
    return key.size() == ordinals.length && Arrays.stream(ordinals).allMatch(key::contains);
  }

  /** The values, which are in the order of ordinals, in the order of a key. */
  private static byte[] bytes(
      Table of, List<Integer> key, int[] ordinals, @Nullable Object[] values) {
    KeyWriter writer = new KeyWriter();
    for (int column : key) {
      for (int i = 0; i < ordinals.length; i++) {
        if (ordinals[i] == column) {
          writer.value(of.column(column).type().kind(), values[i]);
        }
      }
    }
    return writer.toBytes();
  }

  /** The keys of the rows that name this; at most so many. */
  List<byte[]> children(StoreReader store, @Nullable Object[] name, int most) {
    List<byte[]> keys = new ArrayList<>();
    if (!fits(table, columns, name)) {
      return keys;
    }
    Index index = null;
    List<Integer> path = leads(table.primaryKey()) ? table.primaryKey() : null;
    for (Index candidate : table.indexes()) {
      if (path == null && candidate.isPlain() && leads(candidate.columns())) {
        index = candidate;
        path = candidate.columns();
      }
    }
    KeyRange range =
        path == null
            ? KeyRange.ALL
            : KeyRange.startingWith(bytes(table, path.subList(0, columns.length), columns, name));
    RowCursor found = store.scan(table, index, range, false);
    while (keys.size() < most && found.next()) {
      if (path != null || isSame(named(found.row().toArray()), name)) {
        keys.add(found.key());
      }
    }
    return keys;
  }

  private boolean leads(List<Integer> key) {
    return key.size() >= columns.length && isKey(key.subList(0, columns.length), columns);
  }

  /** 23503, of a row that names none. */
  SqlError noParent(@Nullable Object[] name) {
    return violated(
            "insert or update on table violates foreign key constraint", table, key.columns(), name)
        .with("is not present in table", parent.name());
  }

  /** 23503, of a row that is named. */
  SqlError stillNamed(@Nullable Object[] name) {
    return violated(
            "update or delete on table violates foreign key constraint",
            parent,
            key.parentColumns(),
            name)
        .with("is still referenced from table", table.name());
  }

  private SqlError violated(
      String sentence, Table changed, List<String> names, @Nullable Object[] values) {
    return new SqlError(SqlState.FOREIGN_KEY_VIOLATION, sentence)
        .with("table", changed.name())
        .with("constraint", key.name())
        .with("key", "(" + String.join(", ", names) + ")=(" + text(values) + ")");
  }

  private static String text(@Nullable Object[] values) {
    return String.join(", ", Arrays.stream(values).map(Objects::toString).toList());
  }
}
