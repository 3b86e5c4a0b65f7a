package dev.coulomb.node.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coulomb.node.admin.AdminRoutes.Answer;
import dev.coulomb.node.admin.restore.ChecksumsStatus;
import dev.coulomb.node.admin.restore.RestoreJson;
import dev.coulomb.node.admin.restore.RestoreStatus;
import java.util.Optional;

/** The routes below {@code /v1/restore} and {@code /v1/checksums}. Confined to nothing. */
final class RestoreRoutes {
  static final String RESTORE = "/v1/restore";
  static final String CONFIRM = RESTORE + "/confirm";
  static final String CHECKSUMS = "/v1/checksums";

  private final NodeControl node;

  RestoreRoutes(NodeControl node) {
    this.node = node;
  }

  static boolean areChecksums(String path) {
    return path.startsWith(CHECKSUMS + "/");
  }

  Answer begin(JsonNode body) {
    RestoreStatus status = node.restores().begin(RestoreJson.decode(body));
    return answer(status.state() == RestoreStatus.State.RUNNING ? 202 : 200, status);
  }

  Answer find() {
    return answer(200, known(node.restores().find()));
  }

  Answer undo() {
    return answer(202, known(node.restores().undo()));
  }

  Answer confirm() {
    return answer(200, node.restores().confirm());
  }

  Answer addUp(JsonNode body) {
    ChecksumsStatus status = node.checksums().begin(RestoreJson.id(body));
    return AdminRoutes.json(
        status.state() == ChecksumsStatus.State.RUNNING ? 202 : 200, RestoreJson.encode(status));
  }

  Answer findChecksums(String path) {
    String id = path.substring(CHECKSUMS.length() + 1);
    return AdminRoutes.json(
        200,
        RestoreJson.encode(
            node.checksums()
                .find(id)
                .orElseThrow(() ->
                    new AdminError(
                        404,
                        "unknown-checksums",
                        "this node knows no checksums with this id; begin them again",
                        null))));
  }

  private static RestoreStatus known(Optional<RestoreStatus> status) {
    return status.orElseThrow(
        () -> new AdminError(404, "unknown-restore", "there was no restore on this node", null));
  }

  private static Answer answer(int httpStatus, RestoreStatus status) {
    return AdminRoutes.json(httpStatus, RestoreJson.encode(status));
  }
}
