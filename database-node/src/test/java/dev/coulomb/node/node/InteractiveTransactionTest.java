package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions of several statements as PostgreSQL's driver makes them. */
class InteractiveTransactionTest {
  @TempDir private Path folder;

  private TestNode node;
  private Connection one;
  private Connection other;

  @BeforeEach
  void start() throws IOException, InterruptedException, SQLException {
    node = new TestNode(folder);
    one = node.connect();
    other = node.connect();
    run(
        other,
        "CREATE TABLE account (id BIGINT PRIMARY KEY, owner TEXT, amount BIGINT)"
            + " PARTITION BY HASH (id)");
    run(other, "CREATE INDEX account_owner ON account (owner, id)");
    run(other, "INSERT INTO account VALUES (1, 'ann', 100), (2, 'bob', 100), (3, 'bob', 50)");
    one.setAutoCommit(false);
  }

  @AfterEach
  void stop() throws IOException, InterruptedException, SQLException {
    one.close();
    other.close();
    node.close();
  }

  @Test
  void seesItsOwnChangesAndOthersSeeThemOnceCommitted() throws SQLException {
    run(one, "UPDATE account SET amount = amount + 1 WHERE id = 1");
    run(one, "INSERT INTO account VALUES (4, 'dan', 7)");
    run(one, "DELETE FROM account WHERE id = 3");
    assertThat(amounts(one)).containsExactly("1=101", "2=100", "4=7");
    assertThat(amounts(other)).containsExactly("1=100", "2=100", "3=50");
    one.commit();
    assertThat(amounts(other)).containsExactly("1=101", "2=100", "4=7");
  }

  @Test
  void rollsBack() throws SQLException {
    run(one, "DELETE FROM account");
    assertThat(amounts(one)).isEmpty();
    one.rollback();
    assertThat(amounts(one)).hasSize(3);
    one.commit();
  }

