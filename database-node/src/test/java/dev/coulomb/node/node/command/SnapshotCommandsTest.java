package dev.coulomb.node.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.host.SystemClock;
import dev.coulomb.node.node.TestNode;
import dev.coulomb.node.node.backup.BackupClient;
import dev.coulomb.node.s3.S3Twin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

class SnapshotCommandsTest {
  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE kinds (id bigint PRIMARY KEY, name text NOT NULL)",
          "CREATE TABLE items (id bigint GENERATED ALWAYS AS IDENTITY, kind bigint REFERENCES kinds (id),"
              + " note text, price numeric(12,2) CHECK (price > 0), at timestamptz, raw bytea,"
              + " PRIMARY KEY (id)) PARTITION BY HASH (id)",
          "CREATE INDEX items_note ON items (lower(note))",
          "CREATE TABLE lines (what text, many double precision)",
          "CREATE MATERIALIZED VIEW sums AS SELECT kind, sum(price) AS total FROM items GROUP BY kind",
          "CREATE VIEW dear AS SELECT id FROM items WHERE price > 100");

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path place;
  private S3Twin twin;

  @BeforeEach
  void back() throws Exception {
    place = folder.resolve("volume/one");
    Files.createDirectories(place.getParent());
    twin = new S3Twin();
    try (TestNode node = node("first")) {
      execute(node, SCHEMA);
      execute(
          node,
          List.of(
              "INSERT INTO kinds VALUES (1, 'one'), (2, 'two')",
              "INSERT INTO items (kind, note, price, at, raw) SELECT i % 2 + 1, repeat('note ', 20),"
                  + " i, timestamptz '2026-11-28 12:00Z' + i * interval '1 hour', '\\x00ff'"
                  + " FROM generate_series(1, 2000) g(i)",
              "INSERT INTO items (note) VALUES ('a \"quoted\", note'), (''), (NULL), (E'two\\nlines')",
              "INSERT INTO lines VALUES (NULL, 'NaN'), ('\\.', 1e300)"));
      backUp(node, "b-1");
    }
  }

  private TestNode node(String name) throws IOException, InterruptedException {
    return TestNode.open(
        folder.resolve(name), Map.of("backup.directory", folder.resolve("volume").toString()));
  }

  private void backUp(TestNode node, String id) throws Exception {
    try (BackupClient client = new BackupClient(node.adminPort())) {
      assertThat(client.end(id, BackupClient.directory(place)).state()).isEqualTo("Completed");
      assertThat(client.end(id, BackupClient.bucket(twin, "one")).state()).isEqualTo("Completed");
    }
  }

  @AfterEach
  void close() {
    twin.close();
  }

  @Test
  void aSnapshotThatIsWholeIsSaidToBe() throws IOException {
    List<String> before = files(place);
    assertThat(run("verify", place.toString())).isZero();
    assertThat(out())
        .contains("backup                   b-1\n")
        .contains("table items              2004 rows, sum ")
        .contains("view sums ")
        .containsPattern("the snapshot is whole: \\d+ rows in \\d+ bytes, read in [0-9.]+ s\n$");
    assertThat(err()).isEmpty();
    assertThat(files(place)).isEqualTo(before);
    assertThat(run(s3("verify"))).isZero();
  }

  @Test
  void damageIsToldWithItsPlace() throws IOException {
    Path file = place.resolve("partition-00003.rows");
    byte[] bytes = Files.readAllBytes(file);
    byte[] flipped = bytes.clone();
    flipped[bytes.length / 2] ^= 1;
    Files.write(file, flipped);
    damaged("partition-00003.rows, offset ", "the checksum of a block is wrong");
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    damaged("partition-00003.rows, offset " + (bytes.length - 1), "has another size");
    Files.delete(file);
    damaged("partition-00003.rows, offset 0", "is missing");
    Files.write(file, bytes);
    assertThat(run("verify", place.toString())).isZero();
    Path manifest = place.resolve("manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("\"format\" : 1", "\"format\" : 99"));
    damaged("manifest.json was written by a newer version", "its format is 99");
    Files.writeString(manifest, text.replace("\"rows\" : 2", "\"rows\" : 3"));
    damaged("manifest.json, offset ", "the checksum of the manifest is wrong");
    Files.delete(manifest);
    damaged("is incomplete", "it has no manifest");
  }

  private void damaged(String where, String what) {
    for (String command : List.of("verify", "export")) {
      String[] arguments =
          command.equals("verify")
              ? new String[] {"verify", place.toString()}
              : new String[] {"export", place.toString(), "--to", folder.resolve("csv").toString()};
      assertThat(run(arguments)).as("%s %s", command, what).isEqualTo(4);
      assertThat(err()).startsWith("coulomb-node " + command + ": ").contains(where).contains(what);
    }
    Path csv = folder.resolve("csv");
    assertThat(Files.exists(csv) ? csv.toFile().list() : new String[0]).isEmpty();
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThat(run("verify", folder.toString())).isEqualTo(4);
    assertThat(err()).contains("there is no snapshot at " + folder);
    assertThat(run("verify", folder.resolve("nowhere").toString())).isEqualTo(1);
    assertThat(run(s3("verify", "s3://nowhere/one"))).isEqualTo(1);
    assertThat(err()).contains("there is no bucket nowhere");
    assertThat(run("export", place.toString(), "--to", place.toString())).isEqualTo(1);
    assertThat(err()).contains("the directory is not empty");
    assertThat(
            run(
                "export",
                place.toString(),
                "--to",
                folder.resolve("csv").toString(),
                "--table",
                "none"))
        .isEqualTo(1);
    assertThat(err()).contains("the snapshot has no table none");
  }

  @Test
  void wrongOptionsAreSaid() {
    assertThat(run("verify")).isEqualTo(2);
    assertThat(run("export", place.toString())).isEqualTo(2);
    assertThat(err()).contains("--to");
    assertThat(run("verify", "s3://")).isEqualTo(2);
    assertThat(run("verify", place.toString(), "--warp")).isEqualTo(2);
    assertThat(err()).contains("--help says what there is");
    assertThat(run("delete-snapshot", "--help")).isZero();
    assertThat(out()).contains("AWS_ACCESS_KEY_ID").contains("--s3-endpoint=URL");
    int code =
        new SnapshotCommands(print(out), print(err), Map.of(), new SystemClock())
            .run("verify", "s3://backups/one");
    assertThat(code).isEqualTo(2);
    assertThat(err()).contains("there is no AWS_ACCESS_KEY_ID");
  }

  @Test
  void anExportMakesTheSameTablesElsewhere() throws Exception {
    Path csv = folder.resolve("csv");
    assertThat(run("export", place.toString(), "--to", csv.toString())).isZero();
    assertThat(files(csv)).containsExactly("items.csv", "kinds.csv", "lines.csv", "schema.sql");
    try (TestNode second = node("second")) {
      execute(second, List.of(Files.readString(csv.resolve("schema.sql"))));
      for (String table : List.of("kinds", "items", "lines")) {
        load(second, table, csv.resolve(table + ".csv"));
      }
      execute(second, List.of("INSERT INTO items (note) VALUES ('goes on behind 2004')"));
      assertThat(run("delete-snapshot", place.toString())).isZero();
      twin.objects().keySet().forEach(key -> assertThat(key).startsWith("one/"));
      assertThat(run(s3("delete-snapshot"))).isZero();
      assertThat(twin.objects()).isEmpty();
      backUp(second, "b-2");
    }
    Path again = folder.resolve("again");
    assertThat(run(s3("export", "--to", again.toString()))).isZero();
    for (String table : List.of("kinds", "lines")) {
      assertThat(sorted(again.resolve(table + ".csv")))
          .isEqualTo(sorted(csv.resolve(table + ".csv")));
    }
    assertThat(sorted(again.resolve("items.csv")))
        .containsAll(sorted(csv.resolve("items.csv")))
        .contains("2005,,goes on behind 2004,,,");
  }

  @Test
  void oneTableCanBeExported() throws Exception {
    Path csv = folder.resolve("csv");
    assertThat(run("export", place.toString(), "--to", csv.toString(), "--table", "lines"))
        .isZero();
    assertThat(files(csv)).containsExactly("lines.csv", "schema.sql");
    assertThat(sorted(csv.resolve("lines.csv"))).containsExactly(",NaN", "\\.,1e+300", "what,many");
  }

  @Test
  void deletingIsDoneOnceAndForAll() throws IOException {
    Files.createFile(place.resolve("notes.txt"));
    Files.delete(place.resolve("manifest.json"));
    assertThat(run("delete-snapshot", place.toString())).isZero();
    assertThat(files(place)).containsExactly("notes.txt");
    assertThat(out()).contains("the directory has other files, and stays");
    Files.delete(place.resolve("notes.txt"));
    assertThat(run("delete-snapshot", place.toString())).isZero();
    assertThat(place).doesNotExist();
    assertThat(run("delete-snapshot", place.toString())).isZero();
    assertThat(out()).contains("there is no snapshot at");
    assertThat(place).doesNotExist();
    assertThat(run(s3("delete-snapshot"))).isZero();
    assertThat(run(s3("delete-snapshot"))).isZero();
    assertThat(out()).contains("there is no snapshot at s3://backups/one");
    twin.fail("GET list-type", 403, "AccessDenied", 100);
    assertThat(run(s3("delete-snapshot"))).isEqualTo(1);
    assertThat(err().lines()).hasSize(1).first().asString().contains("AccessDenied, HTTP 403");
  }

  private String[] s3(String command, String... more) {
    String where = more.length > 0 && more[0].startsWith("s3:") ? more[0] : "s3://backups/one";
    return Stream.of(
            Stream.of(command, where),
            Stream.of(more).filter(option -> !option.startsWith("s3:")),
            Stream.of("--s3-endpoint", twin.address().toString(), "--s3-path-style"))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }

  /** Runs a command; what it says is what {@link #out} and {@link #err} give. */
  private int run(String... arguments) {
    out.reset();
    err.reset();
    Map<String, String> keys =
        Map.of("AWS_ACCESS_KEY_ID", S3Twin.KEY, "AWS_SECRET_ACCESS_KEY", S3Twin.SECRET);
    return new SnapshotCommands(print(out), print(err), keys, new SystemClock()).run(arguments);
  }

  private static PrintStream print(ByteArrayOutputStream into) {
    return new PrintStream(into, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static void execute(TestNode node, List<String> statements) throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static void load(TestNode node, String table, Path csv) throws Exception {
    try (Connection connection = node.connect();
        var lines = Files.newBufferedReader(csv)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY " + table + " FROM STDIN (FORMAT csv, HEADER)", lines);
    }
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return found.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> sorted(Path file) throws IOException {
    return Files.readAllLines(file).stream().sorted().toList();
  }
}
