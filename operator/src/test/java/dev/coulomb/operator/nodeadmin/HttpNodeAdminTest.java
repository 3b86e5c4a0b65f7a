package dev.coulomb.operator.nodeadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract with the node, from the operator's side: the node's tests check the same files. */
class HttpNodeAdminTest {

  private static final Path GOLDEN = Path.of("src/test/resources/node-status");

  private final HttpNodeAdmin admin = new HttpNodeAdmin(Duration.ofMillis(500));
  private final List<String> heard = new CopyOnWriteArrayList<>();
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

  /** What both sides test is one contract only while it is the same. */
  @ParameterizedTest
  @ValueSource(strings = {"node-status", "backup", "bootstrap", "restore"})
  void theFilesAreThoseOfTheNode(String kind) throws IOException {
    Path ofTheNode = Path.of("../database-node/src/test/resources").resolve(kind);
    try (Stream<Path> files = Files.list(ofTheNode)) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(file ->
              assertThat(GOLDEN.resolveSibling(kind).resolve(file.getFileName()))
                  .hasSameTextualContentAs(file));
    }
  }

  @Test
  void aRunningNodeIsRead() throws IOException {
    NodeStatus status = HttpNodeAdmin.parse(Files.readString(GOLDEN.resolve("running.json")));
    assertThat(status.node())
        .isEqualTo(
            new NodeStatus.Node(
                "6f1c2d7e-3b0a-4c58-9a43-0d2f6f7f1a11",
                "0b9a3a52-6f0c-4f0e-8f57-0f5cbb1e7a22",
                "demo-0",
                "0.1.0"));
    assertThat(status.state()).isEqualTo(NodeStatus.State.RUNNING);
    assertThat(status.partitions()).isEqualTo(new NodeStatus.Partitions(32, 32, 32, 32));
    assertThat(status.data()).isEqualTo(new NodeStatus.Data(4));
    assertThat(status.durable()).isFalse();
    assertThat(status.startup()).isNull();
    assertThat(status.memory()).isEqualTo(new NodeStatus.Memory(1 << 20, 1 << 30));
    assertThat(status.settings()).containsEntry("memory.work", "64MiB").hasSize(17);
    assertThat(status.tls()).isNull();
    assertThat(status.log()).isEqualTo(new NodeStatus.Log(false));
    assertThat(status.archive())
        .isEqualTo(new NodeStatus.Archive(true, 41_900_000, 1_795_860_000_200_000L, 43_040, null));
    assertThat(status.stop())
        .isEqualTo(
            new NodeStatus.Stop(
                false, "4 tables live in the memory of this node only and would be lost"));
  }

  @Test
  void aNodeThatReadsItsDataBackIsRead() throws IOException {
    NodeStatus status = HttpNodeAdmin.parse(Files.readString(GOLDEN.resolve("starting.json")));
    assertThat(status.state()).isEqualTo(NodeStatus.State.STARTING);
    assertThat(status.startup()).isEqualTo(new NodeStatus.Startup("log", 120, 480));
    assertThat(status.archive()).isNull();
    assertThat(status.durable()).isTrue();
    assertThat(status.stop().safe()).isTrue();
  }

  @Test
  void aPausedNodeWithTlsIsRead() throws IOException {
    NodeStatus status =
        HttpNodeAdmin.parse(Files.readString(GOLDEN.resolve("paused-with-tls.json")));
    assertThat(status.state()).isEqualTo(NodeStatus.State.PAUSED);
    assertThat(status.tls()).isEqualTo(new NodeStatus.Tls(Instant.parse("2027-01-01T00:00:00Z")));
    assertThat(status.log()).isEqualTo(new NodeStatus.Log(true));
    assertThat(status.archive())
        .isEqualTo(
            new NodeStatus.Archive(
                true, 0, 0, 512, new Failure("Unreachable", "nobody answers at http://objects")));
    assertThat(status.stop()).isEqualTo(new NodeStatus.Stop(true, null));
  }

  @Test
  void aNewerNodeIsReadAsFarAsItIsUnderstoodAndNeverThoughtSafe() throws IOException {
    NodeStatus status =
        HttpNodeAdmin.parse(Files.readString(GOLDEN.resolve("of-a-newer-node.json")));
    assertThat(status.state()).isEqualTo(NodeStatus.State.UNKNOWN);
    assertThat(status.stop().safe()).isFalse();
    assertThat(
            HttpNodeAdmin.parse("{\"node\":{\"name\":\"n\"},\"state\":\"RUNNING\"}").stop().safe())
        .as("a node that does not say")
        .isFalse();
  }

  @Test
  void ordersAreSentAsTheNodeWantsThem() throws IOException {
    body = Files.readString(GOLDEN.resolve("running.json"));
    assertThat(admin.pause(address())).isInstanceOf(Answer.Told.class);
    assertThat(admin.resume(address())).isInstanceOf(Answer.Told.class);
    assertThat(
            admin.changeSettings(
                address(),
                new TreeMap<>(Map.of("sql.max-connections", "200", "log.level", "debug"))))
        .isInstanceOf(Answer.Told.class);
    status = 202;
    body = "{\"state\":\"STOPPING\"}";
    assertThat(admin.stop(address(), true)).isEqualTo(new Answer.Stopping());
    assertThat(heard)
        .containsExactly(
            "POST /v1/pause Bearer secret ",
            "POST /v1/resume Bearer secret ",
            "PUT /v1/settings Bearer secret {\"log.level\":\"debug\",\"sql.max-connections\":\"200\"}",
            "POST /v1/stop Bearer secret {\"force\":true}");
  }

  @Test
  void aRefusalKeepsTheNodesSentence() {
    status = 409;
    body =
        "{\"error\":{\"code\":\"unsafe\",\"message\":\"4 tables would be lost\",\"field\":\"force\"}}";
    assertThat(admin.stop(address(), false))
        .isEqualTo(new Answer.Refused("unsafe", "4 tables would be lost"));
    status = 401;
    body = "{}";
    assertThat(admin.pause(address())).isEqualTo(new Answer.Refused("http-401", "HTTP status 401"));
  }

  @Test
  void whatIsNoAnswerOfANodeIsSilence() {
    body = "<html>";
    assertThat(admin.status(address())).isInstanceOf(Answer.Silent.class);
    body = "{}";
    assertThat(admin.status(address())).isInstanceOf(Answer.Silent.class);
    status = 500;
    assertThat(admin.status(address())).isEqualTo(new Answer.Silent("HTTP status 500"));
    status = 200;
    body = "x".repeat(2 << 20);
    assertThat(admin.status(address())).as("endless").isInstanceOf(Answer.Silent.class);
  }

  @Test
  void aNodeThatTakesConnectionsAndSaysNothingIsGivenUp() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Instant before = Instant.now();
      Answer answer =
          admin.status(
              new NodeAddress(mute.getInetAddress().getHostAddress(), mute.getLocalPort(), ""));
      assertThat(answer).isInstanceOf(Answer.Silent.class);
      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void anAddressInTextHidesItsToken() {
    assertThat(address().toString()).doesNotContain("secret");
  }

  private NodeAddress address() {
    return new NodeAddress(
        server.getAddress().getAddress().getHostAddress(), server.getAddress().getPort(), "secret");
  }

  private void answer(HttpExchange exchange) throws IOException {
    heard.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
