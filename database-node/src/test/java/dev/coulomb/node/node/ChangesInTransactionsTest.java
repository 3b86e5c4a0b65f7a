package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that look at more than one row, within transactions that others run into. */
class ChangesInTransactionsTest {
  @TempDir private Path folder;

  private TestNode node;
  private Connection one;
  private Connection other;

  @BeforeEach
  void start() throws IOException, InterruptedException, SQLException {
    node = new TestNode(folder);
    one = node.connect();
    other = node.connect();
    run(other, "CREATE TABLE kv (k BIGINT PRIMARY KEY, v BIGINT) PARTITION BY HASH (k)");
    run(other, "INSERT INTO kv VALUES (1, 10), (2, 20), (3, 30)");
    one.setAutoCommit(false);
  }

  @AfterEach
  void stop() throws IOException, InterruptedException, SQLException {
    one.close();
    other.close();
    node.close();
  }

  @Test
  void anUpsertInsertsOrUpdatesWhateverOthersDid() throws SQLException {
    String upsert =
        "INSERT INTO kv VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v + kv.v";
    try (PreparedStatement statement = one.prepareStatement(upsert)) {
      for (long key : new long[] {1, 7, 8}) {
        statement.setLong(1, key);
        statement.setLong(2, 5);
        assertThat(statement.executeUpdate()).isEqualTo(1);
      }
    }
    assertThat(rows(one)).containsExactly("1=15", "2=20", "3=30", "7=5", "8=5");
    one.commit();
    try (PreparedStatement statement = one.prepareStatement(upsert)) {
      statement.setLong(1, 9);
      statement.setLong(2, 1);
      statement.executeUpdate();
      statement.setLong(1, 2);
      statement.executeUpdate();
    }
    run(other, "INSERT INTO kv VALUES (9, 100)");
    run(other, "DELETE FROM kv WHERE k = 2");
    one.commit();
    assertThat(rows(other)).containsExactly("1=15", "2=1", "3=30", "7=5", "8=5", "9=101");
  }

  @Test
  void whetherNothingWasDoneIsReadAndConflicts() throws SQLException {
    try (Statement statement = one.createStatement()) {
      String insert = "INSERT INTO kv VALUES (4, 40) ON CONFLICT DO NOTHING";
      assertThat(statement.executeUpdate(insert)).isEqualTo(1);
      assertThat(statement.executeUpdate(insert)).isZero();
    }
    run(other, "INSERT INTO kv VALUES (4, 44)");
    conflicts();
    assertThat(rows(other)).containsExactly("1=10", "2=20", "3=30", "4=44");
  }

  @Test
  void rowsOfAQueryAreReadAgainWhenOthersChangedThem() throws SQLException {
    run(one, "INSERT INTO kv SELECT k + 10, v FROM kv");
    run(other, "UPDATE kv SET v = 21 WHERE k = 2");
    one.commit();
    assertThat(rows(other)).containsExactly("1=10", "2=21", "3=30", "11=10", "12=21", "13=30");
    try (Statement statement = one.createStatement()) {
      assertThat(statement.executeUpdate("INSERT INTO kv SELECT k + 100, v FROM kv WHERE v > 20"))
          .isEqualTo(4);
    }
    run(other, "UPDATE kv SET v = 0 WHERE k = 3");
    conflicts();
    assertThat(rows(other)).hasSize(6);
  }

  @Test
  void joinedRowsAreFoundAgainWhenOthersChangedThem() throws SQLException {
    run(other, "CREATE TABLE more (k BIGINT PRIMARY KEY, plus BIGINT)");
    run(other, "INSERT INTO more VALUES (1, 100), (2, 200)");
    run(one, "UPDATE kv SET v = v + plus FROM more WHERE more.k = kv.k");
    run(one, "DELETE FROM kv WHERE v = (SELECT max(v) FROM kv)");
    run(other, "UPDATE more SET plus = 300 WHERE k = 1");
    one.commit();
    assertThat(rows(other)).containsExactly("2=220", "3=30");
    run(one, "UPDATE kv SET v = v + plus FROM more WHERE more.k = kv.k");
    run(other, "INSERT INTO more VALUES (3, 1)");
    conflicts();
    assertThat(rows(other)).containsExactly("2=220", "3=30");
  }

  @Test
  void indexesOfExpressionsAndOfSomeRowsBelongToTheTransaction() throws SQLException {
    run(other, "CREATE UNIQUE INDEX kv_tens ON kv (k, (v / 10))");
    run(other, "CREATE INDEX kv_large ON kv (v) WHERE v > 15");
    run(one, "UPDATE kv SET v = v + 10 WHERE v / 10 = 1 AND k = 1");
    run(one, "CREATE INDEX kv_rest ON kv ((v % 10)) WHERE v < 100");
    run(one, "INSERT INTO kv VALUES (4, 45)");
    assertThat(numbers(one, "SELECT k FROM kv WHERE v > 15 AND v < 25 ORDER BY k"))
        .containsExactly(1L, 2L);
    assertThat(numbers(one, "SELECT k FROM kv WHERE v % 10 = 5 AND v < 100")).containsExactly(4L);
    one.rollback();
    assertThat(numbers(other, "SELECT k FROM kv WHERE v > 15 AND v < 25")).containsExactly(2L);
    run(one, "INSERT INTO kv VALUES (4, 45)");
    run(one, "UPDATE kv SET v = v + 100 WHERE v > 15");
    run(other, "UPDATE kv SET v = 16 WHERE k = 1");
    conflicts();
    run(one, "CREATE INDEX kv_rest ON kv ((v % 10)) WHERE v < 100");
    run(other, "INSERT INTO kv VALUES (5, 36)");
    one.commit();
    assertThat(numbers(other, "SELECT k FROM kv WHERE v % 10 = 6 AND v < 100 ORDER BY k"))
        .containsExactly(1L, 5L);
  }

  private void conflicts() {
    assertThatThrownBy(() -> one.commit())
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<Long> numbers(Connection connection, String sql) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        numbers.add(found.getLong(1));
      }
    }
    return numbers;
  }

  private static List<String> rows(Connection connection) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT k, v FROM kv ORDER BY k")) {
      while (found.next()) {
        rows.add(found.getLong(1) + "=" + found.getLong(2));
      }
    }
    return rows;
  }
}
