package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Statements of which the plan alone would take minutes end when they are told to. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class LongPlanningTest {
  private static final String LONG =
      IntStream.range(0, 6_000)
          .mapToObj(i -> "k + " + i + " AS c" + i)
          .collect(Collectors.joining(", ", "SELECT ", " FROM kv"));

  /** Each level doubles what there is to plan, and to write into Calcite's errors. */
  private static final String NESTED =
      "SELECT " + "coalesce(".repeat(18) + "k" + ", 1)".repeat(18) + " FROM kv";

  @TempDir private Path folder;

  private TestNode node;

  @BeforeEach
  void start() throws IOException, InterruptedException, SQLException {
    node = new TestNode(folder);
    try (Connection client = node.connect();
        Statement statement = client.createStatement()) {
      statement.execute(
          "CREATE TABLE kv (k bigint PRIMARY KEY, v bigint) PARTITION BY HASH (k);"
              + " INSERT INTO kv VALUES (1, 10)");
    }
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    node.close();
  }

  private static void assertAlive(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT v FROM kv WHERE k = 1")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(1)).isEqualTo(10);
    }
  }

  private static String state(Statement statement, String sql) {
    return catchThrowableOfType(SQLException.class, () -> statement.execute(sql)).getSQLState();
  }

  @ParameterizedTest
  @ValueSource(strings = {"preferQueryMode=simple", "preferQueryMode=extended"})
  void theTimeOfAStatementEndsItsPlanning(String mode) throws SQLException {
    try (Connection client = node.connect(mode);
        Statement statement = client.createStatement()) {
      statement.execute("SET statement_timeout = '100ms'");
      assertThat(state(statement, LONG)).isEqualTo("57014");
      assertThat(state(statement, "INSERT INTO kv SELECT c1, c2 FROM (" + LONG + ") AS y"))
          .isEqualTo("57014");
      statement.execute("RESET statement_timeout");
      assertAlive(statement);
    }
  }

  @ParameterizedTest
  @CsvSource({"simple, false", "extended, false", "extended, true"})
  void theClientEndsIt(String mode, boolean nested) throws Exception {
    String sql = nested ? NESTED : LONG;
    try (Connection client = node.connect("preferQueryMode=" + mode);
        Statement statement = client.createStatement()) {
      CompletableFuture<String> state = CompletableFuture.supplyAsync(() -> state(statement, sql));
      // Until it is planned there is nothing to be cancelled, and the request is forgotten.
      while (!state.isDone()) {
        client.unwrap(PGConnection.class).cancelQuery();
      }
      assertThat(state.get()).isEqualTo("57014");
      assertAlive(statement);
    }
  }

  @Test
  void anotherSessionEndsItAndItsTransaction() throws Exception {
    try (Connection client = node.connect();
        Connection other = node.connect();
        Statement statement = client.createStatement();
        Statement canceling = other.createStatement()) {
      int pid = client.unwrap(PGConnection.class).getBackendPID();
      statement.execute("BEGIN; UPDATE kv SET v = 11 WHERE k = 1");
      CompletableFuture<String> state = CompletableFuture.supplyAsync(() -> state(statement, LONG));
      while (!state.isDone()) {
        canceling.execute("SELECT pg_cancel_backend(" + pid + ")");
      }
      assertThat(state.get()).isEqualTo("57014");
      assertThat(state(statement, "SELECT 1")).isEqualTo("25P02");
      statement.execute("ROLLBACK");
      assertAlive(statement);
      assertAlive(canceling);
    }
  }

  @Test
  void aConnectionThatIsGoneEndsIt() throws Exception {
    for (int i = 0; i < 2; i++) {
      try (Connection client = node.connect("socketTimeout=1");
          Statement statement = client.createStatement()) {
        assertThat(state(statement, LONG)).startsWith("08");
      }
    }
    try (Connection client = node.connect();
        Statement statement = client.createStatement()) {
      assertAlive(statement);
      // It is planned, so not all planners are busy with what nobody waits for.
      statement.execute("SELECT k + v * 3 - 5 FROM kv ORDER BY 1 DESC");
    }
  }
}
