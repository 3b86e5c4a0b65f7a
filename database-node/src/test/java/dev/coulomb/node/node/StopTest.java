package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.copy.CopyIn;
import org.postgresql.core.BaseConnection;

/** A node is stopped while its clients are at work. */
class StopTest {
  private static final Pattern SERVES =
      Pattern.compile("serves SQL on 127\\.0\\.0\\.1:(\\d+) and HTTP on 127\\.0\\.0\\.1:(\\d+)");

  /** Some hundred million pairs: it takes as long as it is let. */
  private static final String ENDLESS =
      "SELECT count(*) FROM t a CROSS JOIN t b CROSS JOIN t c WHERE a.id + b.id + c.id < 0";

  @TempDir private Path folder;

  private final ExecutorService clients = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    clients.shutdownNow();
  }

  @Test
  void aStatementThatRunsEndsBeforeItsConnectionDoes() throws Exception {
    TestNode node = new TestNode(folder);
    try (Connection connection = node.connect();
        Connection idle = node.connect()) {
      table(connection, 400);
      Future<Long> answer =
          clients.submit(
              () -> number(connection, "SELECT count(*) FROM t a CROSS JOIN t b WHERE a.s < 'z'"));
      await(() -> node.node().engine().data().partitions().views().count() > 0 || answer.isDone());
      assertThat(askToStop(node.node().adminPort(), false).statusCode()).isEqualTo(202);
      node.node().control().awaitStopAsked();
      node.close();
      assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(160_000);
      assertThatThrownBy(() -> number(idle, "SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class,
              told -> assertThat(told.getSQLState()).isIn("57P01", "08006", "08003"));
      assertThatThrownBy(node::connect).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void aCopyUnderWayIsAStatementThatRuns() throws Exception {
    TestNode node = new TestNode(folder);
    try (Connection connection = node.connect()) {
      table(connection, 0);
      CopyIn copy =
          connection.unwrap(BaseConnection.class).getCopyAPI().copyIn("COPY t FROM STDIN CSV");
      write(copy, "1,one\n");
      Future<?> stop = clients.submit(closing(node));
      await(() -> !refusal(node).isEmpty());
      write(copy, "2,two\n");
      assertThat(refusal(node)).as("new clients").isEqualTo("57P03");
      assertThat(copy.endCopy()).isEqualTo(2);
      stop.get(60, TimeUnit.SECONDS);
      assertThatThrownBy(() -> number(connection, "SELECT count(*) FROM t"))
          .isInstanceOf(SQLException.class);
    }
  }

  /** SIGTERM, while a client waits in a COPY and another for an answer that takes for ever. */
  @Test
  void aSignalEndsWhatDoesNotEndByItselfAndTheProcessWithZero() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.coulomb.node.node.Main",
                "--data=" + folder.resolve("data"),
                "--sql-port=0",
                "--admin-port=0",
                "--partitions=4",
                "--data-memory=64MiB",
                "--trust-loopback")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = process.inputReader()) {
      int port = port(said);
      // Not closed in the end: the node has done that.
      Connection copying = connect(port);
      Connection waiting = connect(port);
      table(copying, 1_000);
      Future<Long> answer = clients.submit(() -> number(waiting, ENDLESS));
      CopyIn copy =
          copying.unwrap(BaseConnection.class).getCopyAPI().copyIn("COPY t FROM STDIN CSV");
      write(copy, "-1,one\n");
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThatThrownBy(answer::get).hasCauseInstanceOf(SQLException.class);
      assertThatThrownBy(copy::endCopy).isInstanceOf(SQLException.class);
    } finally {
      process.destroyForcibly();
    }
  }

  private static int port(BufferedReader said) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      all.append(line).append('\n');
      Matcher serves = SERVES.matcher(line);
      if (serves.find()) {
        return Integer.parseInt(serves.group(1));
      }
    }
    throw new AssertionError("it did not start: " + all);
  }

  private static Callable<Boolean> closing(TestNode node) {
    return () -> {
      node.close();
      return true;
    };
  }

  /** Its port is taken, for example: nothing of it goes on, its log least of all. */
  @Test
  void aStartThatFailsLeavesNothingBehind() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      Map<Setting, String> settings =
          Map.of(
              Setting.SQL_HOST,
              "0.0.0.0",
              Setting.SQL_PORT,
              Integer.toString(taken.getLocalPort()));
      Set<Thread> before = Thread.getAllStackTraces().keySet();
      assertThatThrownBy(() -> new TestNode(folder.resolve("data"), settings).close())
          .isInstanceOf(IOException.class);
      await(() ->
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> !before.contains(thread))
              .noneMatch(thread -> thread.getName().startsWith("log-")));
    }
    new TestNode(folder.resolve("data"), Map.of()).close();
  }

  /** What was answered without waiting for the disk may be lost then. */
  @Test
  void aStopUnderWhichTheLogBreaksIsAFailure() throws Exception {
    TestNode node = new TestNode(folder);
    node.node().control().broken(new IOException("the disk failed"));
    node.close();
    assertThat(Main.codeOf(node.node())).isEqualTo(1);
    TestNode other = new TestNode(folder);
    other.close();
    assertThat(Main.codeOf(other.node())).isZero();
  }

  /** Why a new client is turned away; empty: it is not. */
  private static String refusal(TestNode node) {
    try (Connection connection = node.connect()) {
      return connection.isClosed() ? "closed" : "";
    } catch (SQLException refused) {
      return refused.getSQLState();
    }
  }

  private static HttpResponse<String> askToStop(int port, boolean force) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/stop"))
              .POST(BodyPublishers.ofString("{\"force\":" + force + "}"))
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static Connection connect(int port) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/coulomb", "coulomb", "");
  }

  private static void table(Connection connection, int rows) throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, s TEXT)");
    }
    CopyIn copy =
        connection.unwrap(BaseConnection.class).getCopyAPI().copyIn("COPY t FROM STDIN CSV");
    for (int id = 1; id <= rows; id++) {
      write(copy, id + ",text\n");
    }
    assertThat(copy.endCopy()).isEqualTo(rows);
  }

  private static void write(CopyIn copy, String line) throws SQLException {
    byte[] bytes = line.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    copy.flushCopy();
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.call()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
