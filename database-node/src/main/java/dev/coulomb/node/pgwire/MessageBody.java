package dev.coulomb.node.pgwire;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bytes of a message, read from the front; numbers big-endian. Reading behind the end throws
 * {@link IndexOutOfBoundsException}. Confined to one thread.
 */
final class MessageBody {
  private static final VarHandle SHORT = big(short[].class);
  private static final VarHandle INT = big(int[].class);

  private final byte[] bytes;
  private int at;

  MessageBody(byte[] bytes) {
    this.bytes = bytes;
  }

  private static VarHandle big(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
  }

  boolean isReadable() {
    return at < bytes.length;
  }

  int readable() {
    return bytes.length - at;
  }

  byte readByte() {
    return bytes[at++];
  }

  int readUnsignedShort() {
    int value = (short) SHORT.get(bytes, at) & 0xFFFF;
    at += Short.BYTES;
    return value;
  }

  int readInt() {
    int value = (int) INT.get(bytes, at);
    at += Integer.BYTES;
    return value;
  }

  /** So many bytes, at most those that are left. */
  byte[] readBytes(int count) {
    byte[] read = Arrays.copyOfRange(bytes, at, at + count);
    at += count;
    return read;
  }

  /** All that is left. */
  byte[] readRest() {
    byte[] rest = at == 0 ? bytes : Arrays.copyOfRange(bytes, at, bytes.length);
    at = bytes.length;
    return rest;
  }

  /** A text with a zero byte behind it. */
  String readText() {
    int end = at;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    if (end == bytes.length) {
      throw new SqlError(SqlState.PROTOCOL_VIOLATION, "a text has no end");
    }
    String text = end == at ? "" : MessageReader.utf8(bytes, at, end - at);
    at = end + 1;
    return text;
  }
}
