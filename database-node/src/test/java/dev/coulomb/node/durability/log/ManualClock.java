package dev.coulomb.node.durability.log;

import dev.coulomb.node.environment.Clock;

/** A clock that a test moves. */
final class ManualClock implements Clock {
  private long nanos = 1;

  void advance(long more) {
    nanos += more;
  }

  @Override
  public long micros() {
    return nanos / 1000;
  }

  @Override
  public long nanos() {
    return nanos;
  }
}
