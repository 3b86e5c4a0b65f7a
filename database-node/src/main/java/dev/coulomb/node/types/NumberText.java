package dev.coulomb.node.types;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;

/** Numbers from text. */
final class NumberText {
  /** PostgreSQL's limits of a numeric. */
  private static final int NUMERIC_DIGITS_BEFORE_POINT_MAX = 131_072;

  private static final int NUMERIC_DIGITS_AFTER_POINT_MAX = 16_383;

  private NumberText() {}

  static Long parseInteger(TypeKind kind, String text) {
    String digits = text.strip();
    int at = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
    if (at == digits.length()) {
      throw TextFormat.invalid(SqlState.INVALID_TEXT_REPRESENTATION, kind.sqlName(), text);
    }
    for (int i = at; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        throw TextFormat.invalid(SqlState.INVALID_TEXT_REPRESENTATION, kind.sqlName(), text);
      }
    }
    if (digits.length() - at > 18) {
      BigInteger big = new BigInteger(digits);
      if (big.bitLength() > 63) {
        throw outOfRange(kind.sqlName(), text);
      }
      return Coercion.integerInRange(kind, big.longValue());
    }
    return Coercion.integerInRange(kind, Long.parseLong(digits));
  }

  static Double parseDouble(String text) {
    String number = text.strip();
    Double special = special(number);
    if (special != null) {
      return special;
    }
    requireDecimal(number, "double precision", text);
    double value = Double.parseDouble(number);
    if (Double.isInfinite(value) || (value == 0 && hasDigitAboveZero(number))) {
      throw outOfRange("double precision", text);
    }
    return value;
  }

  static Float parseReal(String text) {
    String number = text.strip();
    Double special = special(number);
    if (special != null) {
      return special.floatValue();
    }
    requireDecimal(number, "real", text);
    float value = Float.parseFloat(number);
    if (Float.isInfinite(value) || (value == 0 && hasDigitAboveZero(number))) {
      throw outOfRange("real", text);
    }
    return value;
  }

  static BigDecimal parseNumeric(String text) {
    String number = text.strip();
    if (special(number) != null) {
      throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED,
              "numeric holds finite numbers only; use double precision for NaN and infinity")
          .with("value", text);
    }
    requireDecimal(number, "numeric", text);
    int exponentAt = Math.max(number.indexOf('e'), number.indexOf('E'));
    if (exponentAt >= 0) {
      requireSmallExponent(number.substring(exponentAt + 1), text);
    }
    BigDecimal value = new BigDecimal(number);
    return limited(value.scale() < 0 ? value.setScale(0) : value, text);
  }

  private static BigDecimal limited(BigDecimal value, String text) {
    if (value.precision() - value.scale() > NUMERIC_DIGITS_BEFORE_POINT_MAX
        || value.scale() > NUMERIC_DIGITS_AFTER_POINT_MAX) {
      throw outOfRange("numeric", text);
    }
    return value;
  }

  private static void requireSmallExponent(String exponent, String text) {
    String digits = exponent.replaceFirst("^[+-]?0*", "");
    if (digits.length() > 6) {
      throw outOfRange("numeric", text);
    }
  }

  private static @org.jspecify.annotations.Nullable Double special(String number) {
    if (number.isEmpty() || number.charAt(number.length() - 1) <= '9') {
      return null;
    }
    return switch (number.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "infinity", "+inf", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  /** Digits with at most one point, then perhaps an exponent; what Java takes beyond is refused. */
  private static void requireDecimal(String number, String type, String text) {
    int i = number.startsWith("-") || number.startsWith("+") ? 1 : 0;
    int digits = 0;
    boolean point = false;
    for (; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    boolean whole = i == number.length();
    if (digits == 0 || (!whole && !number.substring(i).matches("[eE][+-]?[0-9]+"))) {
      throw TextFormat.invalid(SqlState.INVALID_TEXT_REPRESENTATION, type, text);
    }
  }

  private static boolean hasDigitAboveZero(String number) {
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c == 'e' || c == 'E') {
        return false;
      }
      if (c >= '1' && c <= '9') {
        return true;
      }
    }
    return false;
  }

  private static SqlError outOfRange(String type, String text) {
    return new SqlError(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value is out of range")
        .with("type", type)
        .with("value", text);
  }
}
