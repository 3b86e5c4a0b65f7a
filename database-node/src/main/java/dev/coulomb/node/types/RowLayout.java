package dev.coulomb.node.types;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the columns of a row lie in its bytes. Computed once per table; immutable.
 *
 * <pre>
 * offset 0      null bits, ⌈columns / 8⌉ bytes, column i is bit i % 8 of byte i / 8
 * then          fixed part: a slot for every column, little-endian; a column of variable width has
 *               a u32 here: where its value ends, counted from the start of the variable part
 * then          variable part: the values in column order; one starts where the one before ended
 * </pre>
 *
 * A null keeps its slot (zeros; of variable width: the end of the value before it) and takes no
 * bytes of the variable part. What is in slots and values:
 *
 * <pre>
 * boolean                                u8: 0, 1
 * smallint; integer, date; bigint, time, timestamp, timestamptz   i16; i32; i64
 * real; double precision                 IEEE 754, 4 bytes; 8 bytes
 * interval                               months i32, days i32, microseconds i64
 * uuid                                   two u64: the high one first
 * numeric                                scale i16, little-endian; unscaled value, two's complement,
 *                                        big-endian, as few bytes as it takes
 * text, varchar, char, json, jsonb       UTF-8; of char without the blanks at its end
 * bytea                                  the bytes
 * </pre>
 *
 * <p>Logs and snapshots are full of rows: what is here never changes ({@code StoredLayoutTest}).
 */
public final class RowLayout {
  private static final VarHandle SHORT = little(short[].class);
  private static final VarHandle INT = little(int[].class);
  private static final VarHandle LONG = little(long[].class);
  private static final int VARIABLE_SLOT_BYTES = 4;
  private static final int NO_COLUMN = -1;

  private final SqlType[] types;
  private final int[] slots;
  private final int[] previousVariable;
  private final int variableStart;

  public RowLayout(List<SqlType> columns) {
    types = columns.toArray(SqlType[]::new);
    slots = new int[types.length];
    previousVariable = new int[types.length];
    int offset = (types.length + 7) / 8;
    int previous = NO_COLUMN;
    for (int i = 0; i < types.length; i++) {
      slots[i] = offset;
      int width = types[i].kind().width();
      previousVariable[i] = previous;
      if (width == TypeKind.VARIABLE) {
        previous = i;
        offset += VARIABLE_SLOT_BYTES;
      } else {
        offset += width;
      }
    }
    variableStart = offset;
  }

  public int columns() {
    return types.length;
  }

  public SqlType type(int column) {
    return types[column];
  }

  /** Encodes a row; the values are of the columns' types, as {@link SqlType} lists them. */
  public byte[] encode(@Nullable Object[] values) {
    byte[][] variable = new byte[types.length][];
    int size = variableStart;
    for (int i = 0; i < types.length; i++) {
      Object value = values[i];
      if (value != null && types[i].kind().width() == TypeKind.VARIABLE) {
        variable[i] = variableBytes(types[i].kind(), value);
        size += variable[i].length;
      }
    }
    byte[] row = new byte[size];
    int end = 0;
    for (int i = 0; i < types.length; i++) {
      Object value = values[i];
      if (types[i].kind().width() == TypeKind.VARIABLE) {
        byte[] bytes = variable[i];
        if (bytes != null) {
          System.arraycopy(bytes, 0, row, variableStart + end, bytes.length);
          end += bytes.length;
        }
        INT.set(row, slots[i], end);
      } else if (value != null) {
        putFixed(row, slots[i], types[i].kind(), value);
      }
      if (value == null) {
        row[i >> 3] |= (byte) (1 << (i & 7));
      }
    }
    return row;
  }

  /** True when the column is null in the row that starts at {@code offset} of {@code bytes}. */
  public boolean isNull(byte[] bytes, int offset, int column) {
    return (bytes[offset + (column >> 3)] & (1 << (column & 7))) != 0;
  }

