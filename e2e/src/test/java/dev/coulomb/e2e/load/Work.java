package dev.coulomb.e2e.load;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What one client does again and again, and what it was told of it. One thread at a time: the
 * client's while the node runs, the test's after it was killed.
 */
public interface Work {
  /** Makes what it works on; once, before all. */
  void prepare(Connection connection) throws SQLException;

  /**
   * Does the next piece of work. When this fails because the connection broke, it is in doubt: it
   * may have been done, or not.
   */
  void step(Connection connection) throws SQLException;

  /**
   * Compares what is there with what was acknowledged, and settles what was in doubt; throws {@link
   * AssertionError}.
   */
  void check(Connection connection) throws SQLException;

  /** Pieces of work that were acknowledged. */
  long acknowledged();
}
