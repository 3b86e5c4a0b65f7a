package dev.coulomb.node.node.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.node.TestNode;
import dev.coulomb.node.node.backup.BackupClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What no backup needs of an archive any more goes, when somebody says so. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ArchiveTrimTest {
  private static final UUID OTHER = new UUID(5, 6);

  @TempDir private Path folder;
  private int names;

  private TestNode node(String name) throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("volume"));
    return TestNode.open(
        folder.resolve(name),
        Map.of(
            "backup.directory", folder.resolve("volume").toString(),
            "archive.enabled", "true",
            "archive.interval", "10ms"));
  }

  private ObjectNode place(String name) {
    return BackupClient.directory(folder.resolve("volume").resolve(name));
  }

  private void archive(BackupClient client) throws IOException, InterruptedException {
    String request = "{\"destination\":" + place("archive") + "}";
    assertThat(client.send("PUT", "/v1/archive", request).httpStatus()).isEqualTo(202);
  }

  private static void execute(TestNode node, String sql) throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> pieces() throws IOException {
    try (Stream<Path> found = Files.list(folder.resolve("volume").resolve("archive"))) {
      return found
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".log"))
          .sorted()
          .toList();
    }
  }

  private List<String> piecesOf(String history) throws IOException {
    return pieces().stream().filter(name -> name.startsWith(history)).toList();
  }

  /** Makes pieces, then a backup; gives its status. */
  private JsonNode filledAndSaved(TestNode node, BackupClient client) throws Exception {
    for (int i = 0; i < 5; i++) {
      execute(node, "INSERT INTO items VALUES (" + names++ + ")");
      settled(client);
    }
    String id = "b-" + names;
    Answer saved = client.end(id, place(id));
    assertThat(saved.state()).isEqualTo("Completed");
    // A piece goes on beyond the cut.
    settled(client);
    return saved.json();
  }

  private static long settled(BackupClient client) throws IOException, InterruptedException {
    JsonNode archive = archived(client);
    long since = archive.path("atMicros").asLong();
    while (archive.path("atMicros").asLong() == since || archive.path("lagBytes").asLong() > 0) {
      assertThat(archive.path("error").isMissingNode()).as("%s", archive).isTrue();
      archive = archived(client);
    }
    return archive.path("position").asLong();
  }

  private static JsonNode archived(BackupClient client) throws IOException, InterruptedException {
    return client.send("GET", "/v1/status", "").json().path("archive");
  }

  private static String request(String history, long position) {
    return "{\"history\":\"%s\",\"before\":{\"position\":%d}}".formatted(history, position);
  }

  private static Answer trim(BackupClient client, String history, long position)
      throws IOException, InterruptedException {
    return client.send("POST", "/v1/archive/trim", request(history, position));
  }

  /** Waits until the last one has ended. */
  private static JsonNode trimmed(BackupClient client) throws IOException, InterruptedException {
    Answer now = client.send("GET", "/v1/archive/trim", "");
    while (now.state().equals("Running")) {
      now = client.send("GET", "/v1/archive/trim", "");
    }
    return now.json();
  }

  /** Restores a backup and what is archived behind it; gives how many rows, or why not. */
  private String restored(String backup) throws Exception {
    String name = "restored-" + names++;
    try (TestNode node = node(name);
        BackupClient client = new BackupClient(node.adminPort())) {
      client.send(
          "POST",
          "/v1/restore",
          "{\"id\":\"r\",\"source\":%s,\"archive\":%s}".formatted(place(backup), place("archive")));
      Answer now = client.send("GET", "/v1/restore", "");
      while (now.state().equals("Running")) {
        now = client.send("GET", "/v1/restore", "");
      }
      if (now.state().equals("Failed")) {
        return now.reason() + ": " + now.message();
      }
    }
    try (TestNode node = node(name);
        Connection connection = node.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM items")) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void whatLiesBeforeTheOldestBackupGoesAndTheRestStaysRestorable() throws Exception {
    JsonNode older;
    JsonNode newer;
    try (TestNode node = node("first");
        BackupClient client = new BackupClient(node.adminPort())) {
      execute(node, "CREATE TABLE items (id bigint PRIMARY KEY) PARTITION BY HASH (id)");
      archive(client);
      older = filledAndSaved(node, client);
      newer = filledAndSaved(node, client);
      execute(node, "INSERT INTO items VALUES (-1)");
      settled(client);
      Path foreign =
          folder
              .resolve("volume")
              .resolve("archive")
              .resolve(OTHER + "_" + digits(0) + "-" + digits(9) + ".log");
      Files.writeString(foreign, "a piece of an earlier life");

      String history = newer.path("snapshot").path("history").asText();
      long position = newer.path("snapshot").path("position").asLong();
      List<String> all = piecesOf(history);
      assertThat(restored(older.path("id").asText())).isEqualTo("11");
      assertThat(trim(client, history, position).httpStatus()).isBetween(200, 202);
      JsonNode done = trimmed(client);
      assertThat(done.path("state").asText()).as("%s", done).isEqualTo("Completed");
      List<String> left = piecesOf(history);
      assertThat(left.size()).isPositive().isLessThan(all.size());
      assertThat(left).allMatch(name -> endOf(name) > position);
      assertThat(done.path("deleted").asInt()).isEqualTo(all.size() - left.size());
      assertThat(done.path("bytes").asLong()).isGreaterThan(100);
      assertThat(foreign).exists();
      assertThat(trim(client, history, position))
          .as("the same again")
          .isEqualTo(new Answer(200, done));

      assertThat(trim(client, OTHER.toString(), 8).httpStatus()).isEqualTo(202);
      assertThat(trimmed(client).path("deleted").asInt()).as("it ends behind that").isZero();
      assertThat(trim(client, OTHER.toString(), 9).httpStatus()).isEqualTo(202);
      assertThat(trimmed(client).path("deleted").asInt()).isEqualTo(1);
      assertThat(foreign).doesNotExist();
      assertThat(piecesOf(history)).isEqualTo(left);
    }
    assertThat(restored(older.path("id").asText()))
        .startsWith("ArchiveGap: the archive has nothing from position");
    assertThat(restored(newer.path("id").asText())).isEqualTo("11");
  }

  private static String digits(long lsn) {
    return String.format("%020d", lsn);
  }

  private static long endOf(String piece) {
    return Long.parseLong(piece.substring(piece.length() - 24, piece.length() - 4));
  }

  @Test
  void everythingMayGoAndTheArchiveGoesOnWithoutAGap() throws Exception {
    JsonNode saved;
    try (TestNode node = node("first");
        BackupClient client = new BackupClient(node.adminPort())) {
      execute(node, "CREATE TABLE items (id bigint PRIMARY KEY) PARTITION BY HASH (id)");
      archive(client);
      saved = filledAndSaved(node, client);
      String history = saved.path("snapshot").path("history").asText();
      trim(client, history, settled(client));
      assertThat(trimmed(client).path("state").asText()).isEqualTo("Completed");
      assertThat(piecesOf(history)).isEmpty();
    }
    try (TestNode node = node("first");
        BackupClient client = new BackupClient(node.adminPort())) {
      archive(client);
      execute(node, "INSERT INTO items VALUES (-1)");
      settled(client);
    }
    assertThat(restored(saved.path("id").asText())).isEqualTo("6");
  }

  @Test
  void whatCannotBeMeantIsRefused() throws Exception {
    try (TestNode node = node("first");
        BackupClient client = new BackupClient(node.adminPort())) {
      execute(node, "CREATE TABLE items (id bigint PRIMARY KEY) PARTITION BY HASH (id)");
      Answer nowhere = trim(client, OTHER.toString(), 5);
      assertThat(nowhere.httpStatus()).isEqualTo(409);
      assertThat(nowhere.json().path("error").path("code").asText()).isEqualTo("archive-unknown");
      archive(client);
      JsonNode saved = filledAndSaved(node, client);
      String history = saved.path("snapshot").path("history").asText();
      List<String> all = pieces();
      Answer tooFar = trim(client, history, settled(client) + 1_000_000);
      assertThat(tooFar.httpStatus()).isEqualTo(400);
      assertThat(tooFar.json().path("error").path("field").asText()).isEqualTo("before.position");
      assertThat(client.send("GET", "/v1/archive/trim", "").httpStatus()).isEqualTo(404);
      assertThat(pieces()).containsAll(all);
    }
    try (TestNode without = TestNode.open(folder.resolve("without"), Map.of());
        BackupClient client = new BackupClient(without.adminPort())) {
      Answer disabled = trim(client, OTHER.toString(), 5);
      assertThat(disabled.httpStatus()).isEqualTo(409);
      assertThat(disabled.json().path("error").path("code").asText()).isEqualTo("archive-disabled");
    }
  }
}
