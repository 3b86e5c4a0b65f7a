package dev.coulomb.node.admin.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The JSON of the status of backups and archives. Golden files hold it, here and in the operator.
 */
public final class BackupJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BackupJson() {}

  public static ObjectNode encode(BackupStatus status) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("id", status.id())
            .put("state", word(status.state()))
            .put("phase", word(status.phase()))
            .put("rowsDone", status.rowsDone())
            .put("rowsTotal", status.rowsTotal())
            .put("bytesWritten", status.bytesWritten())
            .put("startedAtMicros", status.startedAtMicros());
    if (status.finishedAtMicros() > 0) {
      json.put("finishedAtMicros", status.finishedAtMicros());
    }
    BackupStatus.Snapshot snapshot = status.snapshot();
    if (snapshot != null) {
      json.set("snapshot", encode(snapshot));
    }
    Failure failure = status.failure();
    if (failure != null) {
      json.set("error", encode(failure));
    }
    return json;
  }

  private static ObjectNode encode(BackupStatus.Snapshot snapshot) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("position", snapshot.position())
            .put("cutAtMicros", snapshot.cutAtMicros())
            .put("history", snapshot.history())
            .put("partitions", snapshot.partitions())
            .put("rows", snapshot.rows())
            .put("bytes", snapshot.bytes())
            .put("version", snapshot.version());
    ArrayNode tables = json.putArray("tables");
    snapshot
        .tables()
        .forEach(table ->
            tables
                .addObject()
                .put("name", table.name())
                .put("rows", table.rows())
                .put("sum", table.sum()));
    return json;
  }

  public static ObjectNode encode(ArchiveStatus status) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("enabled", status.enabled())
            .put("position", status.position())
            .put("atMicros", status.atMicros())
            .put("lagBytes", status.lagBytes());
    Failure failure = status.failure();
    if (failure != null) {
      json.set("error", encode(failure));
    }
    return json;
  }

  public static ObjectNode encode(TrimStatus status) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("state", word(status.state()))
            .put("history", status.history().toString())
            .put("position", status.position())
            .put("deleted", status.deleted())
            .put("bytes", status.bytes());
    Failure failure = status.failure();
    if (failure != null) {
      json.set("error", encode(failure));
    }
    return json;
  }

  /** Why something failed: a reason for programs, a sentence for people. */
  public static ObjectNode encode(Failure failure) {
    return JSON.createObjectNode()
        .put("reason", word(failure.reason()))
        .put("message", failure.message());
  }

  /** {@code NO_SPACE} is {@code NoSpace} in JSON. */
  public static String word(Enum<?> constant) {
    StringBuilder word = new StringBuilder();
    boolean first = true;
    for (char letter : constant.name().toCharArray()) {
      if (letter != '_') {
        word.append(first ? letter : Character.toLowerCase(letter));
      }
      first = letter == '_';
    }
    return word.toString();
  }
}
