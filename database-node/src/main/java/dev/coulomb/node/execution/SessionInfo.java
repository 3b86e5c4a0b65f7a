package dev.coulomb.node.execution;

import dev.coulomb.node.execution.sequence.Draws;
import dev.coulomb.node.execution.sequence.SessionDraws;
import java.time.ZoneId;
import java.util.random.RandomGenerator;

/**
 * What a statement knows of its session and its moment.
 *
 * @param user the authenticated user
 * @param database the name of the database
 * @param zone the session's time zone
 * @param transactionMicros when the transaction began, microseconds since 1970-01-01T00:00Z
 * @param random of this statement, seeded by its caller; confined to the thread that runs it
 * @param number of the session; 0: nobody's
 * @param draws what it draws from sequences
 */
public record SessionInfo(
    String user,
    String database,
    ZoneId zone,
    long transactionMicros,
    RandomGenerator random,
    int number,
    Draws draws) {

  /** Of no session. */
  public SessionInfo(
      String user, String database, ZoneId zone, long transactionMicros, RandomGenerator random) {
    this(user, database, zone, transactionMicros, random, 0, new SessionDraws());
  }
}
