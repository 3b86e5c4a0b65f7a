package dev.coulomb.node.node;

import static java.util.Objects.requireNonNull;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the system views show of a whole node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class SystemViewsTest {
  private static final int ROWS = 2_000;

  private TestNode node;
  private Connection connection;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException, SQLException {
    node = new TestNode(folder);
    connection = node.connect("ApplicationName=looker");
    run("CREATE TABLE kv (k bigint PRIMARY KEY, v text) PARTITION BY HASH (k)");
    run("CREATE INDEX kv_v ON kv (v)");
    run("CREATE TABLE small (id integer PRIMARY KEY)");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO kv (k, v) VALUES (?, ?)")) {
      for (int k = 0; k < ROWS; k++) {
        insert.setLong(1, k);
        insert.setString(2, "v".repeat(100));
        insert.addBatch();
      }
      insert.executeBatch();
    }
    run("INSERT INTO small VALUES (1), (2), (3)");
  }

  @AfterAll
  void stop() throws IOException, InterruptedException, SQLException {
    connection.close();
    node.close();
  }

  @Test
  void tablesAndPartitionsSayWhatTheyHoldAndCost() throws SQLException {
    await("SELECT row_count FROM coulomb_tables WHERE table_name = 'kv'", Integer.toString(ROWS));
    await("SELECT row_count FROM coulomb_tables WHERE table_name = 'small'", "3");
    assertThat(rows("SELECT table_name, partition_column FROM coulomb_tables ORDER BY 1"))
        .containsExactly("kv|k", "small|null");
    assertThat(one("SELECT row_bytes FROM coulomb_tables WHERE table_name = 'kv'"))
        .isBetween(ROWS * 110L, ROWS * 250L);
    assertThat(one("SELECT bytes FROM coulomb_indexes WHERE index_name = 'kv_v'"))
        .isBetween(ROWS * 110L, ROWS * 300L);
    assertThat(one("SELECT partition_rows_min FROM coulomb_tables WHERE table_name = 'kv'"))
        .isPositive();
    assertThat(rows("SELECT count(*), sum(row_count) FROM coulomb_partitions WHERE NOT replicated"))
        .containsExactly("8|" + ROWS);
    assertThat(rows("SELECT row_count FROM coulomb_partitions WHERE replicated"))
        .containsExactly("3");
    // What tables cost is what partitions cost, to the page.
    assertThat(one("SELECT sum(bytes) FROM coulomb_tables"))
        .isEqualTo(one("SELECT sum(bytes) FROM coulomb_partitions"));
    assertThat(one("SELECT bytes FROM coulomb_memory WHERE area = 'data'"))
        .isGreaterThanOrEqualTo(one("SELECT sum(bytes) FROM coulomb_tables"));
  }

  @Test
  void statementsAreCountedByTheirTextWithoutConstants() throws SQLException {
    for (int k = 0; k < 20; k++) {
      run("SELECT v FROM kv WHERE k = " + k);
    }
    assertThatThrownBy(() -> run("SELECT 1 / (k - 7) FROM kv WHERE k = 7"))
        .hasFieldOrPropertyWithValue("SQLState", "22012");
    assertThat(
            rows(
                "SELECT calls, errors, row_count, total_ms > 0, p99_ms <= max_ms FROM coulomb_statements"
                    + " WHERE query = 'SELECT v FROM kv WHERE k = $1'"))
        .containsExactly("20|0|20|t|t");
    assertThat(
            rows(
                "SELECT calls, errors FROM coulomb_statements"
                    + " WHERE query LIKE 'SELECT 1 / (k - 7)%'"))
        .containsExactly("1|1");
  }

  @Test
  void proceduresAreCountedByTheirNames() throws SQLException {
    run(
        "CREATE PROCEDURE one_of (key bigint) PARTITION BY (key) LANGUAGE SQL AS $$"
            + " SELECT v FROM kv WHERE k = key; $$");
    for (int k = 0; k < 5; k++) {
      run("CALL one_of(" + k + ")");
    }
    assertThat(
            rows(
                "SELECT procedure_name, language, partition_parameter, calls, errors, row_count,"
                    + " total_ms > 0 FROM coulomb_procedures"))
        .containsExactly("one_of|sql|key|5|0|5|t");
  }

  @Test
  void settingsTellTheirValuesAndWhetherTheyAreLive() throws SQLException {
    assertThat(
            rows(
                "SELECT value, live FROM coulomb_settings WHERE name IN ('partitions', 'memory.work')"
                    + " ORDER BY name"))
        .containsExactly("64MiB|t", "8|f");
  }

  @Test
  void sessionsAreSeenAndCanBeCancelledAndEnded() throws Exception {
    try (Connection other = node.connect("ApplicationName=worker");
        Statement statement = other.createStatement()) {
      long pid = number(statement, "SELECT pg_backend_pid()");
      String asked = " FROM coulomb_sessions WHERE pid = " + pid;
      assertThat(rows("SELECT application_name, client_address, state" + asked))
          .containsExactly("worker|127.0.0.1|idle");
      CompletableFuture<Void> endless =
          CompletableFuture.runAsync(() -> {
            try {
              statement.executeQuery(
                  "SELECT count(*) FROM kv a, kv b, kv c WHERE a.v <> b.v AND b.v <> c.v OR a.k ="
                      + " -c.k");
            } catch (SQLException ended) {
              throw new IllegalStateException(ended.getSQLState(), ended);
            }
          });
      await("SELECT state" + asked, "active");
      assertThat(rows("SELECT usename, state FROM pg_stat_activity WHERE pid = " + pid))
          .containsExactly("coulomb|active");
      assertThat(rows("SELECT pg_cancel_backend(" + pid + ")")).containsExactly("t");
      assertThat(failure(endless)).isEqualTo("57014");
      await("SELECT state" + asked, "idle");
      other.setAutoCommit(false);
      number(statement, "SELECT count(*) FROM kv");
      await("SELECT state" + asked, "idle in transaction");
      assertThat(rows("SELECT pg_terminate_backend(" + pid + ")")).containsExactly("t");
      await("SELECT count(*)" + asked, "0");
      assertThat(rows("SELECT pg_cancel_backend(" + pid + ")")).containsExactly("f");
    }
  }

  private static String failure(CompletableFuture<Void> work)
      throws InterruptedException, TimeoutException {
    try {
      work.get(30, TimeUnit.SECONDS);
      return "none";
    } catch (ExecutionException failed) {
      return String.valueOf(requireNonNull(failed.getCause()).getMessage());
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long one(String sql) throws SQLException {
    return Long.parseLong(rows(sql).getFirst());
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int width = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
          values.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }

  /** Figures are published a few times in a second. */
  private void await(String sql, String answer) throws SQLException {
    List<String> rows = rows(sql);
    while (!rows.equals(List.of(answer))) {
      Thread.onSpinWait();
      rows = rows(sql);
    }
  }
}
