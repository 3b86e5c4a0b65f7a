package dev.coulomb.node.types;

/**
 * The kinds of SQL types, each with PostgreSQL's object id and the number of bytes its values take
 * in the fixed part of an encoded row; a width of {@link #VARIABLE} means that the value lies in
 * the variable part.
 */
public enum TypeKind {
  BOOLEAN("boolean", 16, 1),
  SMALLINT("smallint", 21, 2),
  INTEGER("integer", 23, 4),
  BIGINT("bigint", 20, 8),
  REAL("real", 700, 4),
  DOUBLE("double precision", 701, 8),
  NUMERIC("numeric", 1700, -1),
  TEXT("text", 25, -1),
  VARCHAR("character varying", 1043, -1),
  CHAR("character", 1042, -1),
  BYTEA("bytea", 17, -1),
  DATE("date", 1082, 4),
  TIME("time without time zone", 1083, 8),
  TIMESTAMP("timestamp without time zone", 1114, 8),
  TIMESTAMPTZ("timestamp with time zone", 1184, 8),
  INTERVAL("interval", 1186, 16),
  UUID("uuid", 2950, 16),
  JSON("json", 114, -1),
  JSONB("jsonb", 3802, -1);

  /** Width of values that live in the variable part of a row. */
  public static final int VARIABLE = -1;

  private final String sqlName;
  private final int oid;
  private final int width;

  TypeKind(String sqlName, int oid, int width) {
    this.sqlName = sqlName;
    this.oid = oid;
    this.width = width;
  }

  /** PostgreSQL's name of the type, without modifiers. */
  public String sqlName() {
    return sqlName;
  }

  /** PostgreSQL's object id of the type. */
  public int oid() {
    return oid;
  }

  /** Bytes in the fixed part of a row, or {@link #VARIABLE}. */
  public int width() {
    return width;
  }

  /** True for smallint, integer and bigint, whose values are all {@code Long}. */
  public boolean isInteger() {
    return this == SMALLINT || this == INTEGER || this == BIGINT;
  }

  /** True where all values are {@code Long}: integers, dates and moments. */
  public boolean isLong() {
    return isInteger() || this == DATE || this == TIME || this == TIMESTAMP || this == TIMESTAMPTZ;
  }

  /** True for text, varchar and char, whose values are all {@code String}. */
  public boolean isCharacter() {
    return this == TEXT || this == VARCHAR || this == CHAR;
  }

  /** True for the numeric kinds, exact and approximate. */
  public boolean isNumeric() {
    return isInteger() || this == REAL || this == DOUBLE || this == NUMERIC;
  }

  /** True where a value can be part of a primary key or an index. */
  public boolean isOrdered() {
    return this != JSON && this != JSONB;
  }

  /** True where a value can decide the partition of its row: equal values always hash alike. */
  public boolean isPartitionable() {
    return isInteger()
        || isCharacter()
        || this == BOOLEAN
        || this == BYTEA
        || this == DATE
        || this == TIME
        || this == TIMESTAMP
        || this == TIMESTAMPTZ
        || this == UUID;
  }
}
