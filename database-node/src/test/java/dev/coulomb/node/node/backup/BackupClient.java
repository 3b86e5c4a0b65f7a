package dev.coulomb.node.node.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.s3.S3Twin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Asks a node for backups over HTTP, as an operator does. */
public final class BackupClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = 5_000_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  public BackupClient(int port) {
    this.port = port;
  }

  /** An answer: its HTTP status, and what it says. */
  public record Answer(int httpStatus, JsonNode json) {
    public String state() {
      return json.path("state").asText();
    }

    String reason() {
      return json.path("error").path("reason").asText();
    }

    String message() {
      return json.path("error").path("message").asText();
    }
  }

  Answer begin(String id, ObjectNode destination) throws IOException, InterruptedException {
    ObjectNode request = JSON.createObjectNode().put("id", id);
    request.set("destination", destination);
    return send("POST", "/v1/backups", request.toString());
  }

  Answer find(String id) throws IOException, InterruptedException {
    return send("GET", "/v1/backups/" + id, "");
  }

  Answer cancel(String id) throws IOException, InterruptedException {
    return send("DELETE", "/v1/backups/" + id, "");
  }

  Answer send(String method, String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
  }

  /** Begins one and waits until it has ended. */
  public Answer end(String id, ObjectNode destination) throws IOException, InterruptedException {
    Answer begun = begin(id, destination);
    assertThat(begun.httpStatus()).as("%s", begun).isBetween(200, 202);
    return await(id, now -> !now.state().equals("Running"));
  }

  Answer await(String id, Predicate<Answer> condition) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Answer now = find(id);
    while (!condition.test(now)) {
      assertThat(System.nanoTime()).as("%s", now).isLessThan(deadline);
      LockSupport.parkNanos(LOOK_NANOS);
      now = find(id);
    }
    return now;
  }

  public static ObjectNode directory(Path path) {
    return directory(path.toString());
  }

  static ObjectNode directory(String path) {
    ObjectNode destination = JSON.createObjectNode();
    destination.putObject("directory").put("path", path);
    return destination;
  }

  public static ObjectNode bucket(S3Twin twin, String prefix) {
    ObjectNode destination = JSON.createObjectNode();
    destination
        .putObject("s3")
        .put("endpoint", twin.address().toString())
        .put("region", "us-east-1")
        .put("bucket", S3Twin.BUCKET)
        .put("prefix", prefix)
        .put("pathStyle", true)
        .put("accessKeyId", S3Twin.KEY)
        .put("secretAccessKey", S3Twin.SECRET);
    return destination;
  }

  @Override
  public void close() {
    http.close();
  }
}
