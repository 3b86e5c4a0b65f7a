package dev.coulomb.node.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coulomb.node.admin.AdminRoutes.Answer;
import dev.coulomb.node.admin.backup.BackupJson;
import dev.coulomb.node.admin.backup.Destination;
import dev.coulomb.node.admin.backup.DestinationJson;
import dev.coulomb.node.admin.backup.TrimStatus;
import java.util.UUID;
import java.util.regex.Pattern;

/** The routes below {@code /v1/archive}. Confined to nothing. */
final class ArchiveRoutes {
  static final String ARCHIVE = "/v1/archive";
  static final String TRIM = ARCHIVE + "/trim";

  private static final Pattern HISTORY =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final NodeControl node;

  ArchiveRoutes(NodeControl node) {
    this.node = node;
  }

  Answer begin(JsonNode body) {
    Destination destination = DestinationJson.decode(body.path("destination"), "destination");
    return AdminRoutes.json(202, BackupJson.encode(node.archive().begin(destination)));
  }

  Answer trim(JsonNode body) {
    String history = body.path("history").asText("");
    if (!HISTORY.matcher(history).matches()) {
      throw new AdminError(
          400, "history", "a history is a UUID in small letters, as a backup names it", "history");
    }
    JsonNode position = body.path("before").path("position");
    if (!position.isIntegralNumber() || !position.canConvertToLong() || position.longValue() < 0) {
      throw new AdminError(
          400, "before", "a position is a whole number of at least 0", "before.position");
    }
    TrimStatus status = node.archive().trim(UUID.fromString(history), position.longValue());
    return answer(status.state() == TrimStatus.State.RUNNING ? 202 : 200, status);
  }

  Answer trimmed() {
    return answer(
        200,
        node.archive()
            .trimmed()
            .orElseThrow(() ->
                new AdminError(
                    404, "unknown-trim", "nothing was trimmed since this node was started", null)));
  }

  private static Answer answer(int httpStatus, TrimStatus status) {
    return AdminRoutes.json(httpStatus, BackupJson.encode(status));
  }
}
