package dev.coulomb.node.session.activity;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often statements of one text ran, and how long they took. Any thread; what is read together
 * need not be of one moment.
 *
 * <p>Times are counted in buckets, four for each power of two of microseconds (an HDR histogram of
 * two bits): a percentile is at most a quarter too high.
 */
public final class StatementFigures {
  private static final int SUB_BITS = 2;
  private static final int SUB = 1 << SUB_BITS;
  private static final int BUCKETS = 40 * SUB;
  private static final double NANOS_IN_MILLI = 1e6;

  private final String text;
  private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong nanosMax = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();

  StatementFigures(String text) {
    this.text = text;
  }

  /** The text, with its literals as parameters where they could be lifted. */
  public String text() {
    return text;
  }

  void ended(long tookNanos, long itsRows, boolean failed) {
    buckets.incrementAndGet(bucket(tookNanos / 1_000));
    nanos.addAndGet(tookNanos);
    if (tookNanos > nanosMax.get()) {
      nanosMax.accumulateAndGet(tookNanos, Math::max);
    }
    if (itsRows > 0) {
      rows.addAndGet(itsRows);
    }
    if (failed) {
      errors.incrementAndGet();
    }
  }

  /** Executions that ended, errors among them. */
  public long calls() {
    long calls = 0;
    for (int i = 0; i < BUCKETS; i++) {
      calls += buckets.get(i);
    }
    return calls;
  }

  public long errors() {
    return errors.get();
  }

  /** Rows answered or changed. */
  public long rows() {
    return rows.get();
  }

  /** Time of all calls, from when a statement was begun to when its last row was handed over. */
  public double totalMillis() {
    return nanos.get() / NANOS_IN_MILLI;
  }

  public double maxMillis() {
    return nanosMax.get() / NANOS_IN_MILLI;
  }

  /**
   * The time within which this share of the calls ended.
   *
   * @param share 0 … 1
   */
  public double millis(double share) {
    long wanted = (long) Math.ceil(calls() * share);
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += buckets.get(i);
      if (seen >= wanted && seen > 0) {
        return Math.min(bound(i) / 1_000.0, maxMillis());
      }
    }
    return 0;
  }

  static int bucket(long micros) {
    if (micros < SUB) {
      return (int) Math.max(0, micros);
    }
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
    int sub = (int) (micros >>> exponent - SUB_BITS) & SUB - 1;
    return Math.min(BUCKETS - 1, (exponent - SUB_BITS + 1) * SUB + sub);
  }

  /** Microseconds that are above all of a bucket. */
  static long bound(int bucket) {
    if (bucket < SUB) {
      return bucket + 1L;
    }
    int exponent = bucket / SUB + SUB_BITS - 1;
    return (SUB + bucket % SUB + 1L) << exponent - SUB_BITS;
  }
}
