package dev.coulomb.node.durability.files;

import dev.coulomb.node.environment.Clock;

/** Stands still but for those who wait. */
final class SteppedClock implements Clock {
  private long nanos;

  @Override
  public synchronized long micros() {
    return nanos / 1_000;
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  synchronized void pass(long more) {
    nanos += more;
  }
}
