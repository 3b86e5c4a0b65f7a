package dev.coulomb.node.types;

import dev.coulomb.node.invariant.Invariant;

/**
 * A SQL type with its modifiers. What a value of a type is in Java, everywhere in the node (null is
 * SQL's null):
 *
 * <table>
 * <caption>Java representation</caption>
 * <tr><th>SQL</th><th>Java</th></tr>
 * <tr><td>boolean</td><td>{@code Boolean}</td></tr>
 * <tr><td>smallint, integer, bigint</td><td>{@code Long}</td></tr>
 * <tr><td>real / double precision</td><td>{@code Float} / {@code Double}</td></tr>
 * <tr><td>numeric</td><td>{@code java.math.BigDecimal}, finite</td></tr>
 * <tr><td>text, varchar, json, jsonb</td><td>{@code String}</td></tr>
 * <tr><td>char(n)</td><td>{@code String} without its trailing blanks; output pads</td></tr>
 * <tr><td>bytea</td><td>{@code byte[]}, not to be modified</td></tr>
 * <tr><td>date</td><td>{@code Long}, days since 1970-01-01</td></tr>
 * <tr><td>time</td><td>{@code Long}, microseconds of the day, 0 … 86,400,000,000</td></tr>
 * <tr><td>timestamp, timestamptz</td><td>{@code Long}, microseconds since 1970-01-01T00:00 (UTC for
 * timestamptz); {@code Long.MAX_VALUE} and {@code MIN_VALUE} are PostgreSQL's infinities</td></tr>
 * <tr><td>interval</td><td>{@link Interval}</td></tr>
 * <tr><td>uuid</td><td>{@code java.util.UUID}</td></tr>
 * </table>
 *
 * @param kind the kind
 * @param precision n of varchar(n), char(n) and numeric(n, scale), else {@link #NONE}
 * @param scale digits after the point of numeric(n, scale), else 0
 */
public record SqlType(TypeKind kind, int precision, int scale) {
  /** No modifier given. */
  public static final int NONE = -1;

  public static final SqlType BOOLEAN = of(TypeKind.BOOLEAN);
  public static final SqlType SMALLINT = of(TypeKind.SMALLINT);
  public static final SqlType INTEGER = of(TypeKind.INTEGER);
  public static final SqlType BIGINT = of(TypeKind.BIGINT);
  public static final SqlType REAL = of(TypeKind.REAL);
  public static final SqlType DOUBLE = of(TypeKind.DOUBLE);
  public static final SqlType NUMERIC = of(TypeKind.NUMERIC);
  public static final SqlType TEXT = of(TypeKind.TEXT);
  public static final SqlType BYTEA = of(TypeKind.BYTEA);
  public static final SqlType DATE = of(TypeKind.DATE);
  public static final SqlType TIME = of(TypeKind.TIME);
  public static final SqlType TIMESTAMP = of(TypeKind.TIMESTAMP);
  public static final SqlType TIMESTAMPTZ = of(TypeKind.TIMESTAMPTZ);
  public static final SqlType INTERVAL = of(TypeKind.INTERVAL);
  public static final SqlType UUID = of(TypeKind.UUID);
  public static final SqlType JSON = of(TypeKind.JSON);
  public static final SqlType JSONB = of(TypeKind.JSONB);

  public SqlType {
    Invariant.that(precision == NONE || precision > 0, "a type's precision is positive");
    Invariant.that(
        kind == TypeKind.NUMERIC || scale == 0, "only numeric has digits after the point");
  }

  /** The type without modifiers. */
  public static SqlType of(TypeKind kind) {
    return new SqlType(kind, NONE, 0);
  }

  /** varchar(length). */
  public static SqlType varchar(int length) {
    return new SqlType(TypeKind.VARCHAR, length, 0);
  }

  /** char(length). */
  public static SqlType character(int length) {
    return new SqlType(TypeKind.CHAR, length, 0);
  }

  /** numeric(precision, scale). */
  public static SqlType numeric(int precision, int scale) {
    return new SqlType(TypeKind.NUMERIC, precision, scale);
  }

  /** PostgreSQL's type modifier as it goes over the wire; -1 without one. */
  public int modifier() {
    if (precision == NONE) {
      return -1;
    }
    return kind == TypeKind.NUMERIC ? ((precision << 16) | scale) + 4 : precision + 4;
  }

  /** The type as PostgreSQL's {@code format_type} writes it. */
  @Override
  public String toString() {
    if (precision == NONE) {
      return kind.sqlName();
    }
    return kind == TypeKind.NUMERIC
        ? "numeric(" + precision + "," + scale + ")"
        : kind.sqlName() + "(" + precision + ")";
  }
}
