package dev.coulomb.node.pgwire;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * PostgreSQL's binary numeric: count of digits i16, weight of the first i16, sign u16, digits after
 * the point i16, then the digits in base 10,000.
 */
final class BinaryNumeric {
  private static final int NEGATIVE = 0x4000;
  private static final int DIGIT_DECIMALS = 4;
  private static final int BASE_DIGITS = 10_000;
  private static final BigInteger BASE = BigInteger.valueOf(BASE_DIGITS);

  private BinaryNumeric() {}

  static BigDecimal read(ByteBuffer in) {
    int count = in.getShort();
    int weight = in.getShort();
    int sign = in.getShort() & 0xFFFF;
    int scale = in.getShort();
    if (count < 0 || scale < 0 || (sign != 0 && sign != NEGATIVE)) {
      throw malformed();
    }
    BigInteger unscaled = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      short digit = in.getShort();
      if (digit < 0 || digit >= BASE_DIGITS) {
        throw malformed();
      }
      unscaled = unscaled.multiply(BASE).add(BigInteger.valueOf(digit));
    }
    int exponent = (weight - count + 1) * DIGIT_DECIMALS;
    BigDecimal value =
        new BigDecimal(unscaled, -exponent).setScale(scale, java.math.RoundingMode.HALF_UP);
    return sign == NEGATIVE ? value.negate() : value;
  }

  private static SqlError malformed() {
    return new SqlError(
        SqlState.INVALID_BINARY_REPRESENTATION, "a numeric is finite and well formed here");
  }

  /** Appends the length and the value. */
  static void write(BigDecimal value, ByteBuf out) {
    int scale = Math.max(0, value.scale());
    BigDecimal plain = value.setScale(scale).abs();
    int padding = Math.floorMod(-scale, DIGIT_DECIMALS);
    BigInteger left = plain.unscaledValue().multiply(BigInteger.TEN.pow(padding));
    List<Integer> digits = new ArrayList<>();
    while (left.signum() > 0) {
      BigInteger[] parts = left.divideAndRemainder(BASE);
      digits.add(parts[1].intValue());
      left = parts[0];
    }
    int fraction = (scale + padding) / DIGIT_DECIMALS;
    int weight = digits.size() - fraction - 1;
    Collections.reverse(digits);
    while (!digits.isEmpty() && digits.getLast() == 0) {
      digits.removeLast();
    }
    out.writeInt(8 + 2 * digits.size()).writeShort(digits.size());
    out.writeShort(digits.isEmpty() ? 0 : weight);
    out.writeShort(value.signum() < 0 ? NEGATIVE : 0).writeShort(scale);
    digits.forEach(out::writeShort);
  }
}
