package dev.coulomb.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.SplittableRandom;

/** Works that are counted, each of another kind of transaction. */
public final class CountedWorks {
  private static final int ACCOUNTS = 40;
  private static final int CONTESTANTS = 5;

  private CountedWorks() {}

  /** One row is updated: a transaction of one partition. */
  public static final class Counter extends Counted {
    public Counter(int client) {
      super(client);
    }

    @Override
    public void prepare(Connection connection) throws SQLException {
      execute(
          connection,
          "CREATE TABLE IF NOT EXISTS counters (id bigint PRIMARY KEY, n bigint NOT NULL,"
              + " pad text) PARTITION BY HASH (id)");
      execute(connection, "INSERT INTO counters VALUES (" + client + ", 0, '')");
    }

    @Override
    void run(Connection connection, long number) throws SQLException {
      try (PreparedStatement update =
          connection.prepareStatement("UPDATE counters SET n = n + 1, pad = ? WHERE id = ?")) {
        update.setString(1, "x".repeat((int) (number % 300)));
        update.setLong(2, client);
        assertThat(update.executeUpdate()).isEqualTo(1);
      }
    }

    @Override
    public long found(Connection connection) throws SQLException {
      long n = number(connection, "SELECT n FROM counters WHERE id = " + client);
      assertThat(number(connection, "SELECT length(pad) FROM counters WHERE id = " + client))
          .isEqualTo(n % 300);
      return n;
    }
  }

  /** A replicated table is changed: a transaction of all partitions. */
  public static final class Replicated extends Counted {
    public Replicated(int client) {
      super(client);
    }

    @Override
    public void prepare(Connection connection) throws SQLException {
      execute(connection, "CREATE TABLE IF NOT EXISTS settings (id bigint PRIMARY KEY, n bigint)");
      execute(connection, "INSERT INTO settings VALUES (" + client + ", 0)");
    }

    @Override
    void run(Connection connection, long number) throws SQLException {
      execute(connection, "UPDATE settings SET n = n + 1 WHERE id = " + client);
    }

    @Override
    public long found(Connection connection) throws SQLException {
      return number(connection, "SELECT n FROM settings WHERE id = " + client);
    }
  }

  /** Rows that are numbered without gaps come, in a table without a key and with an index. */
  public static final class Appender extends Counted {
    public Appender(int client) {
      super(client);
    }

    @Override
    public void prepare(Connection connection) throws SQLException {
      execute(
          connection,
          "CREATE TABLE IF NOT EXISTS events (client bigint NOT NULL, number bigint NOT NULL,"
              + " text text) PARTITION BY HASH (client)");
      execute(connection, "CREATE INDEX IF NOT EXISTS events_number ON events (number)");
    }

    @Override
    void run(Connection connection, long number) throws SQLException {
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO events VALUES (?, ?, ?)")) {
        insert.setLong(1, client);
        insert.setLong(2, number);
        insert.setString(3, "event " + number);
        insert.executeUpdate();
      }
    }

