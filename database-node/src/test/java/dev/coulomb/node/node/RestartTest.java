package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node has kept is there again, however it ended. */
final class RestartTest {
  @TempDir private Path folder;

  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE orders (id bigint, customer bigint, total numeric(12,2), note text,"
              + " PRIMARY KEY (customer, id)) PARTITION BY HASH (customer)",
          "CREATE TABLE customers (id bigint PRIMARY KEY, name text UNIQUE)",
          "CREATE INDEX orders_total ON orders (total)",
          "CREATE MATERIALIZED VIEW totals AS SELECT customer, count(*) AS orders, sum(total) AS"
              + " total FROM orders GROUP BY customer",
          "CREATE VIEW large AS SELECT * FROM orders WHERE total > 50",
          "CREATE SEQUENCE numbers",
          "CREATE PROCEDURE put(c bigint, i bigint) PARTITION BY (c) LANGUAGE SQL AS"
              + " $$ INSERT INTO orders VALUES (i, c, i * 1.5, 'by procedure'); $$");

  private static final List<String> QUESTIONS =
      List.of(
          "SELECT * FROM orders ORDER BY customer, id",
          "SELECT * FROM customers ORDER BY id",
          "SELECT id FROM orders WHERE total BETWEEN 20 AND 40 ORDER BY id",
          "SELECT * FROM totals ORDER BY customer",
          "SELECT count(*) FROM large",
          "SELECT id FROM customers WHERE name = 'customer 3'");

  private static void fill(Connection connection) throws SQLException {
    execute(connection, SCHEMA);
    try (PreparedStatement order =
        connection.prepareStatement("INSERT INTO orders VALUES (?, ?, ?, ?)")) {
      for (int i = 0; i < 200; i++) {
        order.setLong(1, i);
        order.setLong(2, i % 7);
        order.setBigDecimal(3, BigDecimal.valueOf(i));
        order.setString(4, i % 3 == 0 ? null : "note " + i);
        order.addBatch();
      }
      order.executeBatch();
    }
    for (int i = 0; i < 7; i++) {
      execute(
          connection, List.of("INSERT INTO customers VALUES (" + i + ", 'customer " + i + "')"));
    }
    execute(
        connection,
        List.of(
            "UPDATE orders SET total = total + 1 WHERE customer = 3",
            "DELETE FROM orders WHERE id % 10 = 0",
            "CALL put(5, 1000)",
            "ALTER TABLE orders ADD COLUMN paid boolean NOT NULL DEFAULT false"));
    connection.setAutoCommit(false);
    execute(
        connection,
        List.of(
            "UPDATE orders SET paid = true WHERE customer = 1",
            "SAVEPOINT s",
            "DELETE FROM orders",
            "ROLLBACK TO s",
            "INSERT INTO customers VALUES (100, 'late')"));
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static void execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static List<List<String>> answers(TestNode node) throws SQLException {
    List<List<String>> answers = new ArrayList<>();
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      for (String question : QUESTIONS) {
        List<String> rows = new ArrayList<>();
        try (ResultSet found = statement.executeQuery(question)) {
          while (found.next()) {
            StringBuilder row = new StringBuilder();
            for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
              row.append(found.getString(i)).append('|');
            }
            rows.add(row.toString());
          }
        }
        answers.add(rows);
      }
    }
    return answers;
  }

  /** As a kill finds it: what the node has not written by now is not there. */
  private Path asKilled() throws IOException {
    Path copy = Files.createTempDirectory(folder, "killed");
    Path data = folder.resolve("data");
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(each -> !each.endsWith("lock")).toList()) {
        Path to = copy.resolve(data.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
    return copy;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync", "interval", "none"})
  void afterAStopEverythingIsThere(String durability) throws Exception {
    Map<Setting, String> settings = Map.of(Setting.DURABILITY, durability);
    List<List<String>> before;
    try (TestNode node = new TestNode(folder.resolve("data"), settings)) {
      try (Connection connection = node.connect()) {
        fill(connection);
      }
      before = answers(node);
    }
    try (TestNode node = new TestNode(folder.resolve("data"), settings)) {
      assertThat(answers(node)).isEqualTo(before);
      try (Connection connection = node.connect()) {
        execute(
            connection, List.of("CALL put(6, 2000)", "DROP VIEW large", "DROP TABLE customers"));
      }
    }
  }

  @Test
  void afterAKillEverythingThatWasAnsweredIsThere() throws Exception {
    try (TestNode node = new TestNode(folder);
        Connection connection = node.connect()) {
      fill(connection);
      try (TestNode again = new TestNode(asKilled(), Map.of())) {
        assertThat(answers(again)).isEqualTo(answers(node));
        try (Connection other = again.connect()) {
          execute(other, List.of("CALL put(6, 2000)", "INSERT INTO customers VALUES (8, 'x')"));
        }
      }
    }
  }

  /** Checkpoints are made under way, and the log before them goes. */
  @Test
  void afterAKillBehindCheckpointsEverythingIsThere() throws Exception {
    Map<Setting, String> settings = Map.of(Setting.CHECKPOINT_LOG_SIZE, "1MiB");
    try (TestNode node = new TestNode(folder.resolve("data"), settings);
        Connection connection = node.connect()) {
      fill(connection);
      String text = "x".repeat(1000);
      Checkpointer checkpointer = node.node().engine().data().kept().checkpointer();
      for (int round = 0; checkpointer.written() < 2; round++) {
        execute(
            connection,
            List.of("UPDATE orders SET note = '" + text + round + "' WHERE customer = 2"));
      }
      execute(connection, List.of("UPDATE customers SET name = 'renamed' WHERE id = 2"));
      try (TestNode again = new TestNode(asKilled(), settings)) {
        assertThat(answers(again)).isEqualTo(answers(node));
      }
    }
  }

  @Test
  void anotherNumberOfPartitionsIsRefused() throws Exception {
    new TestNode(folder).close();
    assertThatThrownBy(
            () -> new TestNode(folder.resolve("data"), Map.of(Setting.PARTITIONS, "4")).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("8 partitions, not 4");
  }
}
