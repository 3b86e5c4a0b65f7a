package dev.coulomb.node.catalog;

import dev.coulomb.node.catalog.computed.Computed;
import dev.coulomb.node.catalog.computed.RowFunctions;
import dev.coulomb.node.catalog.computed.RowFunctions.RowFunction;
import dev.coulomb.node.types.KeyWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The entries that rows have in one index. Immutable; any thread. */
public final class IndexKeys {
  /** Bytes of the value of an entry. */
  public static final int ENTRY_VALUE_BYTES = 2;

  private final Table table;
  private final Index index;
  private final @Nullable RowFunction[] parts;
  private final @Nullable RowFunction predicate;

  public IndexKeys(Table table, Index index, RowFunctions functions) {
    this.table = table;
    this.index = index;
    this.parts = new @Nullable RowFunction[index.columns().size()];
    for (int i = 0; i < parts.length; i++) {
      Computed computed = index.computed(i);
      parts[i] = computed == null ? null : functions.compile(computed.value());
    }
    Computed rows = index.predicate();
    this.predicate = rows == null ? null : functions.compile(rows.value());
  }

  /** The index. */
  public Index index() {
    return index;
  }

  /** True when the row is in the index. */
  public boolean has(@Nullable Object[] row) {
    return predicate == null || Boolean.TRUE.equals(predicate.of(row));
  }

  /** True when nothing in the row's key is null; only such keys have to be unique. */
  public boolean isWhole(@Nullable Object[] row) {
    for (int i = 0; i < parts.length; i++) {
      if (value(row, i) == null) {
        return false;
      }
    }
    return true;
  }

  /** Appends the key of a row. */
  public void write(@Nullable Object[] row, KeyWriter into) {
    for (int i = 0; i < parts.length; i++) {
      into.value(index.type(table, i).kind(), value(row, i));
    }
  }

  private @Nullable Object value(@Nullable Object[] row, int part) {
    RowFunction function = parts[part];
    return function == null ? row[index.columns().get(part)] : function.of(row);
  }

  /** The entry of a row: its key in the index, then its key in the table. */
  public byte[] entry(@Nullable Object[] row, byte[] key, KeyWriter keys) {
    keys.reset();
    write(row, keys);
    return keys.raw(key).toBytes();
  }

  /** How many bytes of an entry are the index' own key. */
  public static byte[] entryValue(byte[] entry, byte[] key) {
    return ByteBuffer.allocate(ENTRY_VALUE_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) (entry.length - key.length))
        .array();
  }
}
