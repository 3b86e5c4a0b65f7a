package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node becomes what a snapshot was, as it is asked over HTTP. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class NodeRestoreTest {
  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, total numeric(12,2))"
              + " PARTITION BY HASH (id)",
          "CREATE INDEX orders_customer ON orders (customer)",
          "CREATE TABLE lines (line text) PARTITION BY HASH (line)",
          "CREATE TABLE customers (id bigint PRIMARY KEY, name text UNIQUE)",
          "CREATE MATERIALIZED VIEW totals AS SELECT customer, count(*) AS orders, sum(total) AS"
              + " total, min(total) AS least FROM orders GROUP BY customer",
          "CREATE SEQUENCE numbers");

  private static final List<String> QUESTIONS =
      List.of(
          "SELECT * FROM orders ORDER BY id",
          "SELECT id FROM orders WHERE customer = 3 ORDER BY id",
          "SELECT line, count(*) FROM lines GROUP BY line ORDER BY line",
          "SELECT * FROM customers ORDER BY id",
          "SELECT * FROM totals ORDER BY customer");

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  @TempDir private Path folder;
  private List<List<String>> before = List.of();
  private JsonNode sums = json.createObjectNode();

  /** A checkpoint of a node of eight partitions; what it answered is kept. */
  private Path snapshot() throws Exception {
    try (TestNode node = new TestNode(folder.resolve("first"), Map.of())) {
      try (Connection connection = node.connect()) {
        execute(connection, SCHEMA);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
          rows.add("INSERT INTO orders VALUES (%d, %d, %d.25)".formatted(i, i % 7, i));
          rows.add("INSERT INTO lines VALUES ('line %d')".formatted(i % 20));
        }
        rows.add("INSERT INTO customers VALUES (1, 'one'), (2, 'two')");
        rows.add("DELETE FROM orders WHERE id % 10 = 0");
        rows.add("SELECT nextval('numbers')");
        execute(connection, rows);
      }
      before = answers(node);
      sums = checksums(node);
      node.node().engine().data().kept().checkpointer().begin();
      while (node.node().engine().data().kept().checkpointer().written() == 0) {
        Thread.onSpinWait();
      }
    }
    try (Stream<Path> found = Files.list(folder.resolve("first").resolve("checkpoints"))) {
      return found.findFirst().orElseThrow();
    }
  }

  /** The node that is restored; it may read what lies in the folder. */
  private TestNode second(Map<Setting, String> settings) throws IOException, InterruptedException {
    Map<Setting, String> all = new EnumMap<>(Map.of(Setting.BACKUP_DIRECTORY, folder.toString()));
    all.putAll(settings);
    return new TestNode(folder.resolve("second"), all);
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

  private HttpResponse<String> ask(int port, String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode get(int port, String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = ask(port, "GET", path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json.readTree(answer.body());
  }

  private JsonNode checksums(TestNode node) throws IOException, InterruptedException {
    assertThat(ask(node.node().adminPort(), "POST", "/v1/checksums", "{\"id\":\"c\"}").statusCode())
        .isIn(200, 202);
    JsonNode status = get(node.node().adminPort(), "/v1/checksums/c");
    while (status.path("state").asText().equals("Running")) {
      status = get(node.node().adminPort(), "/v1/checksums/c");
    }
    assertThat(status.path("state").asText()).isEqualTo("Completed");
    return status.path("tables");
  }

  private static String request(Path snapshot, boolean inPlace) {
    return """
    {"id":"r-1","source":{"directory":{"path":"%s"}},"inPlace":%b}\
    """
        .formatted(snapshot, inPlace);
  }

  /** Asks for a restore, and waits until the node stops for it. */
  private void restore(TestNode node, Path snapshot, boolean inPlace) throws Exception {
    HttpResponse<String> begun =
        ask(node.node().adminPort(), "POST", "/v1/restore", request(snapshot, inPlace));
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    node.node().control().awaitStopAsked();
    assertThat(get(node.node().adminPort(), "/v1/restore").path("state").asText())
        .isEqualTo("Restarting");
  }

  private JsonNode failed(TestNode node) throws Exception {
    JsonNode status = get(node.node().adminPort(), "/v1/restore");
    while (status.path("state").asText().equals("Running")) {
      status = get(node.node().adminPort(), "/v1/restore");
    }
    assertThat(status.path("state").asText()).isEqualTo("Failed");
    return status.path("error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "8", "20"})
  void anEmptyNodeBecomesWhatTheSnapshotWas(String partitions) throws Exception {
    Path snapshot = snapshot();
    Map<Setting, String> settings = Map.of(Setting.PARTITIONS, partitions);
    try (TestNode node = second(settings)) {
      assertThat(ask(node.node().adminPort(), "GET", "/v1/restore", "").statusCode())
          .isEqualTo(404);
      restore(node, snapshot, false);
    }
    try (TestNode node = second(settings)) {
      assertThat(answers(node)).isEqualTo(before);
      assertThat(checksums(node)).isEqualTo(sums);
      JsonNode status = get(node.node().adminPort(), "/v1/restore");
      assertThat(status.path("state").asText()).isEqualTo("Completed");
      assertThat(status.path("tables")).isEqualTo(sums);
      assertThat(status.path("keepsPrevious").asBoolean()).isFalse();
      assertThat(ask(node.node().adminPort(), "POST", "/v1/restore", request(snapshot, false)))
          .as("asked for again, it is what it is")
          .matches(answer -> answer.statusCode() == 200 && answer.body().contains("Completed"));
      change(node);
    }
    try (TestNode node = second(settings)) {
      assertThat(changed(node)).isEqualTo(List.of(271, 601, 2));
    }
  }

  private static void change(TestNode node) throws SQLException {
    try (Connection connection = node.connect()) {
      execute(
          connection,
          List.of(
              "INSERT INTO orders VALUES (1000, 3, 1)",
              "INSERT INTO lines VALUES ('line 1')",
              "UPDATE orders SET total = total + 1"));
    }
  }

  private static List<Integer> changed(TestNode node) throws SQLException {
    List<Integer> numbers = new ArrayList<>();
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "SELECT sum(orders) FROM totals",
              "SELECT 300 + count(*) FROM lines",
              "SELECT nextval('numbers')")) {
        try (ResultSet found = statement.executeQuery(sql)) {
          found.next();
          numbers.add(found.getInt(1));
        }
      }
    }
    return numbers;
  }

  @Test
  void aNodeWithTablesIsRestoredOnlyInPlaceAndCanGoBack() throws Exception {
    Path snapshot = snapshot();
    Map<Setting, String> settings = Map.of(Setting.PARTITIONS, "3");
    try (TestNode node = second(settings);
        Connection connection = node.connect()) {
      execute(connection, List.of("CREATE TABLE mine (id bigint PRIMARY KEY)"));
      ask(node.node().adminPort(), "POST", "/v1/restore", request(snapshot, false));
      assertThat(failed(node).path("reason").asText()).isEqualTo("ClusterNotEmpty");
      execute(connection, List.of("INSERT INTO mine VALUES (1)"));
      restore(node, snapshot, true);
    }
    try (TestNode node = second(settings)) {
      assertThat(answers(node)).isEqualTo(before);
      assertThat(get(node.node().adminPort(), "/v1/restore").path("keepsPrevious").asBoolean())
          .isTrue();
      HttpResponse<String> undone = ask(node.node().adminPort(), "DELETE", "/v1/restore", "");
      assertThat(undone.statusCode()).as(undone.body()).isEqualTo(202);
      node.node().control().awaitStopAsked();
    }
    try (TestNode node = second(settings)) {
      try (Connection connection = node.connect()) {
        execute(connection, List.of("INSERT INTO mine VALUES (2)"));
      }
      assertThat(get(node.node().adminPort(), "/v1/restore").path("state").asText())
          .isEqualTo("Undone");
      HttpResponse<String> again =
          ask(
              node.node().adminPort(),
              "POST",
              "/v1/restore",
              request(snapshot, true).replace("r-1", "r-2"));
      assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
      node.node().control().awaitStopAsked();
    }
    try (TestNode node = second(settings)) {
      assertThat(answers(node)).isEqualTo(before);
      assertThat(ask(node.node().adminPort(), "POST", "/v1/restore/confirm", "").statusCode())
          .isEqualTo(200);
      assertThat(ask(node.node().adminPort(), "DELETE", "/v1/restore", "").statusCode())
          .isEqualTo(409);
    }
    try (TestNode node = second(settings)) {
      assertThat(answers(node)).isEqualTo(before);
      assertThat(folder.resolve("second").resolve("log")).doesNotExist();
    }
  }

  @Test
  void whatCannotBeRestoredIsNamedAndNothingIsTouched() throws Exception {
    Path snapshot = snapshot();
    Path data = folder.resolve("second");
    try (TestNode node = second(Map.of())) {
      assertThat(reason(node, folder.resolve("nowhere"))).isEqualTo("SnapshotNotFound");
      Path rows = snapshot.resolve("partition-00003.rows");
      byte[] bytes = Files.readAllBytes(rows);
      bytes[bytes.length / 2] ^= 1;
      Files.write(rows, bytes);
      assertThat(reason(node, snapshot)).isEqualTo("SnapshotDamaged");
      Files.write(rows, new byte[1], StandardOpenOption.APPEND);
      assertThat(reason(node, snapshot)).isEqualTo("SnapshotDamaged");
      Files.delete(rows);
      assertThat(reason(node, snapshot)).isEqualTo("SnapshotDamaged");
      Path manifest = snapshot.resolve("manifest.json");
      String text = Files.readString(manifest);
      Files.writeString(manifest, text.replaceFirst("\"format\" : 1", "\"format\" : 2"));
      assertThat(reason(node, snapshot)).isEqualTo("SnapshotNewer");
      Files.delete(manifest);
      assertThat(reason(node, snapshot)).isEqualTo("SnapshotIncomplete");
      try (Stream<Path> left = Files.list(data)) {
        assertThat(left.map(path -> path.getFileName().toString()))
            .containsExactlyInAnyOrder("node", "lock", "log", "checkpoints");
      }
      try (Connection connection = node.connect()) {
        execute(connection, List.of("CREATE TABLE mine (id bigint PRIMARY KEY)"));
      }
    }
  }

  private String reason(TestNode node, Path snapshot) throws Exception {
    ask(node.node().adminPort(), "POST", "/v1/restore", request(snapshot, false));
    return failed(node).path("reason").asText();
  }

  @Test
  void aNodeThatWaitsForItsRestoreServesAsSoonAsItIsThere() throws Exception {
    Path snapshot = snapshot();
    int port = freePort();
    Map<Setting, String> settings =
        Map.of(Setting.BOOTSTRAP_RESTORE, "r-1", Setting.ADMIN_PORT, Integer.toString(port));
    CompletableFuture<TestNode> started = starting(settings);
    awaitWaiting(port);
    assertThat(ask(port, "GET", "/startupz", "").statusCode()).isEqualTo(200);
    assertThat(ask(port, "GET", "/livez", "").statusCode()).isEqualTo(200);
    assertThat(ask(port, "GET", "/readyz", "").statusCode()).isEqualTo(503);
    ask(port, "POST", "/v1/restore", request(folder.resolve("nowhere"), false));
    while (!get(port, "/v1/restore").path("state").asText().equals("Failed")) {
      Thread.onSpinWait();
    }
    assertThat(get(port, "/v1/restore").path("error").path("message").asText())
        .isEqualTo("there is no snapshot at " + folder.resolve("nowhere"));
    assertThat(started).isNotDone();
    ask(port, "POST", "/v1/restore", request(snapshot, false));
    try (TestNode node = started.get(60, TimeUnit.SECONDS)) {
      assertThat(answers(node)).isEqualTo(before);
      assertThat(ask(port, "GET", "/readyz", "").statusCode()).isEqualTo(200);
      assertThat(get(port, "/v1/restore").path("state").asText()).isEqualTo("Completed");
    }
    try (TestNode node = starting(settings).get(60, TimeUnit.SECONDS)) {
      assertThat(answers(node)).as("it waits once").isEqualTo(before);
    }
  }

  @Test
  void aNodeThatWaitsCanBeStopped() throws Exception {
    int port = freePort();
    CompletableFuture<TestNode> started =
        starting(
            Map.of(Setting.BOOTSTRAP_RESTORE, "r-1", Setting.ADMIN_PORT, Integer.toString(port)));
    awaitWaiting(port);
    assertThat(ask(port, "POST", "/v1/stop", "").statusCode()).isEqualTo(202);
    assertThat(started.handle((node, failed) -> failed).get(60, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(RestoredStart.Stopped.class);
  }

  private CompletableFuture<TestNode> starting(Map<Setting, String> settings) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return second(settings);
      } catch (IOException | InterruptedException failed) {
        throw new IllegalStateException(failed);
      }
    });
  }

  private void awaitWaiting(int port) throws Exception {
    String state = "";
    while (!state.equals("WAITING")) {
      try {
        state = get(port, "/v1/status").path("state").asText();
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
