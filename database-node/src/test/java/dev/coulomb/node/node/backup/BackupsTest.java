package dev.coulomb.node.node.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.durability.files.DiskStore;
import dev.coulomb.node.durability.files.SnapshotReader;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.host.LocalDisk;
import dev.coulomb.node.node.TestNode;
import dev.coulomb.node.node.backup.BackupClient.Answer;
import dev.coulomb.node.s3.S3Twin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest {
  @TempDir private Path folder;
  private Path volume;
  private TestNode node;
  private BackupClient client;
  private S3Twin twin;

  @BeforeEach
  void start() throws Exception {
    volume = Files.createDirectory(folder.resolve("volume"));
    twin = new S3Twin();
    open();
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE items (id bigint PRIMARY KEY, note text) PARTITION BY HASH (id)");
      statement.execute("CREATE TABLE kinds (id bigint PRIMARY KEY, name text)");
      statement.execute(
          "CREATE MATERIALIZED VIEW notes AS SELECT note, count(*) AS n FROM items GROUP BY note");
      statement.execute(
          "INSERT INTO items SELECT i, repeat('x', 200) FROM generate_series(1, 5000) g(i)");
      statement.execute("INSERT INTO kinds VALUES (1, 'one'), (2, 'two')");
    }
  }

  private void open() throws Exception {
    node = TestNode.open(folder.resolve("data"), Map.of("backup.directory", volume.toString()));
    client = new BackupClient(node.adminPort());
  }

  private void shut() throws Exception {
    client.close();
    node.close();
  }

  @AfterEach
  void stop() throws Exception {
    shut();
    twin.close();
  }

  @Test
  void aBackupInADirectoryIsCompleteAndWhole() throws Exception {
    Path place = volume.resolve("demo/one");
    Answer done = client.end("b-1", BackupClient.directory(place));
    assertThat(done.state()).as("%s", done).isEqualTo("Completed");
    assertThat(done.json().path("phase").asText()).isEqualTo("Finishing");
    assertThat(done.json().path("snapshot").path("rows").asLong()).isEqualTo(5_002);
    assertThat(done.json().path("snapshot").path("tables").findValuesAsText("name"))
        .containsExactly("items", "kinds");
    assertThat(done.json().path("bytesWritten").asLong())
        .isEqualTo(done.json().path("snapshot").path("bytes").asLong());
    SnapshotReader reader = SnapshotReader.open(new DiskStore(LocalDisk.readOnly(place)));
    reader.verify(Runnable::run, 1, new Transfer());
    assertThat(reader.manifest().id()).isEqualTo("b-1");
    assertThat(Files.exists(place.resolve("probe"))).isFalse();
  }

  @Test
  void aBackupInAStoreIsKnownAgainAfterARestart() throws Exception {
    ObjectNode place = BackupClient.bucket(twin, "team/demo/one");
    Answer done = client.end("b-1", place);
    assertThat(done.state()).as("%s", done).isEqualTo("Completed");
    assertThat(twin.objects()).containsKey("team/demo/one/manifest.json");
    assertThat(client.begin("b-1", place).httpStatus()).isEqualTo(200);
    shut();
    open();
    assertThat(client.find("b-1").httpStatus()).isEqualTo(404);
    Answer again = client.end("b-1", place);
    assertThat(again.json().path("snapshot")).isEqualTo(done.json().path("snapshot"));
  }

  @Test
  void aPlaceWithAnotherSnapshotIsLeftAlone() throws Exception {
    ObjectNode place = BackupClient.bucket(twin, "one");
    client.end("b-1", place);
    Map<String, byte[]> before = twin.objects();
    Answer refused = client.end("b-2", place);
    assertThat(refused.state()).isEqualTo("Failed");
    assertThat(refused.reason()).isEqualTo("Occupied");
    assertThat(refused.message())
        .contains("another snapshot lies at s3://backups/one")
        .endsWith("of b-1");
    assertThat(twin.objects()).containsOnlyKeys(before.keySet());
  }

  @Test
  void whatAnUnfinishedBackupLeftIsReplaced() throws Exception {
    twin.put("one/partition-00099.rows", new byte[100]);
    twin.put("one/notes.txt", new byte[100]);
    assertThat(client.end("b-1", BackupClient.bucket(twin, "one")).state()).isEqualTo("Completed");
    assertThat(twin.objects())
        .containsKey("one/notes.txt")
        .doesNotContainKey("one/partition-00099.rows");
  }

  @Test
  void aStoreThatRefusesIsTold() throws Exception {
    twin.fail("PUT object", 403, "AccessDenied", 1_000);
    Answer refused = client.end("b-1", BackupClient.bucket(twin, "one"));
    assertThat(refused.state()).isEqualTo("Failed");
    assertThat(refused.reason()).isEqualTo("AccessDenied");
    assertThat(refused.message()).contains("refused to write probe").doesNotContain(S3Twin.SECRET);
    twin.recover();
    assertThat(client.end("b-1", BackupClient.bucket(twin, "one")).state()).isEqualTo("Completed");
  }

  @Test
  void aDirectoryElsewhereIsRefused() throws Exception {
    for (String elsewhere :
        List.of(folder + "/data", volume.toString(), volume + "/../data", "one", "/\0")) {
      Answer refused = client.begin("b-1", BackupClient.directory(elsewhere));
      assertThat(refused.httpStatus()).as("%s", elsewhere).isEqualTo(400);
      assertThat(refused.json().path("error").path("field").asText())
          .isEqualTo("destination.directory.path");
    }
  }

  @Test
  void aVolumeThatIsNotThereOrCannotBeWrittenIsTold() throws Exception {
    Path file = Files.createFile(volume.resolve("file"));
    Answer blocked = client.end("b-1", BackupClient.directory(file.resolve("one")));
    assertThat(blocked.reason()).as("%s", blocked).isEqualTo("NotWritable");
    Files.delete(file);
    Files.delete(volume);
    Answer gone = client.end("b-1", BackupClient.directory(volume.resolve("one")));
    assertThat(gone.reason()).as("%s", gone).isEqualTo("NotWritable");
    assertThat(volume).doesNotExist();
    Files.createDirectory(volume);
  }

  @Test
  void oneAtATimeAndItCanBeCancelled() throws Exception {
    slow();
    ObjectNode place = BackupClient.bucket(twin, "one");
    assertThat(client.begin("b-1", place).httpStatus()).isEqualTo(202);
    Answer writing = client.await("b-1", now -> now.json().path("rowsDone").asLong() > 0);
    assertThat(writing.json().path("phase").asText()).isEqualTo("Writing");
    assertThat(writing.json().path("rowsTotal").asLong())
        .as("the view has a row in each of eight partitions, which is written too")
        .isEqualTo(5_010);
    assertThat(client.begin("b-1", place).httpStatus()).isEqualTo(202);
    Answer other = client.begin("b-2", BackupClient.bucket(twin, "two"));
    assertThat(other.httpStatus()).isEqualTo(409);
    assertThat(other.json().path("error").path("code").asText()).isEqualTo("backup-running");
    client.cancel("b-1");
    Answer ended = client.await("b-1", now -> !now.state().equals("Running"));
    assertThat(ended.state()).isEqualTo("Cancelled");
    assertThat(ended.json().has("error")).isFalse();
    assertThat(twin.objects()).isEmpty();
  }

  @Test
  void aBackupGivesWayToWhoeverChangesTooMuch() throws Exception {
    slow();
    client.send("PUT", "/v1/settings", "{\"memory.views\":\"1MiB\"}");
    client.begin("b-1", BackupClient.directory(volume.resolve("one")));
    client.await("b-1", now -> now.json().path("phase").asText().equals("Writing"));
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      while (client.find("b-1").state().equals("Running")) {
        statement.execute("UPDATE items SET note = note || 'y'");
      }
    }
    Answer ended = client.find("b-1");
    assertThat(ended.reason()).as("%s", ended).isEqualTo("NoSpace");
    assertThat(ended.message()).contains("more than memory.views");
    assertThat(volume.resolve("one")).isEmptyDirectory();
  }

  @Test
  void aStopGivesABackupUp() throws Exception {
    slow();
    client.begin("b-1", BackupClient.bucket(twin, "one"));
    client.await("b-1", now -> now.json().path("rowsDone").asLong() > 0);
    shut();
    assertThat(twin.objects()).isEmpty();
    open();
    assertThat(client.end("b-1", BackupClient.bucket(twin, "one")).state()).isEqualTo("Completed");
  }

  @Test
  void aCheckpointIsWrittenOnRequest() throws Exception {
    assertThat(client.send("POST", "/v1/checkpoint", "").httpStatus()).isEqualTo(202);
    long lsn = 0;
    while (lsn == 0) {
      lsn = client.send("GET", "/v1/status", "").json().path("checkpoint").path("lsn").asLong();
      Thread.onSpinWait();
    }
    assertThat(lsn).isPositive();
  }

  /** So few bytes in a second that the backup of the test does not end by itself. */
  private void slow() throws IOException, InterruptedException, SQLException {
    assertThat(client.send("PUT", "/v1/settings", "{\"backup.rate\":\"1000\"}").httpStatus())
        .isEqualTo(200);
  }
}
