package dev.coulomb.e2e.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.e2e.programs.Await;
import dev.coulomb.e2e.programs.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;

/** What is asked of a node about its backups, its archive and its restore, over HTTP. */
record NodeAdmin(NodeProcess node) {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  JsonNode status() {
    return answer(200, "GET", "/v1/status", "");
  }

  /** Begins a backup, or goes on with it. */
  JsonNode begin(String id, Place to) {
    ObjectNode request = Place.JSON.createObjectNode().put("id", id);
    request.set("destination", to.json());
    return answer(2, "POST", "/v1/backups", request.toString());
  }

  /** Waits until a backup that was begun is as wanted, or over. */
  JsonNode awaitBackup(String id, Predicate<JsonNode> wanted) {
    return Await.until(
        "the backup " + id,
        LIMIT,
        () -> answer(200, "GET", "/v1/backups/" + id, ""),
        status -> wanted.test(status) || !isRunning(status));
  }

  /** Makes a backup, and gives what it says of the snapshot. */
  JsonNode complete(String id, Place to) {
    begin(id, to);
    JsonNode status = awaitBackup(id, one -> false);
    assertThat(status.path("state").asText()).as("%s", status).isEqualTo("Completed");
    return status.path("snapshot");
  }

  /** Begins a backup that cannot be made, and gives the error that it ends with. */
  JsonNode failBackup(String id, Place to) {
    begin(id, to);
    JsonNode status = awaitBackup(id, one -> false);
    assertThat(status.path("state").asText()).as("%s", status).isEqualTo("Failed");
    return status.path("error");
  }

  void archiveTo(Place place) {
    ObjectNode request = Place.JSON.createObjectNode();
    request.set("destination", place.json());
    answer(2, "PUT", "/v1/archive", request.toString());
  }

  /** Lets pieces of a history go that end at or before a position; gives how far that is. */
  JsonNode trim(String history, long position) {
    ObjectNode request = Place.JSON.createObjectNode().put("history", history);
    request.putObject("before").put("position", position);
    return answer(2, "POST", "/v1/archive/trim", request.toString());
  }

  /** Begins to restore. */
  void restore(Restoration what) {
    answer(2, "POST", "/v1/restore", what.json().toString());
  }

  JsonNode restoration() {
    return answer(200, "GET", "/v1/restore", "");
  }

  /** Begins a restore that cannot be made, and gives the error that it ends with. */
  JsonNode failRestore(Restoration what) {
    restore(what);
    JsonNode status =
        Await.until(
            "the restore fails",
            LIMIT,
            this::restoration,
            one -> what.id().equals(one.path("id").asText()) && !isRunning(one));
    assertThat(status.path("state").asText()).as("%s", status).isEqualTo("Failed");
    return status.path("error");
  }

  /** Rows and checksums of all tables as they are now. */
  JsonNode checksums(String id) {
    answer(2, "POST", "/v1/checksums", Place.JSON.createObjectNode().put("id", id).toString());
    return Await.until(
        "the checksums " + id,
        LIMIT,
        () -> answer(200, "GET", "/v1/checksums/" + id, ""),
        status -> !isRunning(status));
  }

  /** Takes the last restore back; the node ends, and is as before when it is started again. */
  void takeBack() {
    answer(2, "DELETE", "/v1/restore", "");
  }

  /**
   * @param expected status of the answer, or its first digit
   */
  JsonNode answer(int expected, String method, String path, String body) {
    try {
      HttpResponse<String> answer = node.send(method, path, body);
      assertThat(expected < 10 ? answer.statusCode() / 100 : answer.statusCode())
          .as("%s %s: %s %s", method, path, answer.statusCode(), answer.body())
          .isEqualTo(expected);
      return Place.JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    }
  }

  private static boolean isRunning(JsonNode status) {
    return status.path("state").asText().equals("Running");
  }
}
