package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.admin.AdminError;
import dev.coulomb.node.admin.NodeStatus;
import dev.coulomb.node.admin.NodeStatus.Safety;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node in this JVM, with a real driver. */
class NodeTest {
  @TempDir private Path folder;

  private Node node;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Settings settings =
        new Settings(
            Map.of(
                Setting.DATA, folder.resolve("data").toString(),
                Setting.SQL_PORT, "0",
                Setting.ADMIN_PORT, "0",
                Setting.PARTITIONS, "4",
                Setting.TRUST_LOOPBACK, "true",
                Setting.DATA_MEMORY, "16MiB"));
    node = new NodeAssembly(settings).start();
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    node.stop();
  }

  @Test
  void statusCountsTablesAndRows() throws SQLException {
    assertThat(status().safety().safe()).isTrue();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT)");
      statement.execute("INSERT INTO t VALUES (1, 'one'), (2, 'two'), (3, 'three')");
      statement.execute("DELETE FROM t WHERE id = 2");
      assertThat(status().content().tables()).isEqualTo(1);
      assertThat(status().content().rows()).isEqualTo(2);
      assertThat(status().content().connections().open()).isEqualTo(1);
      assertThat(status().content().memory().dataBytesUsed()).isPositive();
      assertThat(status().safety().safe()).isTrue();
      statement.execute("DROP TABLE t");
      assertThat(status().content().rows()).isZero();
      assertThat(status().safety().safe()).isTrue();
    }
  }

  /** The driver declares strings as varchar, leaves dates open, and asks what they are. */
  @Test
  void parametersAreToldByTheNamesTheyWereDeclaredWith() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT, code CHAR(3), d DATE)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?)")) {
        for (int id = 0; id < 10; id++) {
          insert.setLong(1, id);
          insert.setString(2, "a name that is longer than a code");
          insert.setString(3, "abc");
          insert.setDate(4, Date.valueOf("2026-11-23"));
          assertThat(insert.executeUpdate()).isEqualTo(1);
        }
      }
      assertThat(count(statement)).isEqualTo(10);
    }
  }

  @Test
  void effectiveSettingsAreTold() {
    assertThat(status().settings())
        .containsEntry("sql.port", Integer.toString(node.sqlPort()))
        .containsEntry("admin.port", Integer.toString(node.adminPort()))
        .containsEntry("memory.data", "16MiB")
        .containsEntry("memory.work", "64MiB")
        .containsKey("node.name");
  }

  /** The file is what dashboards and alerts rest on; the operator's tests hold them to it. */
  @Test
  void theMetricsAreThoseOfTheFile() throws Exception {
    Pattern sample = Pattern.compile("(?m)^([a-z][a-z_]*)(?:\\{(.*)})? ");
    Set<String> told =
        sample
            .matcher(metrics())
            .results()
            .map(m -> m.group(1) + "{" + labels(m.group(2)) + "}")
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> file = Files.readAllLines(Path.of("src/test/resources/metrics.txt"));
    assertThat(told).containsAll(file);
    assertThat(told)
        .filteredOn(name -> name.startsWith("coulomb_"))
        .allSatisfy(name -> assertThat(file).contains(name));
  }

  private String metrics() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + node.adminPort() + "/metrics");
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }

  private static String labels(@Nullable String written) {
    return written == null
        ? ""
        : Pattern.compile("(\\w+)=\"")
            .matcher(written)
            .results()
            .map(m -> m.group(1))
            .collect(Collectors.joining(","));
  }

  @Test
  void pausedRefusesChangesAndReadsGoOn() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id BIGINT PRIMARY KEY)");
      node.control().pause(true);
      assertThat(status().state()).isEqualTo(NodeStatus.State.PAUSED);
      assertThat(node.control().notReady()).isEmpty();
      assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES (1)"))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("25006"));
      assertThat(count(statement)).isZero();
      node.control().pause(false);
      statement.execute("INSERT INTO t VALUES (1)");
      assertThat(count(statement)).isEqualTo(1);
    }
  }

  @Test
  void liveSettingsChangeAtOnceAllOrNone() throws SQLException {
    refused(400, "warp", Map.of("sql.max-connections", "1", "warp", "9"));
    refused(409, "sql.port", Map.of("sql.max-connections", "1", "sql.port", "1"));
    refused(400, "sql.max-connections", Map.of("sql.max-connections", "0"));
    assertThat(status().settings()).containsEntry("sql.max-connections", "1000");
    node.control().change(Map.of("sql.max-connections", "1"));
    assertThat(status().content().connections().limit()).isEqualTo(1);
    try (Connection only = connect()) {
      assertThat(only.isValid(10)).isTrue();
      assertThatThrownBy(() -> connect().close())
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("53300"));
    }
    assertThat(node.engine().sql().refusedConnections()).isEqualTo(1);
  }

  @Test
  void aStopNeedNotBeForcedAsNothingWouldBeLost() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id BIGINT PRIMARY KEY)");
    }
    assertThat(status().state()).isEqualTo(NodeStatus.State.RUNNING);
    node.control().stop(false);
    assertThat(status().state()).isEqualTo(NodeStatus.State.STOPPING);
    assertThat(node.control().notReady()).contains("the node stops");
  }

  @Test
  void aBrokenLogIsNoSafeMomentAndEndsTheNode() {
    node.control().broken(new IOException("input/output error"));
    assertThat(status().safety())
        .isEqualTo(new Safety(false, "the log cannot be written: input/output error"));
    assertThat(status().state()).isEqualTo(NodeStatus.State.STOPPING);
    assertThat(node.control().failure()).isPresent();
  }

  @Test
  void aStopEndsIdleSessionsAndFreesTheDirectory() throws Exception {
    try (Connection idle = connect();
        Statement statement = idle.createStatement()) {
      statement.execute("SELECT 1");
      node.stop();
      assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
    }
    assertThatThrownBy(() -> connect().close()).isInstanceOf(SQLException.class);
    start();
    try (Connection again = connect()) {
      assertThat(again.isValid(10)).isTrue();
    }
  }

  private void refused(int status, String field, Map<String, String> changes) {
    assertThatThrownBy(() -> node.control().change(changes))
        .isInstanceOfSatisfying(
            AdminError.class,
            error -> {
              assertThat(error.httpStatus()).isEqualTo(status);
              assertThat(error.field()).isEqualTo(field);
            });
  }

  private static long count(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private NodeStatus status() {
    return node.control().status();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + node.sqlPort() + "/coulomb?sslmode=disable",
        "coulomb",
        "");
  }
}
