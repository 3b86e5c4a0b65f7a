package dev.coulomb.node.session;

import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.types.CancelSignal;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What {@code statement_timeout} leaves to the parts of a statement: what its planning took is
 * missing when it runs. Confined to the session's event loop.
 */
final class StatementTime {
  private final SessionSettings settings;
  private final Clock clock;
  private final ScheduledExecutorService loop;

  /** What reading and planning took, of the statement that comes next. */
  private long spentNanos;

  StatementTime(SessionSettings settings, Clock clock, ScheduledExecutorService loop) {
    this.settings = settings;
    this.clock = clock;
    this.loop = loop;
  }

  /** The deadline of a statement that is read or planned, from now on. */
  Deadline planning(CancelSignal signal) {
    return new Deadline(loop, left(), signal);
  }

  /** Reading or planning has ended, which began then. */
  void planned(long beganNanos) {
    spentNanos += clock.nanos() - beganNanos;
  }

  /** The deadline of a statement that runs from now on. */
  Deadline running(CancelSignal signal) {
    Duration left = left();
    spentNanos = 0;
    return new Deadline(loop, left, signal);
  }

  /** What was planned is not run now. */
  void forget() {
    spentNanos = 0;
  }

  /** Zero is no limit, so what is used up leaves a nanosecond. */
  private Duration left() {
    Duration timeout = settings.statementTimeout();
    if (timeout.isZero() || spentNanos == 0) {
      return timeout;
    }
    Duration left = timeout.minusNanos(spentNanos);
    return left.isPositive() ? left : Duration.ofNanos(1);
  }
}
