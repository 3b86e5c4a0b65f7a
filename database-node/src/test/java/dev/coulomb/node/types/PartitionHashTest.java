package dev.coulomb.node.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class PartitionHashTest {
  /** These numbers are part of the persistent format: if this test fails, data would be lost. */
  @Test
  void neverChanges() {
    assertThat(PartitionHash.partition(null, 1024)).isEqualTo(21);
    assertThat(PartitionHash.partition(0L, 1024)).isEqualTo(431);
    assertThat(PartitionHash.partition(42L, 1024)).isEqualTo(661);
    assertThat(PartitionHash.partition("", 1024)).isEqualTo(623);
    assertThat(PartitionHash.partition("N14228", 1024)).isEqualTo(260);
    assertThat(PartitionHash.partition("a longer text, of several words", 1024)).isEqualTo(330);
    assertThat(PartitionHash.partition(new byte[] {1, 2, 3}, 1024)).isEqualTo(484);
    assertThat(PartitionHash.partition(new UUID(1, 2), 1024)).isEqualTo(619);
    assertThat(PartitionHash.partition(true, 1024)).isEqualTo(193);
  }

  @Test
  void spreadsConsecutiveNumbersAndTextsEvenly() {
    int[] numbers = new int[32];
    int[] texts = new int[32];
    for (long i = 0; i < 32_000; i++) {
      numbers[PartitionHash.partition(i, 32)]++;
      texts[PartitionHash.partition("key-" + i, 32)]++;
    }
    for (int partition = 0; partition < 32; partition++) {
      assertThat(numbers[partition]).isBetween(850, 1150);
      assertThat(texts[partition]).isBetween(850, 1150);
    }
  }
}
