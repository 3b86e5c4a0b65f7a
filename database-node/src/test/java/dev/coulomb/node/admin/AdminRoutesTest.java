package dev.coulomb.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.admin.AdminRoutes.Answer;
import dev.coulomb.node.admin.AdminRoutes.Request;
import dev.coulomb.node.admin.backup.Destination;
import dev.coulomb.node.metrics.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdminRoutesTest {
  private final FakeNode node = new FakeNode();
  private final Metrics metrics = new Metrics();
  private Optional<String> token = Optional.empty();
  private final AdminRoutes routes = new AdminRoutes(node, metrics, () -> token);

  @Test
  void probesOfANodeThatServes() {
    assertThat(get("/livez")).isEqualTo(new Answer(200, "text/plain; charset=utf-8", "ok"));
    assertThat(get("/startupz").status()).isEqualTo(200);
    assertThat(get("/readyz").status()).isEqualTo(200);
  }

  @Test
  void probesOfANodeThatStarts() {
    node.isStarting();
    assertThat(get("/livez").status()).isEqualTo(200);
    assertThat(get("/startupz"))
        .isEqualTo(
            new Answer(
                503,
                "application/json",
                "{\"phase\":\"memory\",\"done\":1,\"total\":2,\"percent\":50,\"rows\":0}"));
    assertThat(get("/readyz"))
        .isEqualTo(
            new Answer(503, "application/json", "{\"reason\":\"the node has not started yet\"}"));
  }

  @Test
  void metricsAreReadAtEachRequest() {
    metrics.gauge("coulomb_node_tables", "Tables", () -> 7);
    Answer answer = get("/metrics");
    assertThat(answer.contentType()).startsWith("text/plain; version=0.0.4");
    assertThat(answer.body()).contains("# TYPE coulomb_node_tables gauge\ncoulomb_node_tables 7.0");
  }

  @Test
  void pausedIsStillReady() {
    assertThat(change("POST", "/v1/pause", "").body()).contains("\"state\":\"PAUSED\"");
    assertThat(get("/readyz").status()).isEqualTo(200);
    assertThat(get("/v1/status").body()).contains("\"state\":\"PAUSED\"");
    assertThat(change("POST", "/v1/resume", "").body()).contains("\"state\":\"RUNNING\"");
  }

  @Test
  void settingsAreAnObjectOfNamesAndValues() {
    Answer changed = change("PUT", "/v1/settings", "{\"sql.max-connections\":\"200\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body()).contains("\"sql.max-connections\":\"200\"");
    assertThat(change("PUT", "/v1/settings", "{\"sql.max-connections\":300}").body())
        .contains("\"sql.max-connections\":\"300\"");
    for (String bad : new String[] {"", "{}", "[1]", "200", "{\"sql"}) {
      Answer refused = change("PUT", "/v1/settings", bad);
      assertThat(refused.status()).as(bad).isEqualTo(400);
      assertThat(refused.body()).as(bad).contains("\"code\":\"body\"");
    }
  }

  @Test
  void errorsNameTheirField() {
    assertThat(change("PUT", "/v1/settings", "{\"warp\":\"9\"}"))
        .isEqualTo(
            new Answer(
                400,
                "application/json",
                "{\"error\":{\"code\":\"unknown-setting\",\"message\":\"this is not a setting\","
                    + "\"field\":\"warp\"}}"));
  }

  @Test
  void aStopThatLosesTablesMustBeForced() {
    node.holdsTables(4);
    assertThat(change("POST", "/v1/stop", "").status()).isEqualTo(409);
    assertThat(change("POST", "/v1/stop", "{\"force\":false}").status()).isEqualTo(409);
    assertThat(node.isStopping()).isFalse();
    assertThat(change("POST", "/v1/stop", "{\"force\":true}"))
        .isEqualTo(new Answer(202, "application/json", "{\"state\":\"STOPPING\"}"));
    assertThat(node.isStopping()).isTrue();
  }

  @Test
  void theFirstSchemaIsBegunAndToldOfInTheWordsOfTheGoldenFile() throws java.io.IOException {
    String path = "/v1/bootstrap/schema";
    assertThat(get(path).status()).isEqualTo(404);
    assertThat(change("POST", path, "{\"id\":\"u-1\",\"sql\":\"SELECT 1\"}").body())
        .isEqualTo("{\"id\":\"u-1\",\"state\":\"Running\"}");
    assertThat(change("POST", path, "{\"id\":\"u-1\",\"sql\":\"\"}").status()).isEqualTo(200);
    assertThat(get(path).body())
        .isEqualTo(
            Files.readString(Path.of("src/test/resources/bootstrap/schema-failed.json")).strip());
    token = Optional.of("s3cret");
    assertThat(post(path, null, true).status()).isEqualTo(401);
  }

  @Test
  void changesNeedTheTokenWhenThereIsOne() {
    token = Optional.of("s3cret");
    assertThat(post("/v1/stop", null, true).status()).isEqualTo(401);
    assertThat(post("/v1/stop", "Bearer wrong", true).status()).isEqualTo(401);
    assertThat(post("/v1/stop", "s3cret", true).status()).isEqualTo(401);
    assertThat(node.isStopping()).isFalse();
    assertThat(post("/v1/stop", "Bearer s3cret", false).status()).isEqualTo(202);
  }

  @Test
  void theTokenMayChange() {
    token = Optional.of("old");
    assertThat(post("/v1/pause", "Bearer old", false).status()).isEqualTo(200);
    token = Optional.of("new");
    assertThat(post("/v1/pause", "Bearer old", false).status()).isEqualTo(401);
    assertThat(post("/v1/pause", "Bearer new", false).status()).isEqualTo(200);
  }

  @Test
  void withoutATokenChangesComeFromLoopback() {
    for (String path : new String[] {"/v1/stop", "/v1/pause", "/v1/resume"}) {
      assertThat(post(path, "Bearer any", false).status()).as(path).isEqualTo(403);
    }
    assertThat(node.isStopping()).isFalse();
    assertThat(post("/v1/stop", null, true).status()).isEqualTo(202);
  }

  @Test
  void aRestoreIsBegunWatchedTakenBackAndConfirmed() throws IOException {
    assertThat(get("/v1/restore").status()).isEqualTo(404);
    String request = Files.readString(Path.of("src/test/resources/restore/request.json"));
    Answer begun = change("POST", "/v1/restore", request);
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    assertThat(node.restores().request()).isNotNull();
    assertThat(get("/v1/restore").body()).isEqualTo(begun.body()).contains("\"inPlace\":true");
    assertThat(change("POST", "/v1/restore/confirm", "").status()).isEqualTo(200);
    assertThat(node.restores().isConfirmed()).isTrue();
    assertThat(change("DELETE", "/v1/restore", "").status()).isEqualTo(202);
    assertThat(change("DELETE", "/v1/restore", "").status()).isEqualTo(404);
    token = Optional.of("s3cret");
    assertThat(change("DELETE", "/v1/restore", "").status()).isEqualTo(401);
    assertThat(change("POST", "/v1/restore", request).status()).isEqualTo(401);
  }

  @Test
  void theArchiveIsTold() throws IOException {
    String request = Files.readString(Path.of("src/test/resources/backup/request-directory.json"));
    Answer begun = change("PUT", "/v1/archive", request);
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    assertThat(begun.body())
        .isEqualTo("{\"enabled\":true,\"position\":5,\"atMicros\":6,\"lagBytes\":7}");
    assertThat(change("PUT", "/v1/archive", "{}").status()).isEqualTo(400);
  }

  @Test
  void oldPiecesOfTheArchiveAreDeletedOnRequest() throws IOException {
    String trim = "/v1/archive/trim";
    String request = Files.readString(Path.of("src/test/resources/backup/request-trim.json"));
    assertThat(change("POST", trim, request).body()).contains("\"code\":\"archive-unknown\"");
    assertThat(get(trim).body()).contains("\"code\":\"unknown-trim\"");
    change(
        "PUT",
        "/v1/archive",
        Files.readString(Path.of("src/test/resources/backup/request-directory.json")));
    Answer begun = change("POST", trim, request);
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    assertThat(begun.body())
        .contains("\"state\":\"Running\"", "\"position\":41943040", "0b9a3a52-");
    assertThat(get(trim)).isEqualTo(new Answer(200, "application/json", begun.body()));
    String done = request.replace("41943040", "1");
    assertThat(change("POST", trim, done).status()).as("it has ended").isEqualTo(200);
    token = Optional.of("s3cret");
    assertThat(post(trim, null, true).status()).isEqualTo(401);
  }

  @Test
  void whatIsDeletedOfTheArchiveIsNeverGuessed() throws IOException {
    String request = Files.readString(Path.of("src/test/resources/backup/request-trim.json"));
    for (String bad : new String[] {"-1", "\"41943040\"", "4.5", "1e30", "null", "{}"}) {
      assertThat(change("POST", "/v1/archive/trim", request.replace("41943040", bad)).body())
          .as(bad)
          .contains("\"code\":\"before\"", "\"field\":\"before.position\"");
    }
    for (String bad : new String[] {"", "0b9a", "0B9A3A52-6f0c-4f0e-8f57-0f5cbb1e7a22"}) {
      String history = request.replace("0b9a3a52-6f0c-4f0e-8f57-0f5cbb1e7a22", bad);
      assertThat(change("POST", "/v1/archive/trim", history).body())
          .as(bad)
          .contains("\"code\":\"history\"", "\"field\":\"history\"");
    }
  }

  @Test
  void checksumsAreAJob() {
    assertThat(change("POST", "/v1/checksums", "{\"id\":\"known\"}").status()).isEqualTo(202);
    assertThat(get("/v1/checksums/known").body()).contains("\"state\":\"Running\"");
    assertThat(get("/v1/checksums/other").status()).isEqualTo(404);
    assertThat(change("POST", "/v1/checksums", "{}").status()).isEqualTo(400);
  }

  @Test
  void aCheckpointIsBegun() {
    Answer begun = change("POST", "/v1/checkpoint", "");
    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.body()).contains("\"checkpoint\":{\"running\":true");
  }

  @Test
  void aBackupIsBegunLookedAtAndCancelled() {
    String request = "{\"id\":\"b-1\",\"destination\":{\"directory\":{\"path\":\"/backup/x\"}}}";
    assertThat(get("/v1/backups/b-1").status()).isEqualTo(404);
    assertThat(get("/v1/backups/b-1").body()).contains("\"code\":\"unknown-backup\"");
    Answer begun = change("POST", "/v1/backups", request);
    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.body()).contains("\"id\":\"b-1\",\"state\":\"Running\"");
    assertThat(node.backups().asked()).isEqualTo(new Destination.Directory("/backup/x"));
    assertThat(get("/v1/backups/b-1")).isEqualTo(new Answer(200, "application/json", begun.body()));
    assertThat(change("POST", "/v1/backups", request.replace("b-1", "b-2")).status())
        .isEqualTo(409);
    assertThat(change("DELETE", "/v1/backups/b-2", "").status()).isEqualTo(404);
    assertThat(change("DELETE", "/v1/backups/b-1", "").body()).contains("\"state\":\"Cancelled\"");
  }

  @Test
  void aBackupHasAnIdAndADestination() {
    String somewhere = "\"destination\":{\"directory\":{\"path\":\"/backup/x\"}}";
    for (String id : new String[] {"", "B", "a_b", "x".repeat(64)}) {
      Answer refused = change("POST", "/v1/backups", "{\"id\":\"" + id + "\"," + somewhere + "}");
      assertThat(refused.status()).as(id).isEqualTo(400);
      assertThat(refused.body()).as(id).contains("\"field\":\"id\"");
    }
    assertThat(change("POST", "/v1/backups", "{\"id\":\"a\"}").body())
        .contains("\"field\":\"destination\"");
  }

  @Test
  void backupsAreChanges() {
    token = Optional.of("s3cret");
    assertThat(change("POST", "/v1/backups", "{}").status()).isEqualTo(401);
    assertThat(change("DELETE", "/v1/backups/a", "").status()).isEqualTo(401);
    assertThat(change("POST", "/v1/checkpoint", "").status()).isEqualTo(401);
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThat(get("/").status()).isEqualTo(404);
    assertThat(get("/v1/pause").status()).isEqualTo(404);
    assertThat(change("POST", "/v1/settings", "{}").status()).isEqualTo(404);
    assertThat(change("DELETE", "/v1/status", "").status()).isEqualTo(405);
  }

  private Answer get(String path) {
    return routes.answer(new Request("GET", path, null, false, new byte[0]));
  }

  private Answer post(String path, @Nullable String authorization, boolean loopback) {
    return routes.answer(new Request("POST", path, authorization, loopback, new byte[0]));
  }

  private Answer change(String method, String path, String body) {
    return routes.answer(
        new Request(method, path, null, true, body.getBytes(StandardCharsets.UTF_8)));
  }
}
