package dev.coulomb.node.environment;

/** What time it is. Any thread. */
public interface Clock {
  /** Microseconds since 1970-01-01T00:00Z; may jump when somebody sets the clock. */
  long micros();

  /** Nanoseconds since some moment; never goes back. */
  long nanos();
}
