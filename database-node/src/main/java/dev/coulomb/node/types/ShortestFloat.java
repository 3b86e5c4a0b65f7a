package dev.coulomb.node.types;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The shortest text that reads back as the same float, laid out as PostgreSQL does. The digits are
 * those of {@link Double#toString(double)}, with two differences: a single digit where one is
 * enough, and no decimal that lies exactly between two floats (PostgreSQL never counts on the
 * reader's rounding).
 */
final class ShortestFloat {
  private static final int DOUBLE_PLAIN_DIGITS = 15;
  private static final int FLOAT_PLAIN_DIGITS = 6;

  private ShortestFloat() {}

  static String format(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return special(value);
    }
    if (value == (long) value && Math.abs(value) < 1e15 && value != 0) {
      return Long.toString((long) value);
    }
    BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
    if (shortest.precision() == 2) {
      BigDecimal one = shortest.round(new MathContext(1, RoundingMode.HALF_EVEN));
      shortest = one.doubleValue() == Math.abs(value) ? one : shortest;
    }
    if (Math.abs(value) > 1e16 && isBetweenDoubles(shortest, Math.abs(value))) {
      shortest = strictly(Math.abs(value), new BigDecimal(Math.abs(value)), false);
    }
    return layout(isNegative(value), shortest, DOUBLE_PLAIN_DIGITS);
  }

  static String format(float value) {
    if (Double.isNaN(value) || Float.isInfinite(value)) {
      return special(value);
    }
    float size = Math.abs(value);
    BigDecimal shortest = new BigDecimal(Float.toString(size)).stripTrailingZeros();
    if (shortest.precision() == 2) {
      BigDecimal one = shortest.round(new MathContext(1, RoundingMode.HALF_EVEN));
      shortest = one.floatValue() == size ? one : shortest;
    }
    if (size > 1e7f && isBetweenFloats(shortest, size)) {
      shortest = strictly(size, new BigDecimal((double) size), true);
    }
    return layout(isNegative(value), shortest, FLOAT_PLAIN_DIGITS);
  }

  private static boolean isNegative(double value) {
    return Double.doubleToRawLongBits(value) < 0;
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  }

  private static boolean isBetweenDoubles(BigDecimal decimal, double value) {
    BigDecimal twice = decimal.multiply(BigDecimal.TWO);
    BigDecimal exact = new BigDecimal(value);
    double below = Math.nextDown(value);
    double above = Math.nextUp(value);
    return twice.compareTo(exact.add(new BigDecimal(below))) == 0
        || (!Double.isInfinite(above) && twice.compareTo(exact.add(new BigDecimal(above))) == 0);
  }

  private static boolean isBetweenFloats(BigDecimal decimal, float value) {
    BigDecimal twice = decimal.multiply(BigDecimal.TWO);
    BigDecimal exact = new BigDecimal((double) value);
    float above = Math.nextUp(value);
    return twice.compareTo(exact.add(new BigDecimal((double) Math.nextDown(value)))) == 0
        || (!Float.isInfinite(above)
            && twice.compareTo(exact.add(new BigDecimal((double) above))) == 0);
  }

  /** The shortest decimal that reads back and is not half-way; found by trying lengths. */
  private static BigDecimal strictly(double value, BigDecimal exact, boolean single) {
    for (int digits = 1; digits < 17; digits++) {
      BigDecimal tried = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      boolean found =
          single
              ? tried.floatValue() == value && !isBetweenFloats(tried, (float) value)
              : tried.doubleValue() == value && !isBetweenDoubles(tried, value);
      if (found) {
        return tried.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).stripTrailingZeros();
  }

  private static String layout(boolean negative, BigDecimal value, int plainDigits) {
    String sign = negative ? "-" : "";
    if (value.signum() == 0) {
      return sign + "0";
    }
    int exponent = value.precision() - value.scale() - 1;
    if (exponent >= -4 && exponent < plainDigits) {
      return sign + value.toPlainString();
    }
    String digits = value.unscaledValue().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    int size = Math.abs(exponent);
    return sign + mantissa + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
  }
}
