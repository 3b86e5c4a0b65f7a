package dev.coulomb.operator.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.coulomb.operator.naming.Ports;
import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;

/**
 * The nodes of a {@link FakeNodeAdmin} by HTTP, each at its own loopback address, for an operator
 * in another process.
 */
final class FakeNodeServer implements AutoCloseable {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private final FakeNodeAdmin nodes;
  private final String host;
  private final HttpServer server;

  FakeNodeServer(FakeNodeAdmin nodes, String host) {
    this.nodes = nodes;
    this.host = host;
    try {
      server = HttpServer.create(new InetSocketAddress(host, Ports.ADMIN), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/", this::handle);
    server.start();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    NodeAddress address = new NodeAddress(host, Ports.ADMIN, "");
    byte[] body = exchange.getRequestBody().readAllBytes();
    Answer answer =
        switch (exchange.getRequestURI().getPath()) {
          case "/v1/pause" -> nodes.pause(address);
          case "/v1/resume" -> nodes.resume(address);
          case "/v1/settings" -> {
            Map<?, ?> settings = JSON.readValue(body, Map.class);
            TreeMap<String, String> texts = new TreeMap<>();
            settings.forEach((name, value) -> texts.put(name.toString(), value.toString()));
            yield nodes.changeSettings(address, texts);
          }
          case "/v1/stop" -> nodes.stop(address, JSON.readTree(body).path("force").asBoolean());
          default -> nodes.status(address);
        };
    switch (answer) {
      case Answer.Told(var status) -> send(exchange, 200, status);
      case Answer.Stopping() -> send(exchange, 202, Map.of("state", "STOPPING"));
      case Answer.Refused(String code, String message) ->
          send(exchange, 409, Map.of("error", Map.of("code", code, "message", message)));
      case Answer.Silent s -> exchange.close();
    }
  }

  private static void send(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
