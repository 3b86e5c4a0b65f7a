package dev.coulomb.node.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowLayoutTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  @Test
  void everyRowComesBackAsItWas() {
    SplittableRandom random = new SplittableRandom(SEED);
    RandomValues values = new RandomValues(random);
    for (int round = 0; round < 2_000; round++) {
      List<SqlType> types = randomTypes(random);
      @Nullable Object[] row = new Object[types.size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextInt(5) == 0 ? null : values.of(types.get(i).kind());
      }
      RowLayout layout = new RowLayout(types);
      byte[] encoded = layout.encode(row);
      byte[] within = new byte[encoded.length + 7];
      System.arraycopy(encoded, 0, within, 3, encoded.length);
      for (int i = 0; i < row.length; i++) {
        assertThat(layout.isNull(within, 3, i)).as("seed %d", SEED).isEqualTo(row[i] == null);
        assertThat(layout.get(within, 3, i)).as("seed %d, %s", SEED, types).isEqualTo(row[i]);
      }
    }
  }

  @Test
  void aRowTakesItsNullBitsItsSlotsAndItsVariableBytes() {
    RowLayout layout = new RowLayout(List.of(SqlType.BIGINT, SqlType.TEXT, SqlType.BOOLEAN));
    assertThat(layout.encode(new Object[] {1L, "abc", true})).hasSize(1 + 8 + 4 + 1 + 3);
    assertThat(layout.encode(new @Nullable Object[] {null, null, null})).hasSize(1 + 8 + 4 + 1);
  }

  private static List<SqlType> randomTypes(SplittableRandom random) {
    List<SqlType> types = new ArrayList<>();
    int count = random.nextInt(1, 20);
    for (int i = 0; i < count; i++) {
      TypeKind kind = TypeKind.values()[random.nextInt(TypeKind.values().length)];
      types.add(SqlType.of(kind));
    }
    return types;
  }
}
