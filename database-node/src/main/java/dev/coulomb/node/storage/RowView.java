package dev.coulomb.node.storage;

import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.storage.memory.Memory;
import dev.coulomb.node.types.Interval;
import dev.coulomb.node.types.RowLayout;
import dev.coulomb.node.types.TypeKind;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One encoded row, and its columns one by one. Of a cursor it is the row where it lies in its page:
 * valid until the cursor's next step or a change of the table; else it is a copy. Confined to one
 * thread.
 */
public final class RowView {
  private static final long NOT_STORED = 0;

  private byte[] bytes = new byte[0];
  private int length;
  private @Nullable RowLayout layout;

  /** Of the row in its page; the bytes are not used then. */
  private long address = NOT_STORED;

  /**
   * For {@link StoreReader#get(dev.coulomb.node.catalog.Table, byte[], RowView)}, again and again.
   */
  public RowView() {}

  /** The value of one column; nothing else is decoded. */
  public @Nullable Object get(int column) {
    RowLayout known = layout();
    return address == NOT_STORED ? known.get(bytes, 0, column) : stored(known, column);
  }

  /** The value of a column that is not null and whose values are {@code Long}s. */
  public long getLong(int column) {
    RowLayout known = layout();
    if (address == NOT_STORED) {
      return (Long) Invariant.present(known.get(bytes, 0, column), "nulls are asked for before");
    }
    long slot = address + known.slot(column);
    return switch (known.type(column).kind().width()) {
      case Short.BYTES -> (short) Memory.getShort(slot);
      case Integer.BYTES -> Memory.getInt(slot);
      default -> Memory.getLong(slot);
    };
  }

  /** The value of a column of {@code double precision} that is not null. */
  public double getDouble(int column) {
    RowLayout known = layout();
    return address == NOT_STORED
        ? (Double) Invariant.present(known.get(bytes, 0, column), "nulls are asked for before")
        : Double.longBitsToDouble(Memory.getLong(address + known.slot(column)));
  }

  public boolean isNull(int column) {
    return address == NOT_STORED ? layout().isNull(bytes, 0, column) : isStoredNull(column);
  }

  /** All columns. */
  public @Nullable Object[] toArray() {
    @Nullable Object[] row = new Object[layout().columns()];
    for (int i = 0; i < row.length; i++) {
      row[i] = get(i);
    }
    return row;
  }

  /** Bytes of the encoded row. */
  public int length() {
    return length;
  }

  /** A copy of the encoded row. */
  public byte[] toBytes() {
    if (address == NOT_STORED) {
      return Arrays.copyOf(bytes, length);
    }
    byte[] copy = new byte[length];
    Memory.copyOut(address, copy, 0, length);
    return copy;
  }

  private boolean isStoredNull(int column) {
    return (Memory.getByte(address + (column >> 3)) & 1 << (column & 7)) != 0;
  }

  private @Nullable Object stored(RowLayout known, int column) {
    if (isStoredNull(column)) {
      return null;
    }
    TypeKind kind = known.type(column).kind();
    long slot = address + known.slot(column);
    return switch (kind) {
      case BOOLEAN -> Memory.getByte(slot) != 0;
      case SMALLINT -> (long) (short) Memory.getShort(slot);
      case INTEGER, DATE -> (long) Memory.getInt(slot);
      case BIGINT, TIME, TIMESTAMP, TIMESTAMPTZ -> Memory.getLong(slot);
      case REAL -> Float.intBitsToFloat(Memory.getInt(slot));
      case DOUBLE -> Double.longBitsToDouble(Memory.getLong(slot));
      case INTERVAL ->
          new Interval(Memory.getInt(slot), Memory.getInt(slot + 4), Memory.getLong(slot + 8));
      case UUID -> new UUID(Memory.getLong(slot), Memory.getLong(slot + 8));
      case NUMERIC, TEXT, VARCHAR, CHAR, BYTEA, JSON, JSONB ->
          storedVariable(known, kind, column, slot);
    };
  }

  private Object storedVariable(RowLayout known, TypeKind kind, int column, long slot) {
    int before = known.slotBefore(column);
    int from = before < 0 ? 0 : Memory.getInt(address + before);
    int size = Memory.getInt(slot) - from;
    byte[] value = new byte[size];
    Memory.copyOut(address + known.variableStart() + from, value, 0, size);
    return RowLayout.variable(kind, value, 0, size);
  }

  /** Stands on the value of a leaf cell, or is a copy of one that lies in several pages. */
  void standOn(RowLayout newLayout, PageAllocator allocator, long cell) {
    if (Page.overflows(cell)) {
      read(newLayout, allocator, cell);
      return;
    }
    address = Page.value(cell);
    length = Page.valueLength(cell);
    layout = newLayout;
  }

  /** Becomes a copy of the value of a leaf cell. */
  void read(RowLayout newLayout, PageAllocator allocator, long cell) {
    int size = Page.valueLength(cell);
    if (bytes.length < size) {
      // The first row is often the only one; later ones are a little longer again and again.
      bytes = new byte[bytes.length == 0 ? size : Math.max(size, bytes.length * 2)];
    }
    OverflowPages.copyValue(allocator, cell, bytes);
    address = NOT_STORED;
    length = size;
    layout = newLayout;
  }

  /** Becomes the given row. */
  void set(RowLayout newLayout, byte[] row) {
    bytes = row;
    address = NOT_STORED;
    length = row.length;
    layout = newLayout;
  }

  private RowLayout layout() {
    RowLayout known = layout;
    if (known == null) {
      throw new Invariant.Broken("a row is read after it was found");
    }
    return known;
  }
}
