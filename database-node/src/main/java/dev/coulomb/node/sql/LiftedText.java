package dev.coulomb.node.sql;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its literals lifted into parameters, so that a stream of texts that differ only
 * in their constants is planned once. Immutable; any thread.
 *
 * @param text the statement with {@code $1 …} where literals were
 * @param types of the parameters: a number has the type that PostgreSQL gives it, a quoted text
 *     null: what it is depends on where it stands
 * @param literals a number as a Long or BigDecimal, a text as it reads
 */
public record LiftedText(String text, List<@Nullable SqlType> types, List<Object> literals) {
  /** More of them, and the statement is planned as it is written. */
  static final int LITERALS_MAX = 64;

  static final int TEXT_MAX = 8 << 10;

  /**
   * The statement with parameters for the literals that may change nothing but the values: those in
   * conditions, {@code SET} and {@code VALUES}. Null when there are none, or when the text is not
   * surely understood (it is not parsed here): then it is to be planned as it is written. Takes
   * about a microsecond.
   */
  public static @Nullable LiftedText of(String sql) {
    return sql.length() > TEXT_MAX ? null : new LiteralScan(sql).lifted();
  }

  /**
   * The values of the parameters, as the plan wants them. Errors are those of reading a constant:
   * 22P02 and its like.
   *
   * @param wanted types of the parameters of the plan of {@link #text}
   * @param zone of the session, for a timestamptz that names none
   */
  public @Nullable Object[] values(List<SqlType> wanted, ZoneId zone) throws SqlError {
    @Nullable Object[] values = new Object[literals.size()];
    for (int i = 0; i < values.length; i++) {
      Object literal = literals.get(i);
      values[i] =
          literal instanceof String read ? TextFormat.parse(wanted.get(i), read, zone) : literal;
    }
    return values;
  }

  /** The literals that are lifted, as they are found. Confined to one scan. */
  static final class Builder {
    private final StringBuilder text = new StringBuilder();
    private final List<@Nullable SqlType> types = new ArrayList<>();
    private final List<Object> literals = new ArrayList<>();
    private final String sql;
    private int copied;

    Builder(String sql) {
      this.sql = sql;
    }

    void number(int from, int to, Object value, SqlType type) {
      types.add(type);
      lift(from, to, value);
    }

    void text(int from, int to, String value) {
      types.add(null);
      lift(from, to, value);
    }

    private void lift(int from, int to, Object value) {
      literals.add(value);
      text.append(sql, copied, from).append('$').append(literals.size());
      copied = to;
    }

    int size() {
      return literals.size();
    }

    /** Null: nothing was lifted. */
    @Nullable LiftedText build() {
      if (literals.isEmpty()) {
        return null;
      }
      text.append(sql, copied, sql.length());
      return new LiftedText(text.toString(), types, List.copyOf(literals));
    }
  }

  /** A number as PostgreSQL types it: the smallest of integer, bigint and numeric. */
  static @Nullable SqlType typeOf(BigDecimal value) {
    if (value.scale() > 0) {
      return SqlType.NUMERIC;
    }
    if (value.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
      return SqlType.INTEGER;
    }
    return value.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0 ? SqlType.BIGINT : null;
  }
}
