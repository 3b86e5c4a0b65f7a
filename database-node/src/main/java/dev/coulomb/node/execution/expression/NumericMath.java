package dev.coulomb.node.execution.expression;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Arithmetic of numeric with the scales that PostgreSQL chooses for its results ({@code numeric.c}:
 * select_div_scale, numeric_sqrt, numeric_exp, numeric_ln, power_var). Scales there are thought of
 * in digits of base 10,000; so they are here.
 */
public final class NumericMath {
  private static final int SIGNIFICANT_DIGITS_MIN = 16;
  private static final int DISPLAY_SCALE_MAX = 1000;
  private static final int DIGITS_BEFORE_POINT_MAX = 131_072;
  private static final int SCALE_MAX = 16_383;

  /** A series of more digits would hold its thread for seconds. */
  private static final int SERIES_DIGITS_MAX = 4_000;

  private static final int BASE_DIGITS = 4;
  private static final double LOG10_E = 0.434294481903252;
  private static final double LN_10 = 2.302585092994046;

  private NumericMath() {}

  /** Exact, up to 16,383 digits after the point. */
  static BigDecimal times(BigDecimal x, BigDecimal y) {
    return limited(x.multiply(y));
  }

  /** The quotient with at least 16 significant digits; 22012 by zero. */
  public static BigDecimal divide(BigDecimal x, BigDecimal y) {
    if (y.signum() == 0) {
      throw Numbers.divisionByZero();
    }
    return x.divide(y, divisionScale(x, y), RoundingMode.HALF_UP);
  }

  static BigDecimal modulo(BigDecimal x, BigDecimal y) {
    if (y.signum() == 0) {
      throw Numbers.divisionByZero();
    }
    return x.remainder(y).setScale(Math.max(x.scale(), y.scale()));
  }

  static int divisionScale(BigDecimal x, BigDecimal y) {
    int weight = weight(x) - weight(y);
    if (firstDigit(x) <= firstDigit(y)) {
      weight--;
    }
    return shown(SIGNIFICANT_DIGITS_MIN - weight * BASE_DIGITS, Math.max(x.scale(), y.scale()));
  }

  private static int shown(int scale, int atLeast) {
    return Math.min(Math.max(Math.max(scale, atLeast), 0), DISPLAY_SCALE_MAX);
  }

  /** Position of the first digit of base 10,000: 0 for the one before the point. */
  private static int weight(BigDecimal value) {
    return value.signum() == 0
        ? 0
        : Math.floorDiv(value.precision() - value.scale() - 1, BASE_DIGITS);
  }

  private static int firstDigit(BigDecimal value) {
    if (value.signum() == 0) {
      return 0;
    }
    return value
        .abs()
        .scaleByPowerOfTen(-weight(value) * BASE_DIGITS)
        .setScale(0, RoundingMode.DOWN)
        .intValueExact();
  }

  static BigDecimal sqrt(BigDecimal x) {
    if (x.signum() < 0) {
      throw new SqlError(
          SqlState.INVALID_ARGUMENT_FOR_POWER, "cannot take square root of a negative number");
    }
    int half = (weight(x) + 1) * BASE_DIGITS / 2 - 1;
    return sqrt(x, shown(SIGNIFICANT_DIGITS_MIN - half, x.scale()));
  }

  /** Of a number that is not negative, to a scale. */
  static BigDecimal sqrt(BigDecimal x, int scale) {
    if (x.signum() == 0) {
      return BigDecimal.ZERO.setScale(scale);
    }
    BigInteger scaled = x.setScale(2 * scale + 2, RoundingMode.DOWN).unscaledValue().sqrt();
    return new BigDecimal(scaled, scale + 1).setScale(scale, RoundingMode.HALF_UP);
  }

  static BigDecimal exp(BigDecimal x) {
    double digits = x.doubleValue() * LOG10_E;
    if (digits >= SERIES_DIGITS_MAX) {
      throw Numbers.outOfRange(TypeKind.NUMERIC);
    }
    int scale = shown(SIGNIFICANT_DIGITS_MIN - (int) Math.clamp(digits, -2000, 2000), x.scale());
    if (digits < -scale - 2) {
      return BigDecimal.ZERO.setScale(scale);
    }
    return Transcendental.exp(x, new MathContext(scale + (int) Math.max(digits, 0) + 12))
        .setScale(scale, RoundingMode.HALF_UP);
  }

  static BigDecimal ln(BigDecimal x) {
    requirePositive(x);
    int scale = shown(SIGNIFICANT_DIGITS_MIN - lnWeight(x), x.scale());
    return Transcendental.ln(x, new MathContext(scale + 16)).setScale(scale, RoundingMode.HALF_UP);
  }

  static BigDecimal log10(BigDecimal x) {
    requirePositive(x);
    int scale = shown(SIGNIFICANT_DIGITS_MIN - (lnWeight(x) - lnWeight(BigDecimal.TEN)), x.scale());
    MathContext precise = new MathContext(scale + 16);
    return Transcendental.ln(x, precise)
        .divide(Transcendental.ln(BigDecimal.TEN, precise), precise)
        .setScale(scale, RoundingMode.HALF_UP);
  }

