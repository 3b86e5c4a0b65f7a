package dev.coulomb.node.storage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads and writes of off-heap memory by address. One segment spans all of it, so that the compiler
 * sees a constant and drops the bounds checks; addresses come from {@link PagePool} only, and every
 * offset into a page is checked where the page is written.
 */
final class Memory {
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfLong BIG_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

  private Memory() {}

  static long getLong(long address) {
    return ALL.get(LONG, address);
  }

  static void putLong(long address, long value) {
    ALL.set(LONG, address, value);
  }

  static int getInt(long address) {
    return ALL.get(INT, address);
  }

  static void putInt(long address, int value) {
    ALL.set(INT, address, value);
  }

  /** An unsigned 16-bit number. */
  static int getShort(long address) {
    return ALL.get(SHORT, address) & 0xFFFF;
  }

  static void putShort(long address, int value) {
    ALL.set(SHORT, address, (short) value);
  }

  static void copy(long from, long to, long bytes) {
    MemorySegment.copy(ALL, from, ALL, to, bytes);
  }

  static void copyIn(byte[] from, int offset, long to, int bytes) {
    MemorySegment.copy(from, offset, ALL, ValueLayout.JAVA_BYTE, to, bytes);
  }

  static void copyOut(long from, byte[] to, int offset, int bytes) {
    MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, from, to, offset, bytes);
  }

  static void fill(long address, long bytes, byte value) {
    ALL.asSlice(address, bytes).fill(value);
  }

  /** Order of the unsigned bytes at an address and those of an array; a prefix comes first. */
  static int compare(long address, int length, byte[] other) {
    int common = Math.min(length, other.length);
    int i = 0;
    for (; i + Long.BYTES <= common; i += Long.BYTES) {
      long left = ALL.get(BIG_LONG, address + i);
      long right = (long) BytesOf.BIG_LONG.get(other, i);
      if (left != right) {
        return Long.compareUnsigned(left, right);
      }
    }
    for (; i < common; i++) {
      int left = ALL.get(ValueLayout.JAVA_BYTE, address + i) & 0xFF;
      int right = other[i] & 0xFF;
      if (left != right) {
        return left - right;
      }
    }
    return length - other.length;
  }

  /** Access to arrays, kept apart so that it is initialised once. */
  private static final class BytesOf {
    static final java.lang.invoke.VarHandle BIG_LONG =
        java.lang.invoke.MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  }
}
