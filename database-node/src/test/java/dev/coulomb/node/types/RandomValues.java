package dev.coulomb.node.types;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Random values of every kind, with the corners of their ranges more often than chance has them.
 */
public final class RandomValues {
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private final RandomGenerator random;

  public RandomValues(RandomGenerator random) {
    this.random = random;
  }

  /** A value of a kind, never null. */
  public Object of(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> random.nextBoolean();
      case SMALLINT -> (long) (short) number();
      case INTEGER, DATE -> (long) (int) number();
      case BIGINT, TIMESTAMP, TIMESTAMPTZ -> number();
      case TIME -> random.nextLong(MICROS_PER_DAY + 1);
      case REAL -> (float) floating();
      case DOUBLE -> floating();
      case NUMERIC -> numeric();
      case TEXT, VARCHAR -> text();
      case CHAR -> text().stripTrailing();
      case BYTEA -> bytes();
      case INTERVAL ->
          new Interval((int) number() >> 8, (int) number() >> 8, number() >> random.nextInt(40));
      case UUID -> new UUID(number(), number());
      case JSON, JSONB -> "{\"a\":" + number() + "}";
    };
  }

  private long number() {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> Long.MAX_VALUE;
      case 2 -> Long.MIN_VALUE;
      case 3 -> random.nextLong(-3, 4);
      default -> random.nextLong() >> random.nextInt(64);
    };
  }

  private double floating() {
    return switch (random.nextInt(8)) {
      case 0 -> 0.0;
      case 1 -> -0.0;
      case 2 -> Double.NaN;
      case 3 -> Double.POSITIVE_INFINITY;
      case 4 -> Double.NEGATIVE_INFINITY;
      case 5 -> random.nextInt(-3, 4);
      default -> random.nextGaussian() * Math.pow(10, random.nextInt(-30, 30));
    };
  }

  private BigDecimal numeric() {
    BigInteger unscaled = BigInteger.valueOf(number());
    if (random.nextBoolean()) {
      unscaled = unscaled.multiply(BigInteger.valueOf(number()));
    }
    return new BigDecimal(unscaled, random.nextInt(-5, 30));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(8);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(
          switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> 'a';
            case 2 -> 0x1F600 + random.nextInt(32);
            case 3 -> 0xE0 + random.nextInt(64);
            default -> 'a' + random.nextInt(26);
          });
    }
    return text.toString();
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(8)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(3) == 0 ? 0 : random.nextInt(256));
    }
    return bytes;
  }
}
