package dev.coulomb.node.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyWriterTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  @ParameterizedTest
  @EnumSource(
      value = TypeKind.class,
      names = {"JSON", "JSONB"},
      mode = EnumSource.Mode.EXCLUDE)
  void bytesAreOrderedAsTheValuesAre(TypeKind kind) {
    RandomValues values = new RandomValues(new SplittableRandom(SEED));
    for (int round = 0; round < 5_000; round++) {
      Object left = values.of(kind);
      Object right = values.of(kind);
      assertThat(Integer.signum(Arrays.compareUnsigned(key(kind, left), key(kind, right))))
          .as("seed %d: %s and %s", SEED, left, right)
          .isEqualTo(Integer.signum(compare(left, right)));
    }
  }

  @Test
  void nullsComeLast() {
    assertThat(
            Arrays.compareUnsigned(
                key(TypeKind.BIGINT, null), key(TypeKind.BIGINT, Long.MAX_VALUE)))
        .isPositive();
  }

  @Test
  void aPrefixOfTheValuesIsAPrefixOfTheBytes() {
    KeyWriter writer = new KeyWriter();
    byte[] shorter = writer.value(TypeKind.TEXT, "ab").toBytes();
    byte[] longer = writer.value(TypeKind.BIGINT, 7L).toBytes();
    assertThat(Arrays.copyOf(longer, shorter.length)).isEqualTo(shorter);
    assertThat(Arrays.mismatch(key(TypeKind.TEXT, "abc"), shorter))
        .as("a longer text does not continue a shorter one")
        .isLessThan(shorter.length);
  }

  private static byte[] key(TypeKind kind, @Nullable Object value) {
    return new KeyWriter().value(kind, value).toBytes();
  }

  private static int compare(Object left, Object right) {
    return switch (left) {
      case Boolean truth -> truth.compareTo((Boolean) right);
      case Long number -> number.compareTo((Long) right);
      case Float number -> compare((double) number, (double) (Float) right);
      case Double number -> compare((double) number, (double) (Double) right);
      case BigDecimal number -> number.compareTo((BigDecimal) right);
      case String text -> Arrays.compareUnsigned(utf8(text), utf8((String) right));
      case byte[] bytes -> Arrays.compareUnsigned(bytes, (byte[]) right);
      case Interval interval -> interval.compareTo((Interval) right);
      case UUID uuid -> {
        UUID other = (UUID) right;
        int high =
            Long.compareUnsigned(uuid.getMostSignificantBits(), other.getMostSignificantBits());
        yield high != 0
            ? high
            : Long.compareUnsigned(uuid.getLeastSignificantBits(), other.getLeastSignificantBits());
      }
      default -> throw new IllegalStateException("no order: " + left);
    };
  }

  private static int compare(double left, double right) {
    return left == right ? 0 : Double.compare(left, right);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
