package dev.coulomb.procedure;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;

/**
 * A row. Columns are counted from 0, or named. The getters of primitive types throw {@code
 * NullPointerException} for a null; the others give null. What cannot be had as the type that is
 * asked for is a {@code ClassCastException}, a number that is too large for it an {@code
 * ArithmeticException}.
 */
public interface Row {
  /** The place of a column, from 0; {@code IllegalArgumentException} when there is none. */
  int column(String name);

  boolean isNull(int column);

  /** The value: see {@link Transaction}; an interval is a {@code String}. */
  Object get(int column);

  boolean getBoolean(int column);

  int getInt(int column);

  long getLong(int column);

  double getDouble(int column);

  BigDecimal getDecimal(int column);

  /** Any value as text: of a text itself, else as SQL writes it. */
  String getString(int column);

  byte[] getBytes(int column);

  LocalDate getDate(int column);

  LocalTime getTime(int column);

  LocalDateTime getTimestamp(int column);

  Instant getInstant(int column);

  UUID getUuid(int column);

  default boolean isNull(String column) {
    return isNull(column(column));
  }

  default Object get(String column) {
    return get(column(column));
  }

  default boolean getBoolean(String column) {
    return getBoolean(column(column));
  }

  default int getInt(String column) {
    return getInt(column(column));
  }

  default long getLong(String column) {
    return getLong(column(column));
  }

  default double getDouble(String column) {
    return getDouble(column(column));
  }

  default BigDecimal getDecimal(String column) {
    return getDecimal(column(column));
  }

  default String getString(String column) {
    return getString(column(column));
  }

  default byte[] getBytes(String column) {
    return getBytes(column(column));
  }

  default LocalDate getDate(String column) {
    return getDate(column(column));
  }

  default LocalTime getTime(String column) {
    return getTime(column(column));
  }

  default LocalDateTime getTimestamp(String column) {
    return getTimestamp(column(column));
  }

  default Instant getInstant(String column) {
    return getInstant(column(column));
  }

  default UUID getUuid(String column) {
    return getUuid(column(column));
  }
}
