package dev.coulomb.operator.nodeadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** Restores in the contract with the node: the node's tests check the same files. */
class NodeRestoresTest {

  private static final Path GOLDEN = Path.of("src/test/resources/restore");
  private static final ObjectMapper JSON = new ObjectMapper();

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
  void aRestoreIsBegunAsTheNodeWantsIt() throws IOException {
    status = 202;
    body = golden("running.json");
    JsonNode wanted = JSON.readTree(golden("request.json"));
    RestoreOrder order =
        new RestoreOrder(
            wanted.path("id").asText(),
            JSON.treeToValue(wanted.path("source"), NodeDestination.class),
            JSON.treeToValue(wanted.path("archive"), NodeDestination.class),
            JSON.treeToValue(wanted.path("until"), RestoreOrder.Until.class),
            wanted.path("inPlace").asBoolean());
    admin.beginRestore(address(), order);
    assertThat(JSON.readTree(bodies.getFirst())).isEqualTo(wanted);
    assertThat(order.toString()).doesNotContain("not-a-secret");
    admin.undoRestore(address());
    admin.confirmRestore(address());
    assertThat(heard)
        .containsExactly("POST /v1/restore", "DELETE /v1/restore", "POST /v1/restore/confirm");
  }

  @Test
  void aRestoreThatRunsIsRead() throws IOException {
    body = golden("running.json");
    RestoreReport report = said(admin.restore(address()));
    assertThat(report.state()).isEqualTo(RestoreReport.State.Running);
    assertThat(report.phase()).isNotEmpty();
    assertThat(report.percent()).isPresent();
    assertThat(report.restoredTo()).isNull();
    assertThat(report.tables()).isEmpty();
  }

  @Test
  void whatWasRestoredIsReadWithItsTables() throws IOException {
    body = golden("completed.json");
    JsonNode told = JSON.readTree(body);
    RestoreReport report = said(admin.restore(address()));
    assertThat(report.state()).isEqualTo(RestoreReport.State.Completed);
    assertThat(report.keepsPrevious()).isEqualTo(told.path("keepsPrevious").asBoolean());
    assertThat(report.restoredTo())
        .isEqualTo(
            new RestoreReport.Target(
                told.at("/restoredTo/position").asLong(),
                told.at("/restoredTo/timeMicros").asLong()));
    assertThat(report.rows()).isEqualTo(told.path("rows").asLong());
    assertThat(report.tables()).hasSize(told.path("tables").size()).isNotEmpty();
    assertThat(report.tables().getFirst().sum()).hasSize(32);
  }

  @Test
  void aFailureKeepsTheNodesReasonAndSentence() throws IOException {
    body = golden("failed.json");
    JsonNode told = JSON.readTree(body);
    assertThat(said(admin.restore(address())).error())
        .isEqualTo(
            new Failure(told.at("/error/reason").asText(), told.at("/error/message").asText()));
  }

  @Test
  void checksumsAreAskedForAndRead() throws IOException {
    body = golden("checksums.json");
    JsonNode told = JSON.readTree(body);
    ChecksumsReport report = said(admin.beginChecksums(address(), "drill-1"));
    assertThat(report.state()).isEqualTo(ChecksumsReport.State.Completed);
    assertThat(report.tables()).hasSize(told.path("tables").size()).isNotEmpty();
    assertThat(report.rows()).isPositive();
    admin.checksums(address(), "drill-1");
    assertThat(heard).containsExactly("POST /v1/checksums", "GET /v1/checksums/drill-1");
    assertThat(JSON.readTree(bodies.getFirst()).path("id").asText()).isEqualTo("drill-1");
  }

  @Test
  void aMistakeInASchemaIsReadWithItsLine() throws IOException {
    body = Files.readString(Path.of("src/test/resources/bootstrap/schema-failed.json"));
    SchemaReport report = said(admin.beginSchema(address(), "u-1", "SELECT 1"));
    assertThat(report.state()).isEqualTo(SchemaReport.State.Failed);
    assertThat(report.error()).isEqualTo(new SchemaReport.Mistake("42601", "no text", 3));
    assertThat(JSON.readTree(bodies.getFirst()).path("sql").asText()).isEqualTo("SELECT 1");
    status = 404;
    body = "{\"error\":{\"code\":\"no-schema\",\"message\":\"none\"}}";
    assertThat(admin.schema(address()))
        .isEqualTo(new Reply.Refused<>(NodeRestores.NO_SCHEMA, "none"));
    assertThat(heard).containsExactly("POST /v1/bootstrap/schema", "GET /v1/bootstrap/schema");
  }

  @Test
  void whatANewerNodeSaysIsReadAsFarAsItIsUnderstood() {
    body = "{\"id\":\"x\",\"state\":\"Sleeping\",\"dreams\":1}";
    assertThat(said(admin.restore(address())).state()).isEqualTo(RestoreReport.State.Unknown);
    assertThat(said(admin.schema(address())).state()).isEqualTo(SchemaReport.State.Unknown);
    assertThat(said(admin.checksums(address(), "x")).state())
        .isEqualTo(ChecksumsReport.State.Unknown);
  }

  private static <T> T said(Reply<T> reply) {
    return ((Reply.Said<T>) reply).word();
  }

  private static String golden(String name) throws IOException {
    return Files.readString(GOLDEN.resolve(name));
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
