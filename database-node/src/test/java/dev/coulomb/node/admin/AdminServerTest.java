package dev.coulomb.node.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.metrics.Metrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server over a real socket; what it answers is tested with the routes. */
class AdminServerTest {
  private static final String LOOPBACK = "127.0.0.1";

  private final FakeNode node = new FakeNode();
  private final HttpClient client = HttpClient.newHttpClient();
  private AdminServer server;

  @BeforeEach
  void serve() throws IOException, InterruptedException {
    server = new AdminServer(LOOPBACK, 0, node, new Metrics(), Optional::empty);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void answersReadsAndChanges() throws IOException, InterruptedException {
    HttpResponse<String> live = send(request("/livez?verbose").build());
    assertThat(live.statusCode()).isEqualTo(200);
    assertThat(live.body()).isEqualTo("ok");
    assertThat(live.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    HttpResponse<String> paused = send(request("/v1/pause").POST(BodyPublishers.noBody()).build());
    assertThat(paused.statusCode()).isEqualTo(200);
    assertThat(paused.headers().firstValue("content-type")).contains("application/json");
    assertThat(paused.body()).contains("\"state\":\"PAUSED\"");
  }

  @Test
  void aHeadHasNoBody() throws IOException, InterruptedException {
    HttpResponse<String> head =
        send(request("/livez").method("HEAD", BodyPublishers.noBody()).build());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void aBodyThatIsTooLongIsRefused() throws IOException, InterruptedException {
    HttpResponse<String> refused =
        send(request("/v1/settings").PUT(BodyPublishers.ofString("x".repeat(2 << 20))).build());
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(send(request("/livez").build()).statusCode()).isEqualTo(200);
  }

  @Test
  void aPortThatIsTakenIsSaid() {
    assertThatThrownBy(() ->
            new AdminServer(LOOPBACK, server.port(), node, new Metrics(), Optional::empty).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1:" + server.port());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + LOOPBACK + ":" + server.port() + path));
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }
}
