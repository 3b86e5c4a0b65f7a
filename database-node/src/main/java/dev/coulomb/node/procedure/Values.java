package dev.coulomb.node.procedure;

import dev.coulomb.node.types.Calendar;
import dev.coulomb.node.types.Coercion;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values as procedures in Java see them, and as the node does. Any thread. */
final class Values {
  private static final long NANOS_PER_MICRO = 1_000;

  private Values() {}

  /** What a procedure gets for a value. */
  static @Nullable Object toJava(SqlType type, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (type.kind()) {
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, NUMERIC -> value;
      case TEXT, VARCHAR, CHAR, JSON, JSONB, UUID -> value;
      case BYTEA -> ((byte[]) value).clone();
      case DATE -> LocalDate.ofEpochDay((Long) value);
      case TIME ->
          LocalTime.ofNanoOfDay(
              Math.min((Long) value * NANOS_PER_MICRO, LocalTime.MAX.toNanoOfDay()));
      case TIMESTAMP -> LocalDateTime.ofInstant(instant((Long) value), ZoneOffset.UTC);
      case TIMESTAMPTZ -> instant((Long) value);
      case INTERVAL -> TextFormat.format(type, value);
    };
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** What the node makes of a value that a procedure gives for one of a type. */
  static @Nullable Object toSql(SqlType type, @Nullable Object given) {
    if (given == null) {
      return null;
    }
    try {
      Object value =
          given instanceof String text && !type.kind().isCharacter()
              ? TextFormat.parse(type, text)
              : converted(type, given);
      return Coercion.assign(type, value);
    } catch (ArithmeticException range) {
      throw new SqlError(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value is out of range")
          .with("type", type)
          .with("value", given);
    }
  }

  private static Object converted(SqlType type, Object given) {
    return switch (type.kind()) {
      case BOOLEAN -> expected(Boolean.class, type, given);
      case SMALLINT, INTEGER, BIGINT ->
          switch (given) {
            case Long number -> number;
            case Integer number -> (Object) number.longValue();
            default -> decimal(type, given).longValueExact();
          };
      case NUMERIC -> decimal(type, given);
      case REAL -> expected(Number.class, type, given).floatValue();
      case DOUBLE -> expected(Number.class, type, given).doubleValue();
      case TEXT, VARCHAR, CHAR, JSON, JSONB -> expected(String.class, type, given);
      case BYTEA -> expected(byte[].class, type, given).clone();
      case UUID -> expected(UUID.class, type, given);
      case DATE -> expected(LocalDate.class, type, given).toEpochDay();
      case TIME -> expected(LocalTime.class, type, given).toNanoOfDay() / NANOS_PER_MICRO;
      case TIMESTAMP ->
          micros(expected(LocalDateTime.class, type, given).toInstant(ZoneOffset.UTC));
      case TIMESTAMPTZ -> micros(expected(Instant.class, type, given));
      case INTERVAL -> throw unfit(type, given);
    };
  }

  private static <T> T expected(Class<T> wanted, SqlType type, Object given) {
    if (!wanted.isInstance(given)) {
      throw unfit(type, given);
    }
    return wanted.cast(given);
  }

  private static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), Calendar.MICROS_PER_SECOND),
        time.getNano() / NANOS_PER_MICRO);
  }

  private static BigDecimal decimal(SqlType type, Object given) {
    return switch (given) {
      case BigDecimal number -> number;
      case BigInteger number -> new BigDecimal(number);
      case Long number -> BigDecimal.valueOf(number);
      case Integer number -> BigDecimal.valueOf(number);
      case Short number -> BigDecimal.valueOf(number);
      case Byte number -> BigDecimal.valueOf(number);
      default -> throw unfit(type, given);
    };
  }

  private static SqlError unfit(SqlType type, Object given) {
    return new SqlError(SqlState.DATATYPE_MISMATCH, "a value of this class is none of the type")
        .with("class", given.getClass().getName())
        .with("type", type);
  }
}