  /** Decodes one column of the row that starts at {@code offset} of {@code bytes}. */
  public @Nullable Object get(byte[] bytes, int offset, int column) {
    if (isNull(bytes, offset, column)) {
      return null;
    }
    int slot = offset + slots[column];
    return switch (types[column].kind()) {
      case BOOLEAN -> bytes[slot] != 0;
      case SMALLINT -> (long) (short) SHORT.get(bytes, slot);
      case INTEGER, DATE -> (long) (int) INT.get(bytes, slot);
      case BIGINT, TIME, TIMESTAMP, TIMESTAMPTZ -> (long) LONG.get(bytes, slot);
      case REAL -> Float.intBitsToFloat((int) INT.get(bytes, slot));
      case DOUBLE -> Double.longBitsToDouble((long) LONG.get(bytes, slot));
      case INTERVAL ->
          new Interval(
              (int) INT.get(bytes, slot),
              (int) INT.get(bytes, slot + 4),
              (long) LONG.get(bytes, slot + 8));
      case UUID -> new UUID((long) LONG.get(bytes, slot), (long) LONG.get(bytes, slot + 8));
      case NUMERIC, TEXT, VARCHAR, CHAR, BYTEA, JSON, JSONB -> variable(bytes, offset, column);
    };
  }

  /** Where the slot of a column begins, counted from the beginning of the row. */
  public int slot(int column) {
    return slots[column];
  }

  /** The slot that says where the value of a column of variable width begins; −1: at the front. */
  public int slotBefore(int column) {
    int before = previousVariable[column];
    return before == NO_COLUMN ? -1 : slots[before];
  }

  /** Where the variable part begins. */
  public int variableStart() {
    return variableStart;
  }

  private Object variable(byte[] bytes, int offset, int column) {
    int before = previousVariable[column];
    int from = before == NO_COLUMN ? 0 : (int) INT.get(bytes, offset + slots[before]);
    int length = (int) INT.get(bytes, offset + slots[column]) - from;
    return variable(types[column].kind(), bytes, offset + variableStart + from, length);
  }

  /** Decodes a value of variable width. */
  public static Object variable(TypeKind kind, byte[] bytes, int start, int length) {
    return switch (kind) {
      case NUMERIC ->
          new BigDecimal(
              new BigInteger(bytes, start + 2, length - 2), (short) SHORT.get(bytes, start));
      case BYTEA -> java.util.Arrays.copyOfRange(bytes, start, start + length);
      default -> new String(bytes, start, length, StandardCharsets.UTF_8);
    };
  }

  private static byte[] variableBytes(TypeKind kind, Object value) {
    return switch (kind) {
      case NUMERIC -> {
        BigDecimal number = (BigDecimal) value;
        byte[] unscaled = number.unscaledValue().toByteArray();
        byte[] bytes = new byte[unscaled.length + 2];
        SHORT.set(bytes, 0, (short) number.scale());
        System.arraycopy(unscaled, 0, bytes, 2, unscaled.length);
        yield bytes;
      }
      case BYTEA -> (byte[]) value;
      default -> ((String) value).getBytes(StandardCharsets.UTF_8);
    };
  }

  private static void putFixed(byte[] row, int slot, TypeKind kind, Object value) {
    switch (kind) {
      case BOOLEAN -> row[slot] = (byte) ((Boolean) value ? 1 : 0);
      case SMALLINT -> SHORT.set(row, slot, ((Long) value).shortValue());
      case INTEGER, DATE -> INT.set(row, slot, ((Long) value).intValue());
      case BIGINT, TIME, TIMESTAMP, TIMESTAMPTZ -> LONG.set(row, slot, (long) (Long) value);
      case REAL -> INT.set(row, slot, Float.floatToRawIntBits((Float) value));
      case DOUBLE -> LONG.set(row, slot, Double.doubleToRawLongBits((Double) value));
      case INTERVAL -> {
        Interval interval = (Interval) value;
        INT.set(row, slot, interval.months());
        INT.set(row, slot + 4, interval.days());
        LONG.set(row, slot + 8, interval.micros());
      }
      case UUID -> {
        UUID uuid = (UUID) value;
        LONG.set(row, slot, uuid.getMostSignificantBits());
        LONG.set(row, slot + 8, uuid.getLeastSignificantBits());
      }
      case NUMERIC, TEXT, VARCHAR, CHAR, BYTEA, JSON, JSONB ->
          throw new IllegalStateException("not of fixed width: " + kind);
    }
  }

  private static VarHandle little(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }
}