  @Test
  void answersFromItsOwnChanges() throws SQLException {
    try (Statement statement = one.createStatement()) {
      assertThat(statement.executeUpdate("UPDATE account SET amount = 0 WHERE owner = 'bob'"))
          .isEqualTo(2);
      assertThat(statement.executeUpdate("UPDATE account SET amount = 1 WHERE amount = 0"))
          .isEqualTo(2);
      try (ResultSet row =
          statement.executeQuery("DELETE FROM account WHERE id = 2 RETURNING amount")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getLong(1)).isEqualTo(1);
      }
      assertThat(statement.executeUpdate("DELETE FROM account WHERE owner = 'bob'")).isEqualTo(1);
    }
    one.commit();
    assertThat(amounts(other)).containsExactly("1=100");
  }

  @Test
  void anUpdateThatOthersMadeMeanwhileIsNotLost() throws SQLException {
    long amount = amount(one, 1);
    run(other, "UPDATE account SET amount = 500 WHERE id = 1");
    run(one, "UPDATE account SET amount = " + (amount + 1) + " WHERE id = 1");
    conflicts(one::commit);
    assertThat(amount(other, 1)).isEqualTo(500);
    one.rollback();
    assertThat(amount(one, 1)).isEqualTo(500);
    one.commit();
  }

  @Test
  void aChangeThatRestsOnNothingReadDoesNotConflict() throws SQLException {
    run(one, "UPDATE account SET amount = amount + 1 WHERE id = 1");
    run(other, "UPDATE account SET amount = 500 WHERE id = 1");
    one.commit();
    assertThat(amount(other, 1)).isEqualTo(501);
  }

  @Test
  void replicatedTablesBelongToTheTransaction() throws SQLException {
    run(other, "CREATE TABLE rate (kind TEXT PRIMARY KEY, factor BIGINT)");
    run(other, "INSERT INTO rate VALUES ('a', 2)");
    String doubled =
        "SELECT sum(amount * factor) FROM account JOIN rate ON kind = 'a' WHERE id = 1";
    assertThat(number(one, doubled)).isEqualTo(200);
    run(one, "UPDATE rate SET factor = 3 WHERE kind = 'a'");
    assertThat(number(one, doubled)).isEqualTo(300);
    assertThat(number(other, doubled)).isEqualTo(200);
    one.commit();
    assertThat(number(other, doubled)).isEqualTo(300);
    assertThat(number(one, doubled)).isEqualTo(300);
    run(one, "UPDATE account SET amount = 1 WHERE id = 1");
    run(other, "UPDATE rate SET factor = 4 WHERE kind = 'a'");
    conflicts(one::commit);
  }

  /** It begins in one partition, and when it goes on to others the first is another. */
  @Test
  void whatWasReadInTwoMomentsIsReadAgain() throws SQLException {
    assertThat(amount(one, 1)).isEqualTo(100);
    run(other, "UPDATE account SET amount = amount - 10 WHERE id = 1");
    run(other, "UPDATE account SET amount = amount + 10 WHERE id = 2");
    assertThat(amount(one, 2)).isEqualTo(110);
    conflicts(one::commit);
    assertThat(amount(one, 1)).isEqualTo(90);
    assertThat(amount(one, 2)).isEqualTo(110);
    one.commit();
  }

  @Test
  void writeSkewConflicts() throws SQLException {
    other.setAutoCommit(false);
    assertThat(sum(one, "WHERE id < 3")).isEqualTo(200);
    assertThat(sum(other, "WHERE id < 3")).isEqualTo(200);
    run(one, "UPDATE account SET amount = amount - 150 WHERE id = 1");
    run(other, "UPDATE account SET amount = amount - 150 WHERE id = 2");
    one.commit();
    conflicts(other::commit);
    assertThat(sum(one, "WHERE id < 3")).isEqualTo(50);
    one.commit();
  }

  @Test
  void phantomsConflict() throws SQLException {
    assertThat(sum(one, "WHERE owner = 'nobody'")).isZero();
    run(one, "INSERT INTO account VALUES (9, 'total', 0)");
    run(other, "INSERT INTO account VALUES (8, 'nobody', 1)");
    conflicts(one::commit);
    assertThat(amounts(other)).noneMatch(row -> row.startsWith("9"));
  }

  @Test
  void aTransactionThatOnlyReadsSeesOneMomentAndDoesNotConflict() throws SQLException {
    assertThat(sum(one, "")).isEqualTo(250);
    run(other, "UPDATE account SET amount = 0");
    assertThat(sum(one, "")).isEqualTo(250);
    assertThat(amount(one, 1)).isEqualTo(100);
    one.commit();
    assertThat(sum(one, "")).isZero();
    one.commit();
  }

  @Test
  void savepointsTakeBackAPart() throws SQLException {
    run(one, "INSERT INTO account VALUES (4, 'dan', 7)");
    Savepoint savepoint = one.setSavepoint("here");
    run(one, "DELETE FROM account");
    refused(
        "23505",
        () -> {
          run(one, "INSERT INTO account VALUES (7, 'x', 1)");
          run(one, "INSERT INTO account VALUES (7, 'x', 1)");
        });
    refused("25P02", () -> run(one, "SELECT 1"));
    one.rollback(savepoint);
    assertThat(amounts(one)).containsExactly("1=100", "2=100", "3=50", "4=7");
    run(one, "UPDATE account SET amount = 1 WHERE id = 4");
    one.releaseSavepoint(savepoint);
    run(other, "UPDATE account SET amount = 99 WHERE id = 1");
    conflicts(one::commit);
    run(one, "INSERT INTO account VALUES (4, 'dan', 7)");
    savepoint = one.setSavepoint("here");
    run(one, "DELETE FROM account");
    one.rollback(savepoint);
    one.commit();
    assertThat(amounts(other)).containsExactly("1=99", "2=100", "3=50", "4=7");
  }

  @Test
  void readOnlyTransactionsChangeNothing() throws SQLException {
    one.setReadOnly(true);
    assertThat(sum(one, "")).isEqualTo(250);
    refused("25006", () -> run(one, "DELETE FROM account"));
    one.rollback();
    assertThat(amount(one, 1)).isEqualTo(100);
    one.commit();
    one.setReadOnly(false);
    run(one, "DELETE FROM account");
    one.commit();
    assertThat(amounts(other)).isEmpty();
  }

  @Test
  void rowsAreFetchedInPortionsWhileTheTransactionChangesThem() throws SQLException {
    try (PreparedStatement insert =
        one.prepareStatement("INSERT INTO account VALUES (?, 'many', 1)")) {
      for (long id = 100; id < 1100; id++) {
        insert.setLong(1, id);
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(1000);
    }
    long seen = 0;
    try (Statement select = one.createStatement()) {
      select.setFetchSize(10);
      try (ResultSet rows = select.executeQuery("SELECT id FROM account WHERE owner = 'many'")) {
        while (rows.next()) {
          if (seen++ % 100 == 0) {
            run(one, "DELETE FROM account WHERE id = " + rows.getLong(1));
          }
        }
      }
    }
    assertThat(seen).isEqualTo(1000);
    one.commit();
    assertThat(sum(other, "WHERE owner = 'many'")).isEqualTo(990);
  }

  @Test
  void aBatchIsAllOrNothing() throws SQLException {
    other.setAutoCommit(true);
    try (PreparedStatement insert =
        other.prepareStatement("INSERT INTO account VALUES (?, 'batch', 1)")) {
      for (long id : new long[] {10, 11, 1}) {
        insert.setLong(1, id);
        insert.addBatch();
      }
      refused("23505", insert::executeBatch);
    }
    assertThat(amounts(other)).hasSize(3);
  }

  @Test
  void severalStatementsInOneTextAreOneTransaction() throws SQLException {
    try (Connection simple = node.connect("preferQueryMode=simple")) {
      refused(
          "23505",
          () ->
              run(
                  simple,
                  "INSERT INTO account VALUES (4, 'd', 1); INSERT INTO account VALUES (1, 'e', 1)"));
      assertThat(amounts(other)).hasSize(3);
      run(simple, "INSERT INTO account VALUES (4, 'd', 1); UPDATE account SET amount = 0");
      assertThat(sum(other, "")).isZero();
      assertThat(amounts(other)).hasSize(4);
      refused(
          "23505",
          () ->
              run(
                  simple,
                  "CREATE TABLE b (id BIGINT PRIMARY KEY); INSERT INTO b VALUES (1); INSERT INTO b VALUES (1)"));
      refused("42P01", () -> run(other, "SELECT * FROM b"));
      run(simple, "CREATE TABLE b (id BIGINT PRIMARY KEY); INSERT INTO b VALUES (1)");
      assertThat(number(other, "SELECT id FROM b")).isEqualTo(1);
    }
  }

  @Test
  void theSchemaChangesWithTheTransaction() throws SQLException {
    run(one, "CREATE TABLE note (id BIGINT PRIMARY KEY, account BIGINT, text TEXT)");
    run(one, "INSERT INTO note VALUES (1, 1, 'a'), (2, 2, 'b')");
    run(one, "CREATE INDEX note_account ON note (account)");
    Savepoint savepoint = one.setSavepoint();
    run(one, "DROP TABLE account");
    refused("42P01", () -> amounts(one));
    one.rollback(savepoint);
    assertThat(number(one, "SELECT count(*) FROM account")).isEqualTo(3);
    refused("42P01", () -> run(other, "SELECT * FROM note"));
    run(other, "UPDATE account SET amount = 5 WHERE id = 1");
    one.commit();
    assertThat(number(other, "SELECT count(*) FROM note WHERE account = 2")).isEqualTo(1);
    assertThat(amount(one, 1)).isEqualTo(5);
    one.rollback();
    run(one, "DROP TABLE note");
    run(one, "CREATE TABLE note (text TEXT)");
    run(one, "INSERT INTO note VALUES ('x')");
    one.rollback();
    assertThat(number(other, "SELECT count(*) FROM note")).isEqualTo(2);
  }

  @Test
  void ofTwoThatChangeTheSchemaOneConflicts() throws SQLException {
    other.setAutoCommit(false);
    run(one, "CREATE TABLE first (id BIGINT PRIMARY KEY)");
    run(other, "CREATE TABLE second (id BIGINT PRIMARY KEY)");
    run(other, "INSERT INTO second VALUES (1)");
    one.commit();
    conflicts(other::commit);
    refused("42P01", () -> run(other, "SELECT * FROM second"));
    other.rollback();
    assertThat(number(other, "SELECT count(*) FROM first")).isZero();
  }

  @Test
  void aUniqueIndexOfATransactionSeesWhatOthersInserted() throws SQLException {
    run(one, "CREATE UNIQUE INDEX account_key ON account (id, owner)");
    run(other, "INSERT INTO account VALUES (4, 'dan', 1)");
    one.commit();
    assertThat(amounts(other)).hasSize(4);
    run(other, "DROP INDEX account_key");
    run(other, "CREATE TABLE city (name TEXT)");
    run(other, "INSERT INTO city VALUES ('a'), ('b')");
    run(one, "CREATE UNIQUE INDEX city_name ON city (name)");
    run(other, "INSERT INTO city VALUES ('a')");
    conflicts(one::commit);
    refused("23505", () -> run(other, "CREATE UNIQUE INDEX city_name ON city (name)"));
  }

  @Test
  void nothingIsHeldWhileTheClientThinks() throws SQLException {
    run(one, "UPDATE account SET amount = 1");
    run(other, "UPDATE account SET amount = 2");
    assertThat(sum(other, "")).isEqualTo(6);
    run(other, "CREATE TABLE another (id BIGINT PRIMARY KEY)");
    conflicts(one::commit);
  }

  private static void conflicts(ThrowingCallable commit) {
    refused("40001", commit);
  }

  private static void refused(String state, ThrowingCallable statement) {
    assertThatThrownBy(statement)
        .isInstanceOfSatisfying(
            SQLException.class,
            error -> assertThat(error.getSQLState()).as(error.getMessage()).isEqualTo(state));
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long amount(Connection connection, long id) throws SQLException {
    return sum(connection, "WHERE id = " + id);
  }

  private static long sum(Connection connection, String where) throws SQLException {
    return number(connection, "SELECT coalesce(sum(amount), 0) FROM account " + where);
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }

  private static List<String> amounts(Connection connection) throws SQLException {
    List<String> amounts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, amount FROM account ORDER BY id")) {
      while (rows.next()) {
        amounts.add(rows.getLong(1) + "=" + rows.getLong(2));
      }
    }
    return amounts;
  }
}
