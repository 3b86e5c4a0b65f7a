package dev.coulomb.e2e.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coulomb.e2e.load.Content;
import dev.coulomb.e2e.programs.Command;
import dev.coulomb.e2e.programs.NodeProcess;
import dev.coulomb.e2e.programs.Project;
import dev.coulomb.e2e.programs.S3Process;
import dev.coulomb.e2e.programs.SelfSigned;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Backups and restores that cannot work end with the reason; what is there is not touched. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupTroubleIT {
  private static final String BUCKET = "backups";
  private static final int ROWS = 5_000;

  private S3Process s3;
  private Path directory;
  private NodeProcess node;
  private Place.Bucket good;

  @BeforeAll
  void start() throws IOException, SQLException {
    s3 = S3Process.start("trouble");
    s3.bucket(BUCKET);
    Path folder = Files.createDirectories(Project.TARGET.resolve("backups"));
    directory = Files.createTempDirectory(folder, "trouble");
    node =
        NodeProcess.start(
            "trouble",
            "--trust-loopback",
            "--data-memory",
            "256MiB",
            "--partitions",
            "4",
            "--backup-directory",
            directory.toString());
    execute(
        "CREATE TABLE kept (id integer PRIMARY KEY, word text) PARTITION BY HASH (id)",
        "INSERT INTO kept SELECT n, 'word ' || n FROM generate_series(1, " + ROWS + ") AS s(n)");
    good = place("good");
    admin().complete("good", good);
  }

  @AfterAll
  void stop() {
    if (node != null) {
      node.close();
    }
    if (s3 != null) {
      s3.close();
    }
  }

  @Test
  void aBucketThatIsNotThere() {
    Place.Bucket elsewhere = Place.Bucket.of(s3, "nobodys", "x");
    assertFails("nowhere", elsewhere, "BucketNotFound", "nobodys");
  }

  @Test
  void keysThatAreWrong() throws IOException {
    String secret = "aSecretThatIsWrong";
    assertFails("wrong-secret", good.keys(good.accessKeyId(), secret), "BadCredentials", BUCKET);
    assertFails("wrong-key", good.keys("nobody", secret), "BadCredentials", BUCKET);
    assertThat(node.log() + admin().answer(200, "GET", "/v1/backups/wrong-key", ""))
        .doesNotContain(secret)
        .doesNotContain(S3Process.SECRET_ACCESS_KEY);
  }

  @Test
  void anEndpointThatDoesNotAnswer() {
    Place.Bucket gone;
    try (S3Process other = S3Process.start("gone")) {
      gone = Place.Bucket.of(other, BUCKET, "x");
    }
    assertFails("gone", gone, "Unreachable", BUCKET);
  }

  @Test
  void aCertificateThatNobodyVouchesFor() {
    SelfSigned identity = SelfSigned.of("ip:127.0.0.1");
    try (S3Process other = S3Process.start("tls", identity)) {
      other.bucket(BUCKET);
      Place.Bucket place = Place.Bucket.of(other, BUCKET, "x");
      assertFails("untrusted", place, "CertificateNotTrusted", "certificate");
      JsonNode snapshot = admin().complete("trusted", place.trusting(identity.certificate()));
      assertThat(snapshot.path("rows").asLong()).isGreaterThanOrEqualTo(ROWS);
    }
  }

  @Test
  void aPlaceThatIsTaken() {
    assertFails("another", good, "Occupied", "another");
    assertThat(verify(good).status()).as("the snapshot is not touched").isZero();
  }

  @Test
  void aDirectoryOutsideOfThoseForBackups() {
    begin(
        "outside", new Place.Directory(directory.resolveSibling("elsewhere")), 400, "destination");
  }

  @Test
  void whatIsDamagedOrMissingIsNotRestoredAndChangesNothing() throws Exception {
    Place damaged = copy("damaged");
    flip(largest("damaged"));
    Place incomplete = copy("incomplete");
    String gone = name(largest("incomplete"));
    Files.delete(largest("incomplete"));
    Place.Bucket unfinished = copy("unfinished");
    Files.delete(s3.bucket(BUCKET).resolve(unfinished.prefix()).resolve("manifest.json"));
    assertThat(verify(damaged))
        .satisfies(said -> {
          assertThat(said.status()).isNotZero();
          assertThat(said.err() + said.out()).contains(name(largest("damaged")));
        });
    assertThat(verify(incomplete).status()).isNotZero();
    try (RestoredNode restored = new RestoredNode("restore", 7, directory)) {
      assertFails(restored, damaged, "SnapshotDamaged", name(largest("damaged")));
      assertFails(restored, incomplete, "SnapshotDamaged", gone);
      assertFails(restored, unfinished, "SnapshotIncomplete", unfinished.prefix());
      assertFails(
          restored,
          place("nothing"),
          "SnapshotNotFound",
          "there is no snapshot at s3://backups/trouble/nothing at http://127.0.0.1:");
      assertFails(restored, Place.Bucket.of(s3, "nobodys", "x"), "BucketNotFound", "nobodys");
      assertFails(restored, good.keys("coulomb", "wrong"), "BadCredentials", BUCKET);
      restored.run(Restoration.of("restore", good));
      assertThat(Content.of(restored.node()::connect).rows().get("kept")).hasSize(ROWS);
    }
  }

  @Test
  void aDatabaseWithTablesIsNotWrittenOver() {
    JsonNode error = admin().failRestore(Restoration.of("over", good));
    assertThat(error.path("reason").asText()).as("%s", error).isEqualTo("ClusterNotEmpty");
  }

  private NodeAdmin admin() {
    return new NodeAdmin(node);
  }

  private Place.Bucket place(String name) {
    return Place.Bucket.of(s3, BUCKET, "trouble/" + name);
  }

  private void assertFails(String id, Place place, String reason, String named) {
    assertError(admin().failBackup(id, place), reason, named);
  }

  private static void assertFails(RestoredNode restored, Place place, String reason, String named) {
    assertError(restored.admin().failRestore(Restoration.of("restore", place)), reason, named);
  }

  private static void assertError(JsonNode error, String reason, String named) {
    assertThat(error.path("reason").asText()).as("%s", error).isEqualTo(reason);
    assertThat(error.path("message").asText()).contains(named);
  }

  private void begin(String id, Place place, int status, String code) {
    String request =
        Place.JSON.createObjectNode().put("id", id).set("destination", place.json()).toString();
    JsonNode answer = admin().answer(status, "POST", "/v1/backups", request);
    assertThat(answer.path("error").path("code").asText()).isEqualTo(code);
  }

  /** The same snapshot once more, as files. */
  private Place.Bucket copy(String name) throws IOException {
    copy(good.prefix(), place(name).prefix());
    return place(name);
  }

  private void copy(String from, String to) throws IOException {
    Path source = s3.bucket(BUCKET).resolve(from);
    Path target = s3.bucket(BUCKET).resolve(to);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            target.resolve(source.relativize(file).toString()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private Path largest(String name) throws IOException {
    try (Stream<Path> files = Files.walk(s3.bucket(BUCKET).resolve(place(name).prefix()))) {
      return files
          .filter(Files::isRegularFile)
          .max(Comparator.comparing(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** One bit in the middle. */
  private static void flip(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long at = bytes.length() / 2;
      bytes.seek(at);
      int value = bytes.read();
      bytes.seek(at);
      bytes.write(value ^ 1);
    }
  }

  private static Command.Said verify(Place place) {
    return NodeProcess.program("verify").and(place.words()).with(place.environment()).run();
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
