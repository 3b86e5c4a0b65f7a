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
import dev.coulomb.operator.nodeadmin.NodeDestination;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.RestoreOrder;
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

  private static final String BACKUPS = "/v1/backups";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
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
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith("/v1/restore") || path.startsWith("/v1/checksums")) {
      send(exchange, restores(exchange.getRequestMethod(), path, address, body));
      return;
    }
    if (path.startsWith(BACKUPS) || path.equals("/v1/archive")) {
      send(exchange, backups(exchange.getRequestMethod(), path, address, body));
      return;
    }
    Answer answer =
        switch (path) {
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

  private Reply<?> restores(String method, String path, NodeAddress address, byte[] body)
      throws IOException {
    if (path.startsWith("/v1/checksums")) {
      return method.equals("POST")
          ? nodes.beginChecksums(address, JSON.readTree(body).path("id").asText())
          : nodes.checksums(address, path.substring(path.lastIndexOf('/') + 1));
    }
    return method.equals("POST")
        ? nodes.beginRestore(address, JSON.readValue(body, RestoreOrder.class))
        : nodes.restore(address);
  }

  private Reply<?> backups(String method, String path, NodeAddress address, byte[] body)
      throws IOException {
    String id = path.substring(path.lastIndexOf('/') + 1);
    return switch (method) {
      case "GET" -> nodes.backup(address, id);
      case "DELETE" -> nodes.cancelBackup(address, id);
      case "PUT" -> nodes.archive(address, destination(body));
      default ->
          nodes.beginBackup(address, JSON.readTree(body).path("id").asText(), destination(body));
    };
  }

  private static NodeDestination destination(byte[] body) throws IOException {
    return JSON.treeToValue(JSON.readTree(body).path("destination"), NodeDestination.class);
  }

  private static void send(HttpExchange exchange, Reply<?> reply) throws IOException {
    switch (reply) {
      case Reply.Said<?>(Object word) -> send(exchange, 200, word);
      case Reply.Refused<?>(String code, String message) ->
          send(
              exchange,
              code.startsWith("unknown-") ? 404 : 409,
              Map.of("error", Map.of("code", code, "message", message)));
      case Reply.Silent<?> s -> exchange.close();
    }
  }

  private static void send(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
