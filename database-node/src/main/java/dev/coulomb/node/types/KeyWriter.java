package dev.coulomb.node.types;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as bytes whose unsigned order is the order of the values, so that a tree compares
 * keys without knowing their types. Nulls come last, as in PostgreSQL; a prefix of a key's values
 * is a prefix of its bytes. Confined to one thread; reused by {@link #reset}.
 *
 * <pre>
 * every value   01, then the value; null: 02
 * boolean       00, 01
 * integers, date, time, timestamps   8 bytes, big-endian, sign bit flipped; so they compare with
 *               each other
 * real, double  8 bytes, big-endian: bits of the double, sign bit flipped, or all bits when negative; -0 is 0, NaN is last
 * text, bytea   the bytes, 00 written as 00 FF, then 00 00
 * numeric       sign: 00 negative, 01 zero, which is all of it, 02 positive; exponent: i32, sign bit
 *               flipped, of 0.digits; digits without zeros at the end, as bytes 1 + digit, then 00;
 *               all inverted after the sign when negative
 * interval      its span in 13 bytes, sign bit flipped (equal spans, equal keys)
 * uuid          16 bytes
 * </pre>
 *
 * <p>Logs and snapshots are full of keys: what is here never changes ({@code StoredLayoutTest}).
 */
public final class KeyWriter {
  private static final byte PRESENT = 1;
  private static final byte NULL = 2;
  private static final int SPAN_BYTES = 13;

  private byte[] bytes = new byte[64];
  private int length;

  public void reset() {
    length = 0;
  }

  /** Bytes written since the last {@link #reset}. */
  public int length() {
    return length;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Appends raw bytes, for example the primary key behind an index key. */
  public KeyWriter raw(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
    return this;
  }

  /** Appends a value of an ordered kind. */
  public KeyWriter value(TypeKind kind, @Nullable Object value) {
    if (value == null) {
      put(NULL);
      return this;
    }
    put(PRESENT);
    switch (kind) {
      case BOOLEAN -> put((byte) ((Boolean) value ? 1 : 0));
      case SMALLINT, INTEGER, BIGINT, DATE, TIME, TIMESTAMP, TIMESTAMPTZ ->
          big((Long) value ^ Long.MIN_VALUE);
      case REAL -> floating((Float) value);
      case DOUBLE -> floating((Double) value);
      case NUMERIC -> numeric((BigDecimal) value);
      case TEXT, VARCHAR, CHAR -> escaped(((String) value).getBytes(StandardCharsets.UTF_8));
      case BYTEA -> escaped((byte[]) value);
      case INTERVAL -> span(((Interval) value).span());
      case UUID -> {
        big(((UUID) value).getMostSignificantBits());
        big(((UUID) value).getLeastSignificantBits());
      }
      case JSON, JSONB -> throw new IllegalStateException("not an ordered kind: " + kind);
    }
    return this;
  }

  private void floating(double value) {
    long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
    big(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
  }

  private void numeric(BigDecimal value) {
    int sign = value.signum();
    put((byte) (sign + 1));
    if (sign == 0) {
      return;
    }
    BigDecimal plain = value.abs().stripTrailingZeros();
    int exponent = plain.precision() - plain.scale();
    int flip = sign < 0 ? -1 : 0;
    reserve(4);
    int ordered = (exponent ^ Integer.MIN_VALUE) ^ flip;
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (ordered >>> shift);
    }
    String digits = plain.unscaledValue().toString();
    for (int i = 0; i < digits.length(); i++) {
      put((byte) ((digits.charAt(i) - '0' + 1) ^ flip));
    }
    put((byte) flip);
  }

  private void span(BigInteger micros) {
    byte[] value = micros.toByteArray();
    reserve(SPAN_BYTES);
    byte fill = (byte) (micros.signum() < 0 ? -1 : 0);
    int padding = SPAN_BYTES - value.length;
    Arrays.fill(bytes, length, length + padding, fill);
    System.arraycopy(value, 0, bytes, length + padding, value.length);
    bytes[length] ^= (byte) 0x80;
    length += SPAN_BYTES;
  }

  private void escaped(byte[] value) {
    reserve(value.length * 2 + 2);
    for (byte b : value) {
      bytes[length++] = b;
      if (b == 0) {
        bytes[length++] = (byte) 0xFF;
      }
    }
    bytes[length++] = 0;
    bytes[length++] = 0;
  }

  private void big(long value) {
    reserve(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  private void put(byte b) {
    reserve(1);
    bytes[length++] = b;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
