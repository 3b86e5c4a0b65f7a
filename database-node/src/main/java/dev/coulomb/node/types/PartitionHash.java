package dev.coulomb.node.types;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which partition a value of a partition column belongs to. Part of the persistent format: it must
 * never change. Equal numbers hash alike whatever their integer type; null is a value like others.
 * The mixer is the finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 * Generators, 2014).
 */
public final class PartitionHash {
  private static final long NULL_HASH = 0x9E3779B97F4A7C15L;

  private PartitionHash() {}

  /** The partition, 0 … partitions-1, of a value of a {@link TypeKind#isPartitionable} kind. */
  public static int partition(@Nullable Object value, int partitions) {
    return (int) Long.remainderUnsigned(hash(value), partitions);
  }

  private static long hash(@Nullable Object value) {
    return switch (value) {
      case null -> NULL_HASH;
      case Long number -> mix(number);
      case String text -> hash(text.getBytes(StandardCharsets.UTF_8));
      case byte[] bytes -> hash(bytes);
      case UUID uuid -> mix(mix(uuid.getMostSignificantBits()) ^ uuid.getLeastSignificantBits());
      case Boolean truth -> mix(truth ? 1 : 0);
      default -> throw new IllegalStateException("not a partitionable value: " + value.getClass());
    };
  }

  private static long hash(byte[] bytes) {
    long hash = mix(bytes.length);
    long word = 0;
    for (int i = 0; i < bytes.length; i++) {
      word = word << 8 | (bytes[i] & 0xFF);
      if ((i & 7) == 7) {
        hash = mix(hash ^ word);
        word = 0;
      }
    }
    return mix(hash ^ word);
  }

  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
