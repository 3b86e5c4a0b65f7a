package dev.coulomb.operator.nodeadmin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;

/** A node's admin interface by HTTP. Safe for any thread. */
public final class HttpNodeAdmin implements NodeAdmin, NodeBackups, NodeRestores, AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Answers are a few kilobytes; what is longer is not an answer of a node. */
  private static final long ANSWER_BYTES_MAX = 1 << 20;

  private static final String BACKUPS = "/v1/backups";
  private static final String ARCHIVE = "/v1/archive";
  private static final String RESTORE = "/v1/restore";
  private static final String CHECKSUMS = "/v1/checksums";
  private static final String SCHEMA = "/v1/bootstrap/schema";
  private static final String NOT_JSON = "not the JSON of a node: ";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
          .build();

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Duration deadline;

  /** Each call ends within {@code deadline}. */
  public HttpNodeAdmin(Duration deadline) {
    this.deadline = deadline;
  }

  /** Reads a status as a node sends it. */
  static NodeStatus parse(String json) throws JsonProcessingException {
    NodeStatus status = JSON.readValue(json, NodeStatus.class);
    if (status == null || status.node() == null || status.state() == null) {
      throw new com.fasterxml.jackson.databind.JsonMappingException(
          null, "a status needs node and state");
    }
    return status;
  }

  @Override
  public Answer status(NodeAddress node) {
    return send(request(node, "/v1/status").GET());
  }

  @Override
  public Answer pause(NodeAddress node) {
    return send(request(node, "/v1/pause").POST(BodyPublishers.noBody()));
  }

  @Override
  public Answer resume(NodeAddress node) {
    return send(request(node, "/v1/resume").POST(BodyPublishers.noBody()));
  }

  @Override
  public Answer changeSettings(NodeAddress node, SortedMap<String, String> settings) {
    return send(request(node, "/v1/settings").PUT(json(settings)));
  }

  @Override
  public Answer stop(NodeAddress node, boolean force) {
    return send(request(node, "/v1/stop").POST(json(Map.of("force", force))));
  }

  @Override
  public Reply<BackupReport> beginBackup(NodeAddress node, String id, NodeDestination destination) {
    return ask(
        request(node, BACKUPS).POST(json(Map.of("id", id, "destination", destination))),
        BackupReport.class);
  }

  @Override
  public Reply<BackupReport> backup(NodeAddress node, String id) {
    return ask(request(node, BACKUPS + "/" + id).GET(), BackupReport.class);
  }

  @Override
  public Reply<BackupReport> cancelBackup(NodeAddress node, String id) {
    return ask(request(node, BACKUPS + "/" + id).DELETE(), BackupReport.class);
  }

  @Override
  public Reply<Accepted> archive(NodeAddress node, NodeDestination destination) {
    return ask(
        request(node, ARCHIVE).PUT(json(Map.of("destination", destination))), Accepted.class);
  }

  @Override
  public Reply<TrimReport> trimArchive(NodeAddress node, String history, long position) {
    return ask(
        request(node, ARCHIVE + "/trim")
            .POST(json(Map.of("history", history, "before", Map.of("position", position)))),
        TrimReport.class);
  }

  @Override
  public Reply<RestoreReport> beginRestore(NodeAddress node, RestoreOrder order) {
    return ask(request(node, RESTORE).POST(json(order)), RestoreReport.class);
  }

  @Override
  public Reply<RestoreReport> restore(NodeAddress node) {
    return ask(request(node, RESTORE).GET(), RestoreReport.class);
  }

  @Override
  public Reply<RestoreReport> undoRestore(NodeAddress node) {
    return ask(request(node, RESTORE).DELETE(), RestoreReport.class);
  }

  @Override
  public Reply<RestoreReport> confirmRestore(NodeAddress node) {
    return ask(
        request(node, RESTORE + "/confirm").POST(BodyPublishers.noBody()), RestoreReport.class);
  }

  @Override
  public Reply<ChecksumsReport> beginChecksums(NodeAddress node, String id) {
    return ask(request(node, CHECKSUMS).POST(json(Map.of("id", id))), ChecksumsReport.class);
  }

  @Override
  public Reply<ChecksumsReport> checksums(NodeAddress node, String id) {
    return ask(request(node, CHECKSUMS + "/" + id).GET(), ChecksumsReport.class);
  }

  @Override
  public Reply<SchemaReport> beginSchema(NodeAddress node, String id, String sql) {
    return ask(request(node, SCHEMA).POST(json(Map.of("id", id, "sql", sql))), SchemaReport.class);
  }

  @Override
  public Reply<SchemaReport> schema(NodeAddress node) {
    return ask(request(node, SCHEMA).GET(), SchemaReport.class);
  }

  @Override
  public void close() {
    client.close();
  }

  private HttpRequest.Builder request(NodeAddress node, String path) {
    String host = node.host().contains(":") ? "[" + node.host() + "]" : node.host();
    return HttpRequest.newBuilder(URI.create("http://" + host + ":" + node.port() + path))
        .timeout(deadline)
        .header("Authorization", "Bearer " + node.token())
        .header("Content-Type", "application/json");
  }

  private Answer send(HttpRequest.Builder request) {
    return exchange(request, HttpNodeAdmin::answer, Answer.Silent::new);
  }

  private <T> Reply<T> ask(HttpRequest.Builder request, Class<T> type) {
    return exchange(request, response -> reply(response, type), Reply.Silent::new);
  }

  private <R> R exchange(
      HttpRequest.Builder request,
      Function<HttpResponse<String>, R> heard,
      Function<String, R> silent) {
    try {
      return heard.apply(
          client.send(
              request.build(), BodyHandlers.limiting(BodyHandlers.ofString(), ANSWER_BYTES_MAX)));
    } catch (IOException e) {
      String message = e.getMessage();
      return silent.apply(
          message == null || message.isBlank() ? e.getClass().getSimpleName() : message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return silent.apply("interrupted");
    }
  }

  private static Answer answer(HttpResponse<String> response) {
    try {
      return switch (response.statusCode()) {
        case 200 -> new Answer.Told(parse(response.body()));
        case 202 -> new Answer.Stopping();
        case 400, 401, 403, 409 -> {
          JsonNode error = error(response);
          yield new Answer.Refused(code(error, response), message(error, response));
        }
        default -> new Answer.Silent("HTTP status " + response.statusCode());
      };
    } catch (JsonProcessingException e) {
      return new Answer.Silent(NOT_JSON + e.getOriginalMessage());
    }
  }

  private static <T> Reply<T> reply(HttpResponse<String> response, Class<T> type) {
    try {
      return switch (response.statusCode()) {
        case 200, 202 -> new Reply.Said<>(JSON.readValue(response.body(), type));
        case 400, 401, 403, 404, 409 -> {
          JsonNode error = error(response);
          yield new Reply.Refused<>(code(error, response), message(error, response));
        }
        default -> new Reply.Silent<>("HTTP status " + response.statusCode());
      };
    } catch (JsonProcessingException e) {
      return new Reply.Silent<>(NOT_JSON + e.getOriginalMessage());
    }
  }

  private static JsonNode error(HttpResponse<String> response) throws JsonProcessingException {
    return JSON.readTree(response.body()).path("error");
  }

  private static String code(JsonNode error, HttpResponse<String> response) {
    return error.path("code").asText("http-" + response.statusCode());
  }

  private static String message(JsonNode error, HttpResponse<String> response) {
    return error.path("message").asText("HTTP status " + response.statusCode());
  }

  private static HttpRequest.BodyPublisher json(Object value) {
    try {
      return BodyPublishers.ofString(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what is sent can always become JSON", e);
    }
  }
}
