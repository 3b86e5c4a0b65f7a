package dev.coulomb.node.durability.files;

import dev.coulomb.node.environment.Clock;
import java.io.InterruptedIOException;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Keeps transfers that share it below so many bytes in a second. Any thread. */
public final class Throttle {
  private static final long SECOND_NANOS = 1_000_000_000L;

  /** A transfer that is stopped, and a throttle that is lifted, is heard of after so long. */
  private static final long WAIT_NANOS_MAX = SECOND_NANOS / 10;

  private final LongSupplier bytesPerSecond;
  private final Clock clock;
  private final LongConsumer wait;

  /** When all bytes that were let through are paid for; of the clock's nanoseconds. */
  private long paidNanos;

  private boolean begun;

  /**
   * @param bytesPerSecond is asked again and again; 0: as fast as it goes
   * @param wait waits for so many nanoseconds, or shorter
   */
  public Throttle(LongSupplier bytesPerSecond, Clock clock, LongConsumer wait) {
    this.bytesPerSecond = bytesPerSecond;
    this.clock = clock;
    this.wait = wait;
  }

  /** Lets so many bytes through; waits while earlier ones are not paid for. */
  void pass(long bytes, Transfer transfer) throws InterruptedIOException {
    long from = reserve(bytes);
    for (long left = from - clock.nanos(); left > 0 && isOn(); left = from - clock.nanos()) {
      transfer.check();
      wait.accept(Math.min(left, WAIT_NANOS_MAX));
    }
    transfer.check();
  }

  private boolean isOn() {
    return bytesPerSecond.getAsLong() > 0;
  }

  /** When these bytes may go. */
  private synchronized long reserve(long bytes) {
    long rate = bytesPerSecond.getAsLong();
    long now = clock.nanos();
    if (rate <= 0) {
      return now;
    }
    long from = begun && paidNanos - now > 0 ? paidNanos : now;
    begun = true;
    paidNanos = from + Math.round((double) bytes / rate * SECOND_NANOS);
    return from;
  }
}
