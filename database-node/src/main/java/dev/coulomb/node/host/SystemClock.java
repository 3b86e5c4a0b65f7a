package dev.coulomb.node.host;

import dev.coulomb.node.environment.Clock;
import java.time.Instant;

/** The machine's clock. */
public final class SystemClock implements Clock {
  private static final long MICROS_IN_SECOND = 1_000_000;
  private static final long NANOS_IN_MICRO = 1_000;

  @Override
  public long micros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * MICROS_IN_SECOND + now.getNano() / NANOS_IN_MICRO;
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
