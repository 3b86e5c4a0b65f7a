package dev.coulomb.e2e.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coulomb.e2e.load.Content;
import dev.coulomb.e2e.programs.Await;
import dev.coulomb.e2e.programs.Command;
import dev.coulomb.e2e.programs.NodeProcess;
import dev.coulomb.e2e.programs.Project;
import dev.coulomb.e2e.programs.Psql;
import dev.coulomb.e2e.programs.S3Process;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Snapshots of a node that works, restored into nodes with other partitions. {@code -Dseed} chooses
 * what the clients do.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupIT {
  private static final String BUCKET = "backups";
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int STEPS = 300;

  private S3Process s3;
  private Path directory;
  private Origin origin;

  @BeforeAll
  void start() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("BackupIT: -Dseed=" + seed);
    s3 = S3Process.start("backup");
    s3.bucket(BUCKET);
    Path folder = Files.createDirectories(Project.TARGET.resolve("backups"));
    directory = Files.createTempDirectory(folder, "directory");
    origin =
        new Origin(
            "origin",
            List.of(
                "--trust-loopback",
                "--data-memory",
                "512MiB",
                "--partitions",
                "8",
                "--backup-directory",
                directory.toString(),
                "--backup-rate",
                "4MiB"),
            Origin.works(seed));
    origin.fill();
  }

  @AfterAll
  void stop() {
    if (origin != null) {
      origin.close();
    }
    if (s3 != null) {
      s3.close();
    }
  }

  @Test
  void aBackupUnderLoadOutlivesItsNodeAndIsRestoredIntoOtherPartitions() throws Exception {
    Place place = inBucket("under-load");
    origin.load().begin(origin.node()::connect);
    awaitWork();
    origin.admin().begin("under-load", place);
    JsonNode status =
        origin.admin().awaitBackup("under-load", one -> one.path("rowsDone").asLong() > 0);
    assertThat(status.path("state").asText()).as("%s", status).isEqualTo("Running");
    origin.dieAndComeBack();
    origin.load().stop();
    origin.load().check(origin.node()::connect);

    origin.load().begin(origin.node()::connect);
    List<Long> before = origin.acknowledged();
    JsonNode snapshot = origin.admin().complete("under-load", place);
    List<Long> after = origin.acknowledged();
    awaitWork();
    origin.load().stop();

    try (RestoredNode restored =
        RestoredNode.of(Restoration.of("from-under-load", place), 3, directory)) {
      assertBetween(before, origin.found(restored.node()), after);
      assertThat(restored.admin().restoration().path("rows"))
          .as("without those of materialized views")
          .isEqualTo(snapshot.path("rows"));
      assertThat(restored.admin().checksums("now").path("tables"))
          .isEqualTo(snapshot.path("tables"));
    }
    assertThat(verify(place).status()).isZero();
  }

  @Test
  void everyRowComesBackFromADirectory() throws Exception {
    Place place = new Place.Directory(directory.resolve("quiet"));
    JsonNode snapshot = origin.admin().complete("quiet", place);
    Content saved = Content.of(origin.node()::connect);
    try (RestoredNode restored =
        RestoredNode.of(Restoration.of("from-quiet", place), 13, directory)) {
      Content.of(restored.node()::connect).assertSameAs(saved);
      assertThat(snapshot.path("rows").asLong())
          .isEqualTo(saved.rows().values().stream().mapToLong(List::size).sum());
      assertTakenBack(restored, place, saved);
    }
    assertThat(verify(place).status()).isZero();
    assertExported(place, saved);
  }

  /** A restore in place of other rows, which come back when it is taken back. */
  private static void assertTakenBack(RestoredNode restored, Place place, Content saved)
      throws Exception {
    try (Connection connection = restored.node().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM goods WHERE id > 10");
      statement.execute("DROP TABLE loose");
    }
    Content changed = Content.of(restored.node()::connect);
    restored.run(Restoration.of("in-place", place).overWhatIsThere());
    Content.of(restored.node()::connect).assertSameAs(saved);
    restored.admin().takeBack();
    restored.startAgain();
    Content.of(restored.node()::connect).assertSameAs(changed);
  }

  /** What is exported fills an empty database, by psql. */
  private void assertExported(Place place, Content saved) throws Exception {
    Path folder = directory.resolve("exported");
    NodeProcess.program("export")
        .and(place.words())
        .and("--to", folder.toString())
        .with(place.environment())
        .output();
    try (NodeProcess other =
        NodeProcess.start("exported", "--trust-loopback", "--data-memory", "512MiB")) {
      Psql psql = Psql.to("127.0.0.1", other.sqlPort()).in(folder);
      psql.file(folder.resolve("schema.sql"));
      for (String table : saved.rows().keySet()) {
        if (Files.exists(folder.resolve(table + ".csv"))) {
          psql.ask("\\copy %1$s FROM '%1$s.csv' (FORMAT csv, HEADER)".formatted(table));
        }
      }
      Content.of(other::connect).assertSameAs(saved);
    }
  }

  private Place.Bucket inBucket(String name) {
    return Place.Bucket.of(s3, BUCKET, "team/origin/" + name);
  }

  private void awaitWork() {
    long before = origin.load().acknowledged();
    Await.until(
        "some work is done, or a client failed",
        LIMIT,
        () -> origin.load().acknowledged() - before >= STEPS || origin.load().ended());
  }

  private static Command.Said verify(Place place) {
    return NodeProcess.program("verify").and(place.words()).with(place.environment()).run();
  }

  private static void assertBetween(List<Long> before, List<Long> found, List<Long> after) {
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).as("work %d", i).isBetween(before.get(i), after.get(i) + 1);
    }
  }
}
