package dev.coulomb.node.execution.expression;

import java.math.BigDecimal;
import java.math.MathContext;

/** exp and ln of decimals to any number of digits, by series after reducing the argument. */
final class Transcendental {
  private static final int GUARD_DIGITS = 12;

  private Transcendental() {}

  static BigDecimal exp(BigDecimal x, MathContext wanted) {
    int magnitude = Math.max(0, x.precision() - x.scale());
    MathContext mc = new MathContext(wanted.getPrecision() + GUARD_DIGITS + 2 * magnitude);
    int halvings = 8 + (int) Math.ceil(magnitude / Math.log10(2));
    BigDecimal reduced = x.divide(BigDecimal.TWO.pow(halvings), mc);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    BigDecimal small = BigDecimal.ONE.movePointLeft(mc.getPrecision() + 2);
    for (int n = 1; term.abs().compareTo(small) > 0; n++) {
      term = term.multiply(reduced, mc).divide(BigDecimal.valueOf(n), mc);
      sum = sum.add(term, mc);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, mc);
    }
    return sum.round(wanted);
  }

  /** Of a positive number: ln(m · 10^k), the mantissa brought near 1 by square roots. */
  static BigDecimal ln(BigDecimal x, MathContext wanted) {
    MathContext mc = new MathContext(wanted.getPrecision() + GUARD_DIGITS + 8);
    int exponent = x.precision() - x.scale() - 1;
    if (exponent == 0 || exponent == -1) {
      return nearOne(x, mc).round(wanted);
    }
    BigDecimal mantissa = x.scaleByPowerOfTen(-exponent);
    BigDecimal ten = nearOne(BigDecimal.TEN, mc);
    return nearOne(mantissa, mc).add(ten.multiply(BigDecimal.valueOf(exponent)), mc).round(wanted);
  }

  private static BigDecimal nearOne(BigDecimal x, MathContext mc) {
    BigDecimal root = x;
    int roots = 0;
    BigDecimal near = new BigDecimal("0.02");
    while (root.subtract(BigDecimal.ONE).abs().compareTo(near) > 0) {
      root = root.sqrt(mc);
      roots++;
    }
    BigDecimal y = root.subtract(BigDecimal.ONE).divide(root.add(BigDecimal.ONE), mc);
    BigDecimal square = y.multiply(y, mc);
    BigDecimal power = y;
    BigDecimal sum = y;
    BigDecimal small = y.abs().movePointLeft(mc.getPrecision() + 2);
    for (int n = 3; power.abs().compareTo(small) > 0; n += 2) {
      power = power.multiply(square, mc);
      sum = sum.add(power.divide(BigDecimal.valueOf(n), mc), mc);
    }
    return sum.multiply(BigDecimal.TWO.pow(roots + 1), mc);
  }
}
