package dev.coulomb.node.node.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.host.SystemClock;
import dev.coulomb.node.node.TestNode;
import dev.coulomb.node.node.backup.BackupClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is archived behind a backup brings back any moment. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PointInTimeTest {
  private final Clock clock = new SystemClock();
  private int targets;

  @TempDir private Path folder;

  private TestNode node(String name, Map<String, String> more)
      throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("volume"));
    Map<String, String> properties = new HashMap<>();
    properties.put("backup.directory", folder.resolve("volume").toString());
    properties.putAll(more);
    return TestNode.open(folder.resolve(name), properties);
  }

  private TestNode archived() throws IOException, InterruptedException {
    return node(
        "first",
        Map.of(
            "archive.enabled", "true", "archive.interval", "10ms", "checkpoint.log-size", "1MiB"));
  }

  private ObjectNode place(String name) {
    return BackupClient.directory(folder.resolve("volume").resolve(name));
  }

  private static void execute(TestNode node, String... statements) throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static List<String> rows(TestNode node, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  /** A moment more than a millisecond after what was, and before what comes. */
  private long between() {
    long from = clock.micros();
    await(from + 3_000);
    long moment = clock.micros();
    await(moment + 3_000);
    return moment;
  }

  private void await(long micros) {
    while (clock.micros() < micros) {
      Thread.onSpinWait();
    }
  }

  private void archive(BackupClient client) throws IOException, InterruptedException {
    Answer begun = client.send("PUT", "/v1/archive", request("archive"));
    assertThat(begun.httpStatus()).as("%s", begun).isEqualTo(202);
  }

  private String request(String archive) {
    return "{\"destination\":" + place(archive) + "}";
  }

  /** Waits until everything that has happened is archived; gives the position. */
  private long settled(BackupClient client) throws IOException, InterruptedException {
    long now = clock.micros();
    JsonNode archive = client.send("GET", "/v1/status", "").json().path("archive");
    while (archive.path("atMicros").asLong() <= now) {
      assertThat(archive.path("error").isMissingNode()).as("%s", archive).isTrue();
      archive = client.send("GET", "/v1/status", "").json().path("archive");
    }
    return archive.path("position").asLong();
  }

  /** Restores into a new node of three partitions; gives how that ended. */
  private JsonNode restore(String until) throws Exception {
    String name = "restored-" + targets++;
    Map<String, String> settings = Map.of("partitions", "3");
    try (TestNode node = node(name, settings);
        BackupClient client = new BackupClient(node.adminPort())) {
      Answer begun =
          client.send(
              "POST",
              "/v1/restore",
              "{\"id\":\"r\",\"source\":%s,\"archive\":%s%s}"
                  .formatted(place("backup"), place("archive"), until));
      assertThat(begun.httpStatus()).as("%s", begun).isEqualTo(202);
      Answer now = client.send("GET", "/v1/restore", "");
      while (now.state().equals("Running")) {
        now = client.send("GET", "/v1/restore", "");
      }
      if (now.state().equals("Failed")) {
        return now.json().path("error");
      }
    }
    try (TestNode node = node(name, settings);
        BackupClient client = new BackupClient(node.adminPort())) {
      ObjectNode answers = (ObjectNode) client.send("GET", "/v1/restore", "").json();
      assertThat(answers.path("state").asText()).isEqualTo("Completed");
      answers.put("found", String.join(" ", rows(node, "SELECT name FROM moments ORDER BY name")));
      answers.put("groups", String.join(" ", rows(node, "SELECT sum(n) FROM counted")));
      answers.put("kept", String.join(" ", rows(node, "SELECT count(*) FROM small")));
      return answers;
    }
  }

  private static String time(long micros) {
    return ",\"until\":{\"timeMicros\":" + micros + "}";
  }

  private static String position(long lsn) {
    return ",\"until\":{\"position\":" + lsn + "}";
  }

  private static void moment(TestNode node, String name) throws SQLException {
    execute(
        node,
        "BEGIN",
        "INSERT INTO moments VALUES ('" + name + "', 1)",
        "INSERT INTO small VALUES ('" + name + "')",
        "COMMIT");
  }

  @Test
  void anyMomentBehindABackupComesBackAndNothingElse() throws Exception {
    long beforeAll;
    long behindB;
    long behindC;
    long positionC;
    try (TestNode node = archived();
        BackupClient client = new BackupClient(node.adminPort())) {
      archive(client);
      execute(
          node,
          "CREATE TABLE moments (name text PRIMARY KEY, n bigint) PARTITION BY HASH (name)",
          "CREATE TABLE small (name text)",
          "CREATE TABLE large (id bigint, more text) PARTITION BY HASH (id)",
          "CREATE MATERIALIZED VIEW counted AS SELECT n, count(*) AS n2, sum(n) AS sum FROM moments"
              + " GROUP BY n",
          "DROP MATERIALIZED VIEW counted",
          "CREATE MATERIALIZED VIEW counted AS SELECT name, sum(n) AS n FROM moments GROUP BY name");
      moment(node, "a");
      beforeAll = between();
      assertThat(client.end("b-1", place("backup")).state()).isEqualTo("Completed");
      moment(node, "b");
      behindB = between();
      moment(node, "c");
      positionC = settled(client);
      behindC = between();
    }
    try (TestNode node = archived();
        BackupClient client = new BackupClient(node.adminPort())) {
      // The schema changes, checkpoints let the log go, and the node was started anew.
      execute(node, "ALTER TABLE moments ADD COLUMN late boolean DEFAULT true");
      String text = "x".repeat(200_000);
      for (int i = 0; i < 30; i++) {
        execute(node, "INSERT INTO large VALUES (" + i + ", '" + text + i + "')");
      }
      execute(node, "INSERT INTO moments VALUES ('d', 1)", "INSERT INTO small VALUES ('d')");
      archive(client);
      settled(client);
    }
    assertThat(restore(time(beforeAll)).path("reason").asText()).isEqualTo("TargetNotReachable");
    assertThat(restore(time(behindB)).path("found").asText()).isEqualTo("a b");
    JsonNode c = restore(time(behindC));
    assertThat(c.path("found").asText()).isEqualTo("a b c");
    assertThat(c.path("groups").asText()).isEqualTo("3");
    assertThat(c.path("kept").asText()).isEqualTo("3");
    assertThat(c.path("restoredTo").path("timeMicros").asLong()).isEqualTo(behindC);
    JsonNode byPosition = restore(position(positionC));
    assertThat(byPosition.path("found").asText()).isEqualTo("a b c");
    assertThat(byPosition.path("restoredTo").path("position").asLong()).isEqualTo(positionC);
    assertThat(restore("").path("found").asText()).isEqualTo("a b c d");
    JsonNode late = restore(time(clock.micros() + 3_600_000_000L));
    assertThat(late.path("reason").asText()).isEqualTo("TargetNotReachable");
    assertThat(late.path("message").asText()).contains("possible are positions");
    aGapIsFound(behindB, positionC);
  }

  private void aGapIsFound(long behindB, long positionC) throws Exception {
    List<Path> pieces;
    try (Stream<Path> found = Files.list(folder.resolve("volume").resolve("archive"))) {
      pieces = found.filter(path -> path.toString().endsWith(".log")).sorted().toList();
    }
    Path behind =
        pieces.stream()
            .filter(piece -> !piece.getFileName().toString().contains("-" + digits(positionC)))
            .filter(piece -> piece.getFileName().toString().contains("_" + digits(positionC)))
            .findFirst()
            .orElseThrow();
    Files.delete(behind);
    assertThat(restore(time(behindB)).path("found").asText()).as("before the gap").isEqualTo("a b");
    JsonNode gap = restore("");
    assertThat(gap.path("reason").asText()).isEqualTo("ArchiveGap");
    assertThat(gap.path("message").asText()).contains("nothing from position " + positionC);
  }

  private static String digits(long lsn) {
    return String.format("%020d", lsn);
  }

  @Test
  void withoutAnArchiveNothingIsArchived() throws Exception {
    try (TestNode node = node("first", Map.of());
        BackupClient client = new BackupClient(node.adminPort())) {
      assertThat(client.send("PUT", "/v1/archive", request("archive")).httpStatus()).isEqualTo(409);
      assertThat(
              client.send("GET", "/v1/status", "").json().path("archive").path("enabled").asText())
          .isEqualTo("false");
    }
  }

  @Test
  void theLogIsKeptUntilItIsArchived() throws Exception {
    try (TestNode node = archived();
        BackupClient client = new BackupClient(node.adminPort())) {
      execute(node, "CREATE TABLE large (id bigint, more text) PARTITION BY HASH (id)");
      String text = "x".repeat(200_000);
      for (int i = 0; i < 20; i++) {
        execute(node, "INSERT INTO large VALUES (" + i + ", '" + text + "')");
      }
      JsonNode waiting = client.send("GET", "/v1/status", "").json().path("archive");
      assertThat(waiting.path("lagBytes").asLong()).isGreaterThan(4_000_000);
      archive(client);
      settled(client);
      assertThat(
              client.send("GET", "/v1/status", "").json().path("archive").path("lagBytes").asLong())
          .isLessThan(1_000_000);
    }
  }
}
