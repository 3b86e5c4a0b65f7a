package dev.coulomb.node.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coulomb.node.admin.AdminRoutes.Answer;
import dev.coulomb.node.admin.backup.BackupJson;
import dev.coulomb.node.admin.backup.BackupStatus;
import dev.coulomb.node.admin.backup.Destination;
import dev.coulomb.node.admin.backup.DestinationJson;
import java.util.Optional;
import java.util.regex.Pattern;

/** The routes below {@code /v1/backups}. Confined to nothing. */
final class BackupRoutes {
  static final String BACKUPS = "/v1/backups";

  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,63}");

  private final NodeControl node;

  BackupRoutes(NodeControl node) {
    this.node = node;
  }

  static boolean isOneBackup(String path) {
    return path.startsWith(BACKUPS + "/");
  }

  Answer begin(JsonNode body) {
    String id = body.path("id").asText("");
    if (!ID.matcher(id).matches()) {
      throw new AdminError(400, "id", "an id is 1 to 63 small letters, digits and hyphens", "id");
    }
    Destination destination = DestinationJson.decode(body.path("destination"), "destination");
    BackupStatus status = node.backups().begin(id, destination);
    return answer(status.state() == BackupStatus.State.RUNNING ? 202 : 200, status);
  }

  Answer find(String path) {
    return answer(200, known(node.backups().find(id(path))));
  }

  Answer cancel(String path) {
    return answer(202, known(node.backups().cancel(id(path))));
  }

  private static String id(String path) {
    return path.substring(BACKUPS.length() + 1);
  }

  private static BackupStatus known(Optional<BackupStatus> status) {
    return status.orElseThrow(() ->
        new AdminError(
            404,
            "unknown-backup",
            "this node knows no backup with this id; begin it again to hear of it",
            null));
  }

  private static Answer answer(int httpStatus, BackupStatus status) {
    return AdminRoutes.json(httpStatus, BackupJson.encode(status));
  }
}
