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

/** What {@code EXPLAIN ANALYZE} tells, by a client of a whole node. */
final class ExplainAnalyzeTest {
  private TestNode node;
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException, InterruptedException, SQLException {
    node = new TestNode(folder);
    connection = node.connect();
    statement = connection.createStatement();
    statement.execute("CREATE TABLE t (id integer PRIMARY KEY, g integer) PARTITION BY HASH (id)");
    StringBuilder rows = new StringBuilder("INSERT INTO t VALUES (0, 0)");
    for (int i = 1; i < 100; i++) {
      rows.append(", (").append(i).append(", ").append(i % 5).append(')');
    }
    statement.execute(rows.toString());
  }

  @AfterEach
  void stop() throws IOException, InterruptedException, SQLException {
    connection.close();
    node.close();
  }

  @Test
  void everyOperatorTellsItsRowsAndWhereTheyWere() throws SQLException {
    List<String> lines = lines("EXPLAIN ANALYZE SELECT id FROM t WHERE g = 3");
    assertThat(lines).first().isEqualTo("AllPartitions");
    assertThat(lines)
        .anyMatch(line -> line.matches("  Gather \\(rows=20 time=\\d+\\.\\d{3} ms\\)"))
        .anyMatch(line ->
            line.matches(" +Scan\\[t].* \\(rows=20 loops=8 partitions=8 time=\\d+\\.\\d{3} ms\\)"))
        .contains("Rows: 20")
        .anyMatch(line -> line.matches("Execution time: \\d+\\.\\d{3} ms"));
    assertThat(lines("EXPLAIN (ANALYZE) SELECT id FROM t WHERE id = 7")).contains("Rows: 1");
  }

  @Test
  void aChangeIsCarriedOutAndRolledBackWithItsTransaction() throws SQLException {
    connection.setAutoCommit(false);
    assertThat(lines("EXPLAIN ANALYZE DELETE FROM t WHERE g = 3")).contains("Changed rows: 20");
    assertThat(lines("SELECT count(*) FROM t")).containsExactly("80");
    connection.rollback();
    connection.setAutoCommit(true);
    assertThat(lines("SELECT count(*) FROM t")).containsExactly("100");
    assertThat(lines("EXPLAIN ANALYZE UPDATE t SET g = 9 WHERE id < 10"))
        .contains("Changed rows: 10");
    assertThat(lines("SELECT count(*) FROM t WHERE g = 9")).containsExactly("10");
    assertThat(lines("EXPLAIN DELETE FROM t")).isNotEmpty();
    assertThat(lines("SELECT count(*) FROM t")).containsExactly("100");
  }

  @Test
  void itTakesParametersAndCanBeRepeated() throws SQLException {
    try (PreparedStatement explain =
        connection.prepareStatement("EXPLAIN ANALYZE SELECT g FROM t WHERE id < ?")) {
      for (int most = 5; most < 20; most++) {
        explain.setInt(1, most);
        assertThat(lines(explain.executeQuery())).contains("Rows: " + most);
      }
    }
  }

  @Test
  void anErrorIsToldAndAReadOnlyTransactionChangesNothing() throws SQLException {
    assertThatThrownBy(() -> lines("EXPLAIN ANALYZE SELECT 1 / (g - 3) FROM t"))
        .hasFieldOrPropertyWithValue("SQLState", "22012");
    assertThatThrownBy(() -> lines("EXPLAIN ANALYZE CREATE TABLE u (a integer)"))
        .hasFieldOrPropertyWithValue("SQLState", "0A000");
    statement.execute("BEGIN READ ONLY");
    assertThatThrownBy(() -> lines("EXPLAIN ANALYZE DELETE FROM t"))
        .hasFieldOrPropertyWithValue("SQLState", "25006");
    statement.execute("ROLLBACK");
    assertThat(lines("SELECT count(*) FROM t")).containsExactly("100");
  }

  private List<String> lines(String sql) throws SQLException {
    return lines(statement.executeQuery(sql));
  }

  private static List<String> lines(ResultSet rows) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    return lines;
  }
}
