package dev.coulomb.node.planner;

import dev.coulomb.node.planner.typing.CalciteTypes;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's names of types. */
public final class TypeNames {
  private static final int LENGTH_MAX = 10_485_760;
  private static final int PRECISION_MAX = 1_000;

  private TypeNames() {}

  /** The type of a name; 42704 when there is none, 0A000 for one that we do not have. */
  public static SqlType of(SqlDataTypeSpec spec) {
    SqlTypeNameSpec name = spec.getTypeNameSpec();
    if (name instanceof SqlCollectionTypeNameSpec) {
      throw unsupported("array types are not supported", name);
    }
    List<String> names = name.getTypeName().names;
    String last = names.get(names.size() - 1).toLowerCase(Locale.ROOT);
    int precision = -1;
    int scale = 0;
    if (name instanceof SqlBasicTypeNameSpec basic) {
      precision = basic.getPrecision();
      scale = Math.max(0, basic.getScale());
    }
    if (last.startsWith("interval with ")) {
      throw unsupported("an interval of some fields only is not supported here", name)
          .hint("Use interval, or a constant such as interval '1' day.");
    }
    if (last.startsWith("interval")) {
      return SqlType.INTERVAL;
    }
    return of(last, precision, scale);
  }

  /** The type of the numbers of a serial column; null: it is none. */
  public static @Nullable SqlType serial(SqlDataTypeSpec spec) {
    List<String> names = spec.getTypeNameSpec().getTypeName().names;
    return switch (names.getLast().toLowerCase(Locale.ROOT)) {
      case "smallserial", "serial2" -> SqlType.SMALLINT;
      case "serial", "serial4" -> SqlType.INTEGER;
      case "bigserial", "serial8" -> SqlType.BIGINT;
      default -> null;
    };
  }

  /** PostgreSQL's own short name of a type, by which it names columns. */
  static String internal(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN -> "bool";
      case SMALLINT -> "int2";
      case INTEGER -> "int4";
      case BIGINT -> "int8";
      case REAL -> "float4";
      case DOUBLE -> "float8";
      case CHAR -> "bpchar";
      default -> type.kind().name().toLowerCase(Locale.ROOT);
    };
  }

  private static SqlType of(String name, int precision, int scale) {
    return switch (name) {
      case "boolean", "bool" -> SqlType.BOOLEAN;
      case "smallint", "int2" -> SqlType.SMALLINT;
      case "integer", "int", "int4" -> SqlType.INTEGER;
      case "bigint", "int8", "oid", "regclass", "regtype", "xid" -> SqlType.BIGINT;
      case "real", "float4" -> SqlType.REAL;
      case "double", "double precision", "float8" -> SqlType.DOUBLE;
      case "float" -> precision > 0 && precision <= 24 ? SqlType.REAL : SqlType.DOUBLE;
      case "decimal", "numeric" -> numeric(precision, scale);
      case "text", "name", "any" -> SqlType.TEXT;
      case "varchar", "character varying" ->
          precision < 0
              ? SqlType.TEXT
              : CalciteTypes.isJson(precision)
                  ? CalciteTypes.json(precision)
                  : SqlType.varchar(length(precision));
      case "char", "bpchar", "character" ->
          SqlType.character(precision < 0 ? 1 : length(precision));
      case "bytea", "varbinary", "binary" -> SqlType.BYTEA;
      case "date" -> SqlType.DATE;
      case "time", "time without time zone" -> SqlType.TIME;
      case "timestamp", "timestamp without time zone" -> SqlType.TIMESTAMP;
      case "timestamptz",
          "timestamp_with_local_time_zone",
          "timestamp_tz",
          "timestamp with time zone",
          "timestamp_with_time_zone" ->
          SqlType.TIMESTAMPTZ;
      case "uuid" -> SqlType.UUID;
      case "json" -> SqlType.JSON;
      case "jsonb" -> SqlType.JSONB;
      case "serial", "bigserial", "smallserial", "serial4", "serial8", "serial2" ->
          throw new SqlError(SqlState.UNDEFINED_OBJECT, "serial is the type of a new column only")
              .with("type", name);
      case "timetz", "time_tz", "money", "xml", "bit", "inet", "cidr", "macaddr", "point" ->
          throw unsupported("this type is not supported", name);
      default ->
          throw new SqlError(SqlState.UNDEFINED_OBJECT, "the type does not exist")
              .with("type", name);
    };
  }

  private static SqlType numeric(int precision, int scale) {
    if (precision < 0) {
      return SqlType.NUMERIC;
    }
    if (precision < 1 || precision > PRECISION_MAX || scale > precision) {
      throw new SqlError(SqlState.INVALID_PARAMETER_VALUE, "the precision of a numeric is wrong")
          .with("precision", precision)
          .with("scale", scale);
    }
    return SqlType.numeric(precision, scale);
  }

  private static int length(int length) {
    if (length < 1 || length > LENGTH_MAX) {
      throw new SqlError(SqlState.INVALID_PARAMETER_VALUE, "the length of a type is wrong")
          .with("length", length)
          .with("limit", LENGTH_MAX);
    }
    return length;
  }

  /** A qualifier of an interval says nothing about its type here. */
  static SqlType of(SqlIntervalQualifier qualifier) {
    return SqlType.INTERVAL;
  }

  private static SqlError unsupported(String sentence, Object type) {
    return new SqlError(SqlState.FEATURE_NOT_SUPPORTED, sentence).with("type", type);
  }
}
