package dev.coulomb.node.storage.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads and writes of off-heap memory by address. One segment spans all of it, so that the compiler
 * sees a constant and drops the bounds checks; addresses come from the pool of pages only, and
 * every offset into a page is checked where the page is written. Numbers are little-endian.
 */
public final class Memory {
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong BIG_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final VarHandle ARRAY_BIG_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle ARRAY_BIG_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Memory() {}

  public static long getLong(long address) {
    return ALL.get(LONG, address);
  }

  public static void putLong(long address, long value) {
    ALL.set(LONG, address, value);
  }

  public static int getInt(long address) {
    return ALL.get(INT, address);
  }

  public static void putInt(long address, int value) {
    ALL.set(INT, address, value);
  }

  /** An unsigned 8-bit number. */
  public static int getByte(long address) {
    return ALL.get(ValueLayout.JAVA_BYTE, address) & 0xFF;
  }

  /** An unsigned 16-bit number. */
  public static int getShort(long address) {
    return ALL.get(SHORT, address) & 0xFFFF;
  }

  public static void putShort(long address, int value) {
    ALL.set(SHORT, address, (short) value);
  }

  public static void copy(long from, long to, long bytes) {
    MemorySegment.copy(ALL, from, ALL, to, bytes);
  }

  public static void copyIn(byte[] from, int offset, long to, int bytes) {
    MemorySegment.copy(from, offset, ALL, ValueLayout.JAVA_BYTE, to, bytes);
  }

  public static void copyOut(long from, byte[] to, int offset, int bytes) {
    MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, from, to, offset, bytes);
  }

  public static void fill(long address, long bytes, byte value) {
    ALL.asSlice(address, bytes).fill(value);
  }

  /** Four bytes of an array as a number that compares as they do. */
  public static int bigInt(byte[] bytes, int from) {
    return (int) ARRAY_BIG_INT.get(bytes, from);
  }

  /** How many of the first bytes at two addresses are equal. */
  public static int shared(long left, long right, int most) {
    int i = 0;
    while (i < most && getByte(left + i) == getByte(right + i)) {
      i++;
    }
    return i;
  }

  /**
   * Order of the unsigned bytes at an address and of those of an array from {@code from} up to
   * {@code to}; a prefix comes first.
   */
  public static int compare(long address, int length, byte[] other, int from, int to) {
    int common = Math.min(length, to - from);
    int i = 0;
    for (; i + Long.BYTES <= common; i += Long.BYTES) {
      long left = ALL.get(BIG_LONG, address + i);
      long right = (long) ARRAY_BIG_LONG.get(other, from + i);
      if (left != right) {
        return Long.compareUnsigned(left, right);
      }
    }
    for (; i < common; i++) {
      int order = getByte(address + i) - (other[from + i] & 0xFF);
      if (order != 0) {
        return order;
      }
    }
    return length - (to - from);
  }

  /** As above, of the bytes at two addresses. */
  public static int compare(long left, int leftLength, long right, int rightLength) {
    int common = Math.min(leftLength, rightLength);
    int i = 0;
    for (; i + Long.BYTES <= common; i += Long.BYTES) {
      long ofLeft = ALL.get(BIG_LONG, left + i);
      long ofRight = ALL.get(BIG_LONG, right + i);
      if (ofLeft != ofRight) {
        return Long.compareUnsigned(ofLeft, ofRight);
      }
    }
    for (; i < common; i++) {
      int order = getByte(left + i) - getByte(right + i);
      if (order != 0) {
        return order;
      }
    }
    return leftLength - rightLength;
  }
}
