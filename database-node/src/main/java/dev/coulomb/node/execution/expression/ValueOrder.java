package dev.coulomb.node.execution.expression;

import dev.coulomb.node.types.Interval;
import dev.coulomb.node.types.TypeKind;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Order and equality of values as PostgreSQL has them, the same as the order of their keys: text by
 * its UTF-8 bytes, NaN equal to itself and above all numbers, -0 equal to 0, numeric by value
 * whatever its scale, intervals by length.
 */
public final class ValueOrder {
  private ValueOrder() {}

  /** The order of the values of a kind; null is none of them. */
  public static Comparator<Object> of(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> (a, b) -> Boolean.compare((Boolean) a, (Boolean) b);
      case SMALLINT, INTEGER, BIGINT, DATE, TIME, TIMESTAMP, TIMESTAMPTZ ->
          (a, b) -> Long.compare((Long) a, (Long) b);
      case REAL -> (a, b) -> floats((Float) a, (Float) b);
      case DOUBLE -> (a, b) -> doubles((Double) a, (Double) b);
      case NUMERIC -> (a, b) -> ((BigDecimal) a).compareTo((BigDecimal) b);
      case TEXT, VARCHAR, CHAR, JSON, JSONB -> (a, b) -> text((String) a, (String) b);
      case BYTEA -> (a, b) -> Arrays.compareUnsigned((byte[]) a, (byte[]) b);
      case INTERVAL -> (a, b) -> ((Interval) a).compareTo((Interval) b);
      case UUID -> (a, b) -> uuids((UUID) a, (UUID) b);
    };
  }

  /**
   * A stand-in for a value whose {@code equals} and {@code hashCode} are SQL's equality of its
   * kind. Where they already are, it is the value itself.
   */
  public static @Nullable Object key(TypeKind kind, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (kind) {
      case REAL -> (Float) value == 0 ? (Object) 0f : value;
      case DOUBLE -> (Double) value == 0 ? (Object) 0d : value;
      case NUMERIC -> ((BigDecimal) value).stripTrailingZeros();
      case BYTEA -> ByteBuffer.wrap((byte[]) value);
      case INTERVAL -> ((Interval) value).span();
      case BOOLEAN,
          SMALLINT,
          INTEGER,
          BIGINT,
          TEXT,
          VARCHAR,
          CHAR,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          UUID,
          JSON,
          JSONB ->
          value;
    };
  }

  /** True where {@link #key} gives the value itself. */
  public static boolean isOwnKey(TypeKind kind) {
    return switch (kind) {
      case REAL, DOUBLE, NUMERIC, BYTEA, INTERVAL -> false;
      default -> true;
    };
  }

  static int doubles(double a, double b) {
    return a == b ? 0 : Double.compare(a, b);
  }

  private static int floats(float a, float b) {
    return a == b ? 0 : Float.compare(a, b);
  }

  private static int uuids(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }

  /** By code points, which is the order of the UTF-8 bytes. */
  static int text(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean xHigh = Character.isSurrogate(x);
        boolean yHigh = Character.isSurrogate(y);
        return xHigh == yHigh ? x - y : xHigh ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }
}
