package dev.coulomb.node.types;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Fits a value that already has a kind's Java form to a type: the range of its integers, the length
 * of its text, the digits of its numeric. Any thread.
 */
public final class Coercion {
  private Coercion() {}

  /**
   * As an assignment to a column does: text that is too long is an error 22001 unless only blanks
   * are lost.
   */
  public static Object assign(SqlType type, Object value) {
    return fit(type, value, false);
  }

  /** As an explicit {@code CAST} does: text that is too long is cut. */
  public static Object cast(SqlType type, Object value) {
    return fit(type, value, true);
  }

  /** The number, or 22003 when it lies outside the range of the kind. */
  public static Long integerInRange(TypeKind kind, long value) {
    boolean fits =
        switch (kind) {
          case SMALLINT -> value == (short) value;
          case INTEGER -> value == (int) value;
          default -> true;
        };
    if (!fits) {
      throw new SqlError(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value is out of range")
          .with("type", kind.sqlName())
          .with("value", value);
    }
    return value;
  }

  private static Object fit(SqlType type, Object value, boolean cut) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER -> integerInRange(type.kind(), (Long) value);
      case NUMERIC -> numeric(type, (BigDecimal) value);
      case VARCHAR -> text(type, (String) value, cut);
      case CHAR -> withoutTrailingBlanks(text(type, (String) value, cut));
      case BOOLEAN,
          BIGINT,
          REAL,
          DOUBLE,
          TEXT,
          BYTEA,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          INTERVAL,
          UUID,
          JSON,
          JSONB ->
          value;
    };
  }

  private static BigDecimal numeric(SqlType type, BigDecimal value) {
    if (type.precision() == SqlType.NONE) {
      return value;
    }
    BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
    if (rounded.signum() != 0 && rounded.precision() > type.precision()) {
      throw new SqlError(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "numeric field overflow")
          .with("type", type);
    }
    return rounded;
  }

  private static String text(SqlType type, String value, boolean cut) {
    int limit = type.precision();
    if (limit == SqlType.NONE || value.length() <= limit) {
      return value;
    }
    if (value.codePointCount(0, value.length()) <= limit) {
      return value;
    }
    int end = value.offsetByCodePoints(0, limit);
    if (!cut && !withoutTrailingBlanks(value.substring(end)).isEmpty()) {
      throw new SqlError(SqlState.STRING_DATA_RIGHT_TRUNCATION, "value too long for the type")
          .with("type", type);
    }
    return value.substring(0, end);
  }

  private static String withoutTrailingBlanks(String value) {
    int end = value.length();
    while (end > 0 && value.charAt(end - 1) == ' ') {
      end--;
    }
    return value.substring(0, end);
  }
}
