package dev.coulomb.operator.wanted;

import dev.coulomb.operator.api.Resources;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * How a node's memory limit is shared out. Heap and data are separate: data lies outside the heap.
 * What is left is the JVM's own.
 *
 * @param limitBytes the container's memory limit
 * @param heapBytes a quarter of it, from 192 MiB to 8 GiB
 * @param dataBytes half of it
 * @param collector the JVM option that names the garbage collector; never left to the JVM's guess
 */
public record Sizing(long limitBytes, long heapBytes, long dataBytes, String collector) {

  public static final long LIMIT_BYTES_MIN = 512L << 20;

  private static final long HEAP_BYTES_MIN = 192L << 20;
  private static final long HEAP_BYTES_MAX = 8L << 30;
  private static final long PARALLEL_HEAP_BYTES_MIN = 512L << 20;
  private static final long CONCURRENT_HEAP_BYTES_MIN = 1L << 30;
  private static final BigDecimal PARALLEL_CORES_MIN = BigDecimal.valueOf(2);

  /** The sizing for a checked spec. */
  static Sizing of(long limitBytes, BigDecimal cores) {
    long heap = Math.clamp(limitBytes / 4, HEAP_BYTES_MIN, HEAP_BYTES_MAX);
    return new Sizing(limitBytes, heap, limitBytes / 2, collector(heap, cores));
  }

  /**
   * Where there are processors for it, one that works beside the application: ZGC, whose pauses do
   * not grow with the heap, where the heap is large enough that nobody waits for it.
   */
  private static String collector(long heapBytes, BigDecimal cores) {
    if (cores.compareTo(PARALLEL_CORES_MIN) < 0 || heapBytes < PARALLEL_HEAP_BYTES_MIN) {
      return "-XX:+UseSerialGC";
    }
    return heapBytes < CONCURRENT_HEAP_BYTES_MIN ? "-XX:+UseG1GC" : "-XX:+UseZGC";
  }

  static Optional<Long> memoryLimit(Resources resources) {
    return Optional.ofNullable(resources.limits().get("memory"))
        .flatMap(Sizing::amount)
        .map(BigDecimal::longValue);
  }

  /** Cores that the node may count on: what it asks for, else what it is limited to, else one. */
  static BigDecimal cores(Resources resources) {
    return Optional.ofNullable(resources.requests().get("cpu"))
        .or(() -> Optional.ofNullable(resources.limits().get("cpu")))
        .flatMap(Sizing::amount)
        .orElse(BigDecimal.ONE);
  }

  private static Optional<BigDecimal> amount(Quantity quantity) {
    try {
      return Optional.of(quantity.getNumericalAmount());
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
