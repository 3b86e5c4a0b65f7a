package dev.coulomb.operator.nodeadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backups in the contract with the node: the node's tests check the same files. */
class NodeBackupsTest {

  private static final Path GOLDEN = Path.of("src/test/resources/backup");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "6f1c2d7e-3b0a-4c58-9a43-0d2f6f7f1a11";

  private static final NodeDestination BUCKET =
      NodeDestination.of(
          new NodeDestination.S3(
              "https://objects.example:9000",
              "us-east-1",
              "backups",
              "team/prod/demo/nightly-20261128",
              true,
              "coulomb",
              "not-a-secret",
              null,
              "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"));

  private static final NodeDestination DIRECTORY =
      NodeDestination.of(new NodeDestination.Directory("/backup/demo/nightly-20261128"));

  private final HttpNodeAdmin admin = new HttpNodeAdmin(Duration.ofMillis(500));
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String body = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    admin.close();
  }

  @Test
  void aBackupIsBegunAsTheNodeWantsIt() throws IOException {
    status = 202;
    body = golden("running.json");
    admin.beginBackup(address(), ID, BUCKET);
    admin.beginBackup(address(), ID, DIRECTORY);
    admin.archive(address(), DIRECTORY);
    assertThat(heard).containsExactly("POST /v1/backups", "POST /v1/backups", "PUT /v1/archive");
    ObjectNode wanted = (ObjectNode) JSON.readTree(golden("request-s3.json"));
    // Null and absent are the same to the node.
    ((ObjectNode) wanted.at("/destination/s3")).remove("sessionToken");
    assertThat(read(bodies.get(0))).isEqualTo(wanted);
    assertThat(read(bodies.get(1))).isEqualTo(JSON.readTree(golden("request-directory.json")));
    assertThat(read(bodies.get(2)).path("destination"))
        .isEqualTo(JSON.readTree(golden("request-directory.json")).path("destination"));
  }

  @Test
  void aBackupThatRunsIsRead() throws IOException {
    body = golden("running.json");
    assertThat(admin.backup(address(), ID))
        .isEqualTo(
            new Reply.Said<>(
                new BackupReport(
                    ID,
                    BackupReport.State.Running,
                    "Writing",
                    120_000,
                    336_776,
                    6_291_456,
                    1_795_860_000_000_000L,
                    0,
                    null,
                    null)));
    assertThat(heard).containsExactly("GET /v1/backups/" + ID);
  }

  @Test
  void aCompleteSnapshotIsRead() throws IOException {
    body = golden("completed.json");
    BackupReport.Snapshot snapshot = said(admin.backup(address(), ID)).snapshot();
    assertThat(snapshot)
        .isEqualTo(
            new BackupReport.Snapshot(
                41_943_040,
                1_795_860_000_250_000L,
                "0b9a3a52-6f0c-4f0e-8f57-0f5cbb1e7a22",
                32,
                336_776,
                17_825_792,
                "0.1.0",
                List.of(
                    new TableSum("airlines", 16, "5d3c4a1f00b2e69788aa10c45e21f003"),
                    new TableSum("flights", 336_760, "00b2e6975d3c4a1f5e21f00388aa10c4"))));
  }

  @Test
  void aFailureKeepsTheNodesReasonAndSentence() throws IOException {
    body = golden("failed.json");
    assertThat(said(admin.cancelBackup(address(), ID)).error())
        .isEqualTo(
            new Failure(
                "BucketNotFound", "there is no bucket backups at https://objects.example:9000"));
    assertThat(heard).containsExactly("DELETE /v1/backups/" + ID);
  }

  @Test
  void whatANewerNodeSaysIsReadAsFarAsItIsUnderstood() {
    body = "{\"id\":\"x\",\"state\":\"Sleeping\",\"dreams\":1}";
    assertThat(said(admin.backup(address(), ID)).state()).isEqualTo(BackupReport.State.Unknown);
  }

  @Test
  void refusalsAndSilenceAreToldApart() {
    status = 404;
    body = "{\"error\":{\"code\":\"unknown-backup\",\"message\":\"no such backup\"}}";
    assertThat(admin.backup(address(), ID))
        .isEqualTo(new Reply.Refused<>("unknown-backup", "no such backup"));
    status = 409;
    body = "{\"error\":{\"code\":\"backup-running\",\"message\":\"one at a time\"}}";
    assertThat(admin.beginBackup(address(), ID, DIRECTORY))
        .isEqualTo(new Reply.Refused<>("backup-running", "one at a time"));
    status = 503;
    assertThat(admin.backup(address(), ID)).isEqualTo(new Reply.Silent<>("HTTP status 503"));
    status = 200;
    body = "<html>";
    assertThat(admin.backup(address(), ID)).isInstanceOf(Reply.Silent.class);
  }

  @Test
  void oldPiecesOfAnArchiveGoAsTheNodeWantsIt() throws IOException {
    String history = "0b9a3a52-6f0c-4f0e-8f57-0f5cbb1e7a22";
    status = 202;
    body = golden("trim-running.json");
    assertThat(admin.trimArchive(address(), history, 41_943_040))
        .isEqualTo(
            new Reply.Said<>(
                new TrimReport(
                    TrimReport.State.Running, history, 41_943_040, 17, 1_048_576, null)));
    assertThat(heard).containsExactly("POST /v1/archive/trim");
    assertThat(read(bodies.getFirst())).isEqualTo(JSON.readTree(golden("request-trim.json")));
    status = 200;
    body = golden("trim-completed.json");
    assertThat(admin.trimArchive(address(), history, 41_943_040))
        .isEqualTo(
            new Reply.Said<>(
                new TrimReport(
                    TrimReport.State.Completed, history, 41_943_040, 2_880, 188_743_680, null)));
    body = golden("trim-failed.json");
    assertThat(admin.trimArchive(address(), history, 41_943_040))
        .isEqualTo(
            new Reply.Said<>(
                new TrimReport(
                    TrimReport.State.Failed,
                    history,
                    41_943_040,
                    17,
                    1_048_576,
                    new Failure(
                        "AccessDenied",
                        "the keys may not delete pieces in bucket backups at https://objects.example:9000"))));
    status = 400;
    body =
        "{\"error\":{\"code\":\"before\",\"message\":\"not archived up to there\",\"field\":\"before.position\"}}";
    assertThat(admin.trimArchive(address(), history, 41_943_040))
        .isEqualTo(new Reply.Refused<>("before", "not archived up to there"));
  }

  @Test
  void keysAreInNoText() {
    assertThat(BUCKET.toString()).doesNotContain("not-a-secret", "MIIB");
  }

  @Test
  void theDigestOfTablesKnowsNoOrder() {
    TableSum one = new TableSum("a", 1, "x");
    TableSum two = new TableSum("b", 2, "y");
    assertThat(TableSum.digest(List.of(one, two)))
        .isEqualTo(TableSum.digest(List.of(two, one)))
        .isNotEqualTo(TableSum.digest(List.of(one, new TableSum("b", 2, "z"))))
        .hasSize(32);
  }

  private static BackupReport said(Reply<BackupReport> reply) {
    return ((Reply.Said<BackupReport>) reply).word();
  }

  private static String golden(String name) throws IOException {
    return Files.readString(GOLDEN.resolve(name));
  }

  private static JsonNode read(String json) throws IOException {
    return JSON.readTree(json);
  }

  private NodeAddress address() {
    return new NodeAddress(
        server.getAddress().getAddress().getHostAddress(), server.getAddress().getPort(), "secret");
  }

  private void answer(HttpExchange exchange) throws IOException {
    heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
