package dev.coulomb.bench;

/** Times in nanoseconds, 64 steps for each power of two: 1.6 % off at most. Of one thread. */
final class Latencies {
  private static final int STEP_BITS = 6;
  private final long[] counts = new long[(64 - STEP_BITS) << STEP_BITS];
  private long total;

  void add(long nanos, int times) {
    counts[index(Math.max(0, nanos))] += times;
    total += times;
  }

  void add(Latencies other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  long total() {
    return total;
  }

  /** Milliseconds that this share of all took at most. */
  double millis(double share) {
    long wanted = (long) Math.ceil(total * share);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return upper(i) / 1e6;
      }
    }
    return 0;
  }

  private static int index(long nanos) {
    if (nanos < 1L << STEP_BITS) {
      return (int) nanos;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(nanos);
    int step = (int) (nanos >>> (exponent - STEP_BITS)) & ((1 << STEP_BITS) - 1);
    return ((exponent - STEP_BITS + 1) << STEP_BITS) + step;
  }

  private static long upper(int index) {
    int high = index >> STEP_BITS;
    int low = index & ((1 << STEP_BITS) - 1);
    return high == 0 ? low : ((1L << STEP_BITS) + low + 1 << (high - 1)) - 1;
  }
}
