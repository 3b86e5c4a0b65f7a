package dev.coulomb.node.pgwire;

import dev.coulomb.node.types.Calendar;
import dev.coulomb.node.types.Coercion;
import dev.coulomb.node.types.Interval;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * PostgreSQL's binary forms of values: numbers big-endian, dates and times since 2000-01-01,
 * numeric as {@link BinaryNumeric}, jsonb with a version byte in front. Reading fails with 22P03.
 */
final class BinaryFormat {
  private static final long DAYS_TO_2000 = 10_957;
  private static final long MICROS_TO_2000 = DAYS_TO_2000 * 86_400_000_000L;
  private static final byte JSONB_VERSION = 1;

  private BinaryFormat() {}

  static Object read(SqlType type, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      Object value = read(type, in, bytes);
      if (in.hasRemaining()) {
        throw malformed(type);
      }
      return value;
    } catch (BufferUnderflowException tooShort) {
      throw malformed(type);
    }
  }

  private static Object read(SqlType type, ByteBuffer in, byte[] bytes) {
    return switch (type.kind()) {
      case BOOLEAN -> in.get() != 0;
      case SMALLINT, INTEGER, BIGINT -> Coercion.integerInRange(type.kind(), integer(in));
      case REAL -> in.remaining() == 8 ? (float) in.getDouble() : in.getFloat();
      case DOUBLE -> in.remaining() == 4 ? (double) in.getFloat() : in.getDouble();
      case NUMERIC -> Coercion.assign(type, BinaryNumeric.read(in));
      case TEXT, VARCHAR, CHAR, JSON -> {
        in.position(bytes.length);
        yield TextFormat.parse(type, MessageReader.utf8(bytes));
      }
      case BYTEA -> {
        in.position(bytes.length);
        yield bytes;
      }
      case DATE -> {
        yield days(in.getInt());
      }
      case TIME -> {
        long micros = in.getLong();
        if (micros < 0 || micros > Calendar.MICROS_PER_DAY) {
          throw malformed(type);
        }
        yield micros;
      }
      case TIMESTAMP, TIMESTAMPTZ -> {
        long micros = in.getLong();
        if (Calendar.isInfinite(micros)) {
          yield micros;
        }
        if (micros > Long.MAX_VALUE - MICROS_TO_2000) {
          throw Calendar.outOfRange();
        }
        yield Calendar.checkedTimestamp(micros + MICROS_TO_2000);
      }
      case INTERVAL -> {
        long micros = in.getLong();
        int days = in.getInt();
        yield new Interval(in.getInt(), days, micros);
      }
      case UUID -> new UUID(in.getLong(), in.getLong());
      case JSONB -> {
        if (in.get() != JSONB_VERSION) {
          throw malformed(type);
        }
        yield TextFormat.parse(type, MessageReader.utf8(all(in)));
      }
    };
  }

  /** Appends the value's length and its bytes. */
  static void write(SqlType type, Object value, ByteBuf out) {
    switch (type.kind()) {
      case BOOLEAN -> out.writeInt(1).writeByte((Boolean) value ? 1 : 0);
      case SMALLINT -> out.writeInt(2).writeShort(((Long) value).shortValue());
      case INTEGER -> out.writeInt(4).writeInt(((Long) value).intValue());
      case BIGINT, TIME -> out.writeInt(8).writeLong((Long) value);
      case REAL -> out.writeInt(4).writeFloat((Float) value);
      case DOUBLE -> out.writeInt(8).writeDouble((Double) value);
      case NUMERIC -> BinaryNumeric.write((BigDecimal) value, out);
      case TEXT, VARCHAR, CHAR, JSON -> text(TextFormat.format(type, value), out);
      case BYTEA -> out.writeInt(((byte[]) value).length).writeBytes((byte[]) value);
      case DATE -> out.writeInt(4).writeInt(date((Long) value));
      case TIMESTAMP, TIMESTAMPTZ -> {
        long micros = (Long) value;
        out.writeInt(8).writeLong(Calendar.isInfinite(micros) ? micros : micros - MICROS_TO_2000);
      }
      case INTERVAL -> {
        Interval interval = (Interval) value;
        out.writeInt(16).writeLong(interval.micros()).writeInt(interval.days());
        out.writeInt(interval.months());
      }
      case UUID -> {
        UUID uuid = (UUID) value;
        out.writeInt(16).writeLong(uuid.getMostSignificantBits());
        out.writeLong(uuid.getLeastSignificantBits());
      }
      case JSONB -> {
        byte[] json = ((String) value).getBytes(StandardCharsets.UTF_8);
        out.writeInt(json.length + 1).writeByte(JSONB_VERSION).writeBytes(json);
      }
    }
  }

  private static long integer(ByteBuffer in) {
    return switch (in.remaining()) {
      case 2 -> in.getShort();
      case 4 -> in.getInt();
      default -> in.getLong();
    };
  }

  private static int date(long days) {
    return days == Calendar.DATE_INFINITY || days == Calendar.DATE_MINUS_INFINITY
        ? (int) days
        : (int) (days - DAYS_TO_2000);
  }

  private static byte[] all(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return bytes;
  }

  private static void text(String text, ByteBuf out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length).writeBytes(bytes);
  }

  /** Days since 1970; the infinities are the same numbers here and there. */
  private static long days(int since2000) {
    boolean infinite =
        since2000 == Calendar.DATE_INFINITY || since2000 == Calendar.DATE_MINUS_INFINITY;
    return infinite ? since2000 : Calendar.checkedDay(since2000 + DAYS_TO_2000);
  }

  private static SqlError malformed(SqlType type) {
    return new SqlError(SqlState.INVALID_BINARY_REPRESENTATION, "incorrect binary data format")
        .with("type", type);
  }
}
