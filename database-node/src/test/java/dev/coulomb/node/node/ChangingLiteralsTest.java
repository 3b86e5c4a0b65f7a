package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that differ only in their constants are planned once. */
final class ChangingLiteralsTest {
  @ParameterizedTest
  @ValueSource(strings = {"preferQueryMode=simple", "prepareThreshold=0"})
  void aStreamOfConstantsIsPlannedOnce(String options, @TempDir Path folder)
      throws IOException, InterruptedException, SQLException {
    try (TestNode node = new TestNode(folder);
        Connection connection = node.connect(options);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kv (k bigint PRIMARY KEY, v text) PARTITION BY HASH (k)");
      statement.execute("INSERT INTO kv (k, v) VALUES (0, 'it''s 0')");
      assertThat(value(statement, 0)).isEqualTo("it's 0");
      assertThat(statement.executeUpdate("UPDATE kv SET v = v || '!' WHERE k = 0")).isEqualTo(1);
      double before = planned(node);
      for (int k = 1; k < 200; k++) {
        assertThat(
                statement.executeUpdate(
                    "INSERT INTO kv (k, v) VALUES (" + k + ", 'it''s " + k + "')"))
            .isEqualTo(1);
        assertThat(value(statement, k)).isEqualTo("it's " + k);
      }
      assertThat(planned(node)).isEqualTo(before);
    }
  }

  @Test
  void aStatementKeepsItsConstantsWhenTheSchemaChanges(@TempDir Path folder)
      throws IOException, InterruptedException, SQLException {
    try (TestNode node = new TestNode(folder);
        Connection connection = node.connect("prepareThreshold=1");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kv (k bigint PRIMARY KEY, v text) PARTITION BY HASH (k)");
      statement.execute("INSERT INTO kv (k, v) VALUES (1, 'a'), (2, 'b')");
      try (PreparedStatement one = connection.prepareStatement("SELECT v FROM kv WHERE k = 2")) {
        assertThat(one.getParameterMetaData().getParameterCount()).isZero();
        assertThat(text(one)).isEqualTo("b");
        assertThat(text(one)).isEqualTo("b");
        statement.execute("CREATE INDEX kv_v ON kv (v)");
        assertThat(text(one)).isEqualTo("b");
      }
    }
  }

  @Test
  void aConstantThatIsWrongIsToldWithItsPosition(@TempDir Path folder)
      throws IOException, InterruptedException, SQLException {
    try (TestNode node = new TestNode(folder);
        Connection connection = node.connect("preferQueryMode=simple");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE t (k bigint PRIMARY KEY, d date, v varchar(3)) PARTITION BY HASH (k)");
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> statement.executeQuery("SELECT k FROM t WHERE d = 'never'"))
            .hasFieldOrPropertyWithValue("SQLState", "22007");
        assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO t (k, v) VALUES (1, 'long')"))
            .hasFieldOrPropertyWithValue("SQLState", "22001");
        statement.executeUpdate("INSERT INTO t (k, v) VALUES (2, 'abc')");
        assertThatThrownBy(() -> statement.executeUpdate("UPDATE t SET v = 'long' WHERE k = 2"))
            .hasFieldOrPropertyWithValue("SQLState", "22001");
        assertThat(statement.executeUpdate("DELETE FROM t WHERE v = 'abc'")).isEqualTo(1);
      }
    }
  }

  private static String value(Statement statement, int k) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT v FROM kv WHERE k = " + k)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static String text(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  /** Statements that had to be planned, as the node's metrics say. */
  private static double planned(TestNode node) throws IOException, InterruptedException {
    String url = "http://127.0.0.1:" + node.node().adminPort() + "/metrics";
    try (HttpClient client = HttpClient.newHttpClient()) {
      String metrics =
          client
              .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
              .body();
      return metrics
          .lines()
          .filter(line -> line.startsWith("coulomb_node_plan_cache_misses_total"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .findFirst()
          .orElseThrow();
    }
  }
}
