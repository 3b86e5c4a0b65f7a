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

/** {@link NodeAdmin} by HTTP. Safe for any thread. */
public final class HttpNodeAdmin implements NodeAdmin, AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Answers are a few kilobytes; what is longer is not an answer of a node. */
  private static final long ANSWER_BYTES_MAX = 1 << 20;

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
    try {
      return answer(
          client.send(
              request.build(), BodyHandlers.limiting(BodyHandlers.ofString(), ANSWER_BYTES_MAX)));
    } catch (IOException e) {
      String message = e.getMessage();
      return new Answer.Silent(
          message == null || message.isBlank() ? e.getClass().getSimpleName() : message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Silent("interrupted");
    }
  }

  private static Answer answer(HttpResponse<String> response) {
    try {
      return switch (response.statusCode()) {
        case 200 -> new Answer.Told(parse(response.body()));
        case 202 -> new Answer.Stopping();
        case 400, 401, 403, 409 -> refusal(response);
        default -> new Answer.Silent("HTTP status " + response.statusCode());
      };
    } catch (JsonProcessingException e) {
      return new Answer.Silent("not the JSON of a node: " + e.getOriginalMessage());
    }
  }

  private static Answer refusal(HttpResponse<String> response) throws JsonProcessingException {
    JsonNode error = JSON.readTree(response.body()).path("error");
    return new Answer.Refused(
        error.path("code").asText("http-" + response.statusCode()),
        error.path("message").asText("HTTP status " + response.statusCode()));
  }

  private static HttpRequest.BodyPublisher json(Object value) {
    try {
      return BodyPublishers.ofString(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is always JSON", e);
    }
  }
}
