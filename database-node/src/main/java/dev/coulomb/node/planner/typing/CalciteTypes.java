package dev.coulomb.node.planner.typing;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** Our types as Calcite's and back, and PostgreSQL's rules for the types of results. */
public final class CalciteTypes {
  /** Numeric without a precision: as much as fits, before and after the point. */
  private static final int NUMERIC_PRECISION = 1_000;

  private static final int NUMERIC_SCALE = 500;

  /** Lengths that no text can be declared with, by which json is told from it. */
  private static final int JSON_LENGTH = 1_000_000_001;

  private static final int JSONB_LENGTH = 1_000_000_002;

  /** One for all planning: stateless but for its caches. */
  public static final RelDataTypeFactory FACTORY = new Factory();

  private CalciteTypes() {}

  public static RelDataType of(SqlType type, boolean nullable) {
    return FACTORY.createTypeWithNullability(of(type), nullable);
  }

  private static RelDataType of(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN -> FACTORY.createSqlType(SqlTypeName.BOOLEAN);
      case SMALLINT -> FACTORY.createSqlType(SqlTypeName.SMALLINT);
      case INTEGER -> FACTORY.createSqlType(SqlTypeName.INTEGER);
      case BIGINT -> FACTORY.createSqlType(SqlTypeName.BIGINT);
      case REAL -> FACTORY.createSqlType(SqlTypeName.REAL);
      case DOUBLE -> FACTORY.createSqlType(SqlTypeName.DOUBLE);
      case NUMERIC ->
          type.precision() == SqlType.NONE
              ? FACTORY.createSqlType(SqlTypeName.DECIMAL, NUMERIC_PRECISION, NUMERIC_SCALE)
              : FACTORY.createSqlType(SqlTypeName.DECIMAL, type.precision(), type.scale());
      case TEXT -> text();
      case JSON -> text(SqlTypeName.VARCHAR, JSON_LENGTH);
      case JSONB -> text(SqlTypeName.VARCHAR, JSONB_LENGTH);
      case VARCHAR ->
          type.precision() == SqlType.NONE ? text() : text(SqlTypeName.VARCHAR, type.precision());
      case CHAR -> text(SqlTypeName.CHAR, Math.max(1, type.precision()));
      case BYTEA -> FACTORY.createSqlType(SqlTypeName.VARBINARY);
      case DATE -> FACTORY.createSqlType(SqlTypeName.DATE);
      case TIME -> FACTORY.createSqlType(SqlTypeName.TIME, 6);
      case TIMESTAMP -> FACTORY.createSqlType(SqlTypeName.TIMESTAMP, 6);
      case TIMESTAMPTZ -> FACTORY.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 6);
      case INTERVAL ->
          FACTORY.createSqlIntervalType(
              new org.apache.calcite.sql.SqlIntervalQualifier(
                  org.apache.calcite.avatica.util.TimeUnit.DAY,
                  org.apache.calcite.avatica.util.TimeUnit.SECOND,
                  org.apache.calcite.sql.parser.SqlParserPos.ZERO));
      case UUID -> FACTORY.createSqlType(SqlTypeName.UUID);
    };
  }

  /** Whether a varchar of this length stands for json or jsonb. */
  public static boolean isJson(int length) {
    return length == JSON_LENGTH || length == JSONB_LENGTH;
  }

  /** The type that a varchar of such a length stands for. */
  public static SqlType json(int length) {
    return length == JSON_LENGTH ? SqlType.JSON : SqlType.JSONB;
  }

  public static RelDataType text() {
    return withCharset(FACTORY.createSqlType(SqlTypeName.VARCHAR));
  }

  private static RelDataType text(SqlTypeName name, int length) {
    return withCharset(FACTORY.createSqlType(name, length));
  }

  private static RelDataType withCharset(RelDataType type) {
    return SqlTypeUtil.addCharsetAndCollation(type, FACTORY);
  }

  /** Our type of a Calcite type; 0A000 for one that we do not have. */
  public static SqlType of(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> SqlType.BOOLEAN;
      case TINYINT, SMALLINT -> SqlType.SMALLINT;
      case INTEGER -> SqlType.INTEGER;
      case BIGINT -> SqlType.BIGINT;
      case REAL -> SqlType.REAL;
      case FLOAT, DOUBLE -> SqlType.DOUBLE;
      case DECIMAL ->
          type.getPrecision() >= NUMERIC_PRECISION || type.getScale() >= NUMERIC_SCALE
              ? SqlType.NUMERIC
              : SqlType.numeric(type.getPrecision(), type.getScale());
      case VARCHAR ->
          type.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED
              ? SqlType.TEXT
              : isJson(type.getPrecision())
                  ? json(type.getPrecision())
                  : SqlType.varchar(Math.max(1, type.getPrecision()));
      case CHAR -> SqlType.character(Math.max(1, type.getPrecision()));
      case BINARY, VARBINARY -> SqlType.BYTEA;
      case DATE -> SqlType.DATE;
      case TIME -> SqlType.TIME;
      case TIMESTAMP -> SqlType.TIMESTAMP;
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ -> SqlType.TIMESTAMPTZ;
      case UUID -> SqlType.UUID;
      case NULL -> SqlType.TEXT;
      default -> {
        if (SqlTypeName.INTERVAL_TYPES.contains(type.getSqlTypeName())) {
          yield SqlType.INTERVAL;
        }
        throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this type is not supported here")
            .with("type", type);
      }
    };
  }

  /** The type of a computed value: modifiers do not survive computation. */
  public static SqlType computed(RelDataType type) {
    SqlType mapped = of(type);
    return switch (mapped.kind()) {
      case NUMERIC -> SqlType.NUMERIC;
      case VARCHAR, CHAR -> SqlType.TEXT;
      default -> mapped;
    };
  }

  /** The type factory: texts are UTF-8. */
  private static final class Factory extends JavaTypeFactoryImpl {
    Factory() {
      super(new Rules());
    }

    /**
     * Exact numbers of different types meet in numeric without a scale, in which each keeps its
     * own; what has a time zone keeps it.
     */
    @Override
    public @Nullable RelDataType leastRestrictive(
        List<RelDataType> types, SqlTypeMappingRule rule) {
      Set<SqlTypeName> names = EnumSet.noneOf(SqlTypeName.class);
      boolean same = true;
      for (RelDataType type : types) {
        names.add(type.getSqlTypeName());
        same &= SqlTypeUtil.equalSansNullability(this, type, types.getFirst());
      }
      names.remove(SqlTypeName.NULL);
      boolean nullable = types.stream().anyMatch(RelDataType::isNullable);
      if (!same
          && names.contains(SqlTypeName.DECIMAL)
          && SqlTypeName.EXACT_TYPES.containsAll(names)) {
        return CalciteTypes.of(SqlType.NUMERIC, nullable);
      }
      if (names.contains(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE)
          && SqlTypeName.DATETIME_TYPES.containsAll(names)
          && !names.contains(SqlTypeName.TIME)) {
        return CalciteTypes.of(SqlType.TIMESTAMPTZ, nullable);
      }
      return super.leastRestrictive(types, rule);
    }

    @Override
    public Charset getDefaultCharset() {
      return StandardCharsets.UTF_8;
    }
  }

  /** PostgreSQL's rules. */
  private static final class Rules extends RelDataTypeSystemImpl {
    @Override
    public int getMaxPrecision(SqlTypeName name) {
      return switch (name) {
        case DECIMAL -> NUMERIC_PRECISION;
        case VARCHAR -> JSONB_LENGTH;
        case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> 6;
        default -> super.getMaxPrecision(name);
      };
    }

    @Override
    public int getMaxScale(SqlTypeName name) {
      return name == SqlTypeName.DECIMAL ? NUMERIC_SCALE : super.getMaxScale(name);
    }

    @Override
    public int getDefaultPrecision(SqlTypeName name) {
      return switch (name) {
        case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> 6;
        case VARCHAR, VARBINARY -> RelDataType.PRECISION_NOT_SPECIFIED;
        default -> super.getDefaultPrecision(name);
      };
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
      return true;
    }

    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
      RelDataType sum =
          switch (argument.getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER -> factory.createSqlType(SqlTypeName.BIGINT);
            case BIGINT, DECIMAL -> CalciteTypes.of(SqlType.NUMERIC);
            default -> argument;
          };
      return factory.createTypeWithNullability(sum, true);
    }

    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
      RelDataType average =
          switch (argument.getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> CalciteTypes.of(SqlType.NUMERIC);
            case REAL, FLOAT, DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
            default -> argument;
          };
      return factory.createTypeWithNullability(average, true);
    }
  }
}