    @Override
    public long found(Connection connection) throws SQLException {
      long rows = number(connection, "SELECT count(*) FROM events WHERE client = " + client);
      assertThat(
              number(
                  connection,
                  "SELECT count(DISTINCT number) FROM events WHERE text = 'event ' || number"
                      + " AND number BETWEEN 1 AND "
                      + rows
                      + " AND client = "
                      + client))
          .as("events of client %d have no gaps and come once", client)
          .isEqualTo(rows);
      return rows;
    }
  }

  /** Money goes from one partition to another, in a transaction of several statements. */
  public static final class Transfer extends Counted {
    private final SplittableRandom random;

    public Transfer(int client, SplittableRandom random) {
      super(client);
      this.random = random;
    }

    @Override
    public void prepare(Connection connection) throws SQLException {
      execute(
          connection,
          "CREATE TABLE IF NOT EXISTS accounts (id bigint PRIMARY KEY, balance bigint NOT NULL)"
              + " PARTITION BY HASH (id)");
      execute(
          connection,
          "CREATE TABLE IF NOT EXISTS transfers (client bigint, number bigint, source bigint,"
              + " target bigint, amount bigint, PRIMARY KEY (client, number))"
              + " PARTITION BY HASH (client)");
      for (int id = 0; id < ACCOUNTS; id++) {
        execute(
            connection, "INSERT INTO accounts VALUES (" + id + ", 0) ON CONFLICT (id) DO NOTHING");
      }
    }

    @Override
    void run(Connection connection, long number) throws SQLException {
      int source = random.nextInt(ACCOUNTS);
      int target = (source + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
      int amount = random.nextInt(1, 1_000);
      connection.setAutoCommit(false);
      try {
        execute(
            connection,
            "UPDATE accounts SET balance = balance - " + amount + " WHERE id = " + source);
        execute(
            connection,
            "UPDATE accounts SET balance = balance + " + amount + " WHERE id = " + target);
        execute(
            connection,
            "INSERT INTO transfers VALUES (%d, %d, %d, %d, %d)"
                .formatted(client, number, source, target, amount));
        connection.commit();
      } finally {
        if (!connection.isClosed()) {
          connection.setAutoCommit(true);
        }
      }
    }

    @Override
    public long found(Connection connection) throws SQLException {
      assertThat(
              number(
                  connection,
                  "SELECT count(*) FROM accounts a WHERE balance <> COALESCE((SELECT sum(amount)"
                      + " FROM transfers WHERE target = a.id), 0) - COALESCE((SELECT sum(amount)"
                      + " FROM transfers WHERE source = a.id), 0)"))
          .as("accounts whose balance is not that of all transfers")
          .isZero();
      long rows = number(connection, "SELECT count(*) FROM transfers WHERE client = " + client);
      assertThat(
              number(
                  connection,
                  "SELECT COALESCE(max(number), 0) FROM transfers WHERE client = " + client))
          .isEqualTo(rows);
      return rows;
    }
  }

  /** All rows of a client are changed by one statement, which leaves much in the log. */
  public static final class Rewriter extends Counted {
    private static final int ROWS = 400;

    public Rewriter(int client) {
      super(client);
    }

    @Override
    public void prepare(Connection connection) throws SQLException {
      execute(
          connection,
          "CREATE TABLE IF NOT EXISTS rewritten (client bigint, id bigint, number bigint, code uuid,"
              + " PRIMARY KEY (id, client)) PARTITION BY HASH (id)");
      execute(
          connection,
          "INSERT INTO rewritten SELECT %d, n, 0, gen_random_uuid() FROM generate_series(1, %d) AS s(n)"
              .formatted(client, ROWS));
    }

    @Override
    void run(Connection connection, long number) throws SQLException {
      execute(
          connection,
          "UPDATE rewritten SET number = %d, code = gen_random_uuid() WHERE client = %d"
              .formatted(number, client));
    }

    @Override
    public long found(Connection connection) throws SQLException {
      String mine = " FROM rewritten WHERE client = " + client;
      assertThat(number(connection, "SELECT count(*)" + mine)).isEqualTo(ROWS);
      assertThat(number(connection, "SELECT count(DISTINCT number)" + mine))
          .as("all rows of client %d were changed together", client)
          .isEqualTo(1);
      return number(connection, "SELECT max(number)" + mine);
    }
  }

  /** A procedure puts a row, and a materialized view counts it. */
  public static final class Voter extends Counted {
    public Voter(int client) {
      super(client);
    }

    @Override
    public void prepare(Connection connection) throws SQLException {
      execute(
          connection,
          "CREATE TABLE IF NOT EXISTS votes (phone bigint, number bigint, contestant integer,"
              + " PRIMARY KEY (phone, number)) PARTITION BY HASH (phone)");
      execute(
          connection,
          "CREATE MATERIALIZED VIEW IF NOT EXISTS tally AS SELECT contestant, count(*) AS votes,"
              + " max(number) AS latest FROM votes GROUP BY contestant");
      execute(
          connection,
          "CREATE OR REPLACE PROCEDURE vote(p bigint, n bigint, c integer) PARTITION BY (p)"
              + " LANGUAGE SQL AS $$ INSERT INTO votes VALUES (p, n, c); $$");
    }

    @Override
    void run(Connection connection, long number) throws SQLException {
      execute(
          connection,
          "CALL vote(%d, %d, %d)".formatted(client, number, (client + number) % CONTESTANTS));
    }

    @Override
    public long found(Connection connection) throws SQLException {
      assertThat(
              number(
                  connection,
                  "SELECT count(*) FROM (SELECT contestant, votes, latest FROM tally EXCEPT SELECT"
                      + " contestant, count(*), max(number) FROM votes GROUP BY contestant) t"))
          .as("groups of the materialized view that are not those of its query")
          .isZero();
      assertThat(number(connection, "SELECT COALESCE(sum(votes), 0) FROM tally"))
          .isEqualTo(number(connection, "SELECT count(*) FROM votes"));
      return number(connection, "SELECT count(*) FROM votes WHERE phone = " + client);
    }
  }
}
