package dev.coulomb.operator.backup;

import java.time.Instant;

/** The Job that deletes a snapshot. */
public sealed interface JobView {

  /** There is none. */
  record None() implements JobView {}

  /**
   * It is at work, or waits.
   *
   * @param detail what its pod waits for, or how an attempt of it ended; empty when there is
   *     nothing to tell
   */
  record Active(String detail) implements JobView {}

  /** The snapshot is gone. */
  record Succeeded() implements JobView {}

  /**
   * It gave up.
   *
   * @param message what its program said last
   */
  record Failed(Instant at, String message) implements JobView {}

  /** It was deleted and is on its way out. */
  record Leaving() implements JobView {}
}
