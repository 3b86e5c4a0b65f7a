package dev.coulomb.bench;

import java.util.SplittableRandom;

/** A connection of one client thread. */
interface Session extends AutoCloseable {
  /**
   * Asks {@code depth} times for the work, all in flight at once, and waits for the answers, which
   * are checked.
   *
   * @return operations done: {@code depth}, or rows that were loaded
   */
  int run(Work work, SplittableRandom random, int depth) throws Exception;
}
