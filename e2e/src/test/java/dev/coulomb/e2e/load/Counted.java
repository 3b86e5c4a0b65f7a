package dev.coulomb.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/** Work of numbered pieces: so many are acknowledged, and the next one may be in doubt. */
public abstract class Counted implements Work {
  final int client;
  private final AtomicLong acknowledged = new AtomicLong();
  private boolean inDoubt;

  Counted(int client) {
    this.client = client;
  }

  @Override
  public final void step(Connection connection) throws SQLException {
    inDoubt = true;
    run(connection, acknowledged.get() + 1);
    inDoubt = false;
    acknowledged.incrementAndGet();
  }

  /** Does the piece of this number. */
  abstract void run(Connection connection, long number) throws SQLException;

  /** How many pieces there are to be seen; looks whether each of them is whole. */
  public abstract long found(Connection connection) throws SQLException;

  @Override
  public void check(Connection connection) throws SQLException {
    long found = found(connection);
    long told = acknowledged.get();
    assertThat(found)
        .as("%s of client %d: acknowledged, or one more", getClass().getSimpleName(), client)
        .isBetween(told, told + (inDoubt ? 1 : 0));
    acknowledged.set(found);
    inDoubt = false;
  }

  @Override
  public final long acknowledged() {
    return acknowledged.get();
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).as(sql).isTrue();
      return rows.getLong(1);
    }
  }
}
