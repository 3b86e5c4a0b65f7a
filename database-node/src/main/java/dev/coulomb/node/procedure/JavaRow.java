package dev.coulomb.node.procedure;

import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import dev.coulomb.procedure.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row as a procedure reads it. */
record JavaRow(JavaRows of, @Nullable Object[] values) implements Row {
  @Override
  public int column(String name) {
    return of.column(name);
  }

  @Override
  public boolean isNull(int column) {
    return values[column] == null;
  }

  @Override
  @SuppressWarnings("NullAway") // The API is for users with and without annotations.
  public Object get(int column) {
    return Values.toJava(of.type(column), values[column]);
  }

  private Object present(int column) {
    return Objects.requireNonNull(values[column], () -> "null in column " + column);
  }

  @Override
  public boolean getBoolean(int column) {
    return (Boolean) present(column);
  }

  @Override
  public int getInt(int column) {
    return Math.toIntExact(getLong(column));
  }

  @Override
  public long getLong(int column) {
    return switch (present(column)) {
      case BigDecimal number -> number.longValueExact();
      case Long number when of.type(column).kind().isInteger() -> number;
      case Object other -> throw new ClassCastException(of.type(column) + " is no whole number");
    };
  }

  @Override
  public double getDouble(int column) {
    return ((Number) number(present(column), column)).doubleValue();
  }

  private Object number(Object value, int column) {
    if (value instanceof Long && !of.type(column).kind().isInteger()) {
      throw new ClassCastException(of.type(column) + " is no number");
    }
    return value;
  }

  @Override
  @SuppressWarnings("NullAway")
  public BigDecimal getDecimal(int column) {
    return switch (values[column]) {
      case null -> null;
      case BigDecimal number -> number;
      case Object other -> BigDecimal.valueOf(getLong(column));
    };
  }

  @Override
  @SuppressWarnings("NullAway")
  public String getString(int column) {
    Object value = values[column];
    SqlType type = of.type(column);
    return value == null
        ? null
        : value instanceof String text ? text : TextFormat.format(type, value);
  }

  @Override
  public byte[] getBytes(int column) {
    return (byte[]) get(column);
  }

  @Override
  public LocalDate getDate(int column) {
    return (LocalDate) get(column);
  }

  @Override
  public LocalTime getTime(int column) {
    return (LocalTime) get(column);
  }

  @Override
  public LocalDateTime getTimestamp(int column) {
    return (LocalDateTime) get(column);
  }

  @Override
  public Instant getInstant(int column) {
    return (Instant) get(column);
  }

  @Override
  public UUID getUuid(int column) {
    return (UUID) get(column);
  }
}