  private static void requirePositive(BigDecimal x) {
    if (x.signum() <= 0) {
      throw new SqlError(
          SqlState.INVALID_ARGUMENT_FOR_LOGARITHM,
          x.signum() == 0
              ? "cannot take logarithm of zero"
              : "cannot take logarithm of a negative number");
    }
  }

  /** About how many decimal digits ln(x) has before its point. */
  private static int lnWeight(BigDecimal x) {
    BigDecimal fromOne = x.subtract(BigDecimal.ONE);
    if (fromOne.abs().compareTo(new BigDecimal("0.1")) <= 0) {
      return fromOne.signum() == 0
          ? 0
          : weight(fromOne) * BASE_DIGITS + (int) Math.log10(firstDigit(fromOne));
    }
    BigDecimal stripped = x.stripTrailingZeros();
    BigDecimal few = stripped.round(new MathContext(8, RoundingMode.DOWN));
    int shift = few.precision() - few.scale() - 1;
    double ln = Math.log(few.scaleByPowerOfTen(-shift).doubleValue()) + shift * LN_10;
    return (int) Math.log10(Math.abs(ln));
  }

  static BigDecimal power(BigDecimal base, BigDecimal exponent) {
    if (base.signum() == 0 && exponent.signum() < 0) {
      throw new SqlError(
          SqlState.INVALID_ARGUMENT_FOR_POWER, "zero raised to a negative power is undefined");
    }
    boolean whole = exponent.stripTrailingZeros().scale() <= 0;
    if (base.signum() < 0 && !whole) {
      throw new SqlError(
          SqlState.INVALID_ARGUMENT_FOR_POWER,
          "a negative number raised to a non-integer power yields a complex result");
    }
    if (whole && exponent.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
      return integerPower(base, exponent.intValueExact());
    }
    if (base.signum() == 0) {
      return BigDecimal.ZERO.setScale(SIGNIFICANT_DIGITS_MIN);
    }
    return realPower(base, exponent);
  }

  private static BigDecimal realPower(BigDecimal base, BigDecimal exponent) {
    double log = Transcendental.ln(base.abs(), new MathContext(32)).doubleValue();
    double digits = log * exponent.doubleValue() * LOG10_E;
    if (digits >= SERIES_DIGITS_MAX) {
      throw Numbers.outOfRange(TypeKind.NUMERIC);
    }
    int atLeast = Math.max(base.scale(), exponent.scale());
    int scale = shown(SIGNIFICANT_DIGITS_MIN - (int) Math.clamp(digits, -2000, 2000), atLeast);
    if (digits < -scale - 2) {
      return BigDecimal.ZERO.setScale(scale);
    }
    MathContext precise = new MathContext(scale + (int) Math.max(digits, 0) + 24);
    BigDecimal product = Transcendental.ln(base.abs(), precise).multiply(exponent, precise);
    boolean negative = base.signum() < 0 && exponent.toBigInteger().testBit(0);
    BigDecimal result = Transcendental.exp(product, precise).setScale(scale, RoundingMode.HALF_UP);
    return negative ? result.negate() : result;
  }

  private static BigDecimal integerPower(BigDecimal base, int exponent) {
    int scale = shown(SIGNIFICANT_DIGITS_MIN, base.scale());
    if (exponent == 0) {
      return BigDecimal.ONE.setScale(SIGNIFICANT_DIGITS_MIN);
    }
    if (base.signum() == 0) {
      return BigDecimal.ZERO.setScale(scale);
    }
    BigDecimal few = base.abs().round(new MathContext(16));
    double digits = exponent * (Math.log10(few.unscaledValue().doubleValue()) - few.scale());
    if (digits > DIGITS_BEFORE_POINT_MAX) {
      throw Numbers.outOfRange(TypeKind.NUMERIC);
    }
    if (digits < -scale - 2) {
      return BigDecimal.ZERO.setScale(scale);
    }
    MathContext precise = new MathContext(scale + (int) Math.max(digits, 0) + 24);
    BigDecimal result = BigDecimal.ONE;
    BigDecimal square = base;
    for (long rest = Math.abs((long) exponent); rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result = result.multiply(square, precise);
      }
      square = rest > 1 ? square.multiply(square, precise) : square;
    }
    BigDecimal power = exponent < 0 ? BigDecimal.ONE.divide(result, precise) : result;
    return power.setScale(scale, RoundingMode.HALF_UP);
  }

  /** Half away from zero; digits may be negative. */
  static BigDecimal round(BigDecimal x, long digits) {
    return scaled(x, digits, RoundingMode.HALF_UP);
  }

  /** Towards zero; digits may be negative. */
  static BigDecimal trunc(BigDecimal x, long digits) {
    return scaled(x, digits, RoundingMode.DOWN);
  }

  private static BigDecimal scaled(BigDecimal x, long digits, RoundingMode mode) {
    int scale = (int) Math.clamp(digits, -2000, 2000);
    BigDecimal result = x.setScale(scale, mode);
    return scale < 0 ? result.setScale(0) : result;
  }

  private static BigDecimal limited(BigDecimal value) {
    if (value.precision() - value.scale() > DIGITS_BEFORE_POINT_MAX) {
      throw Numbers.outOfRange(TypeKind.NUMERIC);
    }
    return value.scale() > SCALE_MAX ? value.setScale(SCALE_MAX, RoundingMode.HALF_UP) : value;
  }
}
