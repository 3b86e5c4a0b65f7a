package dev.coulomb.node.storage.memory;

import dev.coulomb.node.invariant.Invariant;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that are appended and cut off at the end; numbers big-endian. Confined to one thread. */
public final class GrowingBytes {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final int FIRST_BYTES = 256;
  private static final int KEPT_BYTES_MAX = 64 << 10;
  private static final int BYTES_MAX = Integer.MAX_VALUE - 8;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  public int length() {
    return length;
  }

  public GrowingBytes putInt(int value) {
    reserve(Integer.BYTES);
    INT.set(bytes, length, value);
    length += Integer.BYTES;
    return this;
  }

  public GrowingBytes put(byte[] more) {
    return put(more, 0, more.length);
  }

  public GrowingBytes put(byte[] more, int from, int count) {
    reserve(count);
    System.arraycopy(more, from, bytes, length, count);
    length += count;
    return this;
  }

  /** What lies at an address. */
  public GrowingBytes put(long address, int count) {
    reserve(count);
    Memory.copyOut(address, bytes, length, count);
    length += count;
    return this;
  }

  public int getInt(int at) {
    return (int) INT.get(bytes, at);
  }

  public byte[] get(int from, int count) {
    return Arrays.copyOfRange(bytes, from, from + count);
  }

  public void truncate(int newLength) {
    length = newLength;
  }

  public byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Forgets all; a large array is given to the collector. */
  public void clear() {
    length = 0;
    if (bytes.length > KEPT_BYTES_MAX) {
      bytes = new byte[FIRST_BYTES];
    }
  }

  /** So many bytes more are about to come, as far as an array can hold them. */
  public void expect(long more) {
    long wanted = Math.min(BYTES_MAX, length + more);
    if (wanted > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) wanted);
    }
  }

  private void reserve(int more) {
    long wanted = (long) length + more;
    if (wanted <= bytes.length) {
      return;
    }
    Invariant.that(wanted <= BYTES_MAX, "transactions are refused before they fill an array");
    bytes = Arrays.copyOf(bytes, (int) Math.min(BYTES_MAX, wanted + wanted / 2));
  }
}
