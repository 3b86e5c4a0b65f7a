package dev.coulomb.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers of a sequence that a client was given are given to nobody again. */
public final class Numbers implements Work {
  private final int client;
  private final AtomicLong drawn = new AtomicLong();
  private long last;

  public Numbers(int client) {
    this.client = client;
  }

  @Override
  public void prepare(Connection connection) throws SQLException {
    Counted.execute(connection, "CREATE SEQUENCE numbers_" + client);
  }

  @Override
  public void step(Connection connection) throws SQLException {
    long next = Counted.number(connection, "SELECT nextval('numbers_" + client + "')");
    assertThat(next).as("a number of client %d comes once", client).isGreaterThan(last);
    last = next;
    drawn.incrementAndGet();
  }

  /** The next step looks. */
  @Override
  public void check(Connection connection) throws SQLException {
    step(connection);
  }

  @Override
  public long acknowledged() {
    return drawn.get();
  }
}
