package dev.coulomb.node.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coulomb.node.admin.AdminRoutes.Answer;
import dev.coulomb.node.admin.bootstrap.SchemaJson;
import dev.coulomb.node.admin.bootstrap.SchemaStatus;
import java.util.regex.Pattern;

/** The routes below {@code /v1/bootstrap}. Confined to nothing. */
final class BootstrapRoutes {
  static final String SCHEMA = "/v1/bootstrap/schema";

  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,63}");

  private final NodeControl node;

  BootstrapRoutes(NodeControl node) {
    this.node = node;
  }

  Answer begin(JsonNode body) {
    String id = body.path("id").asText("");
    if (!ID.matcher(id).matches()) {
      throw new AdminError(400, "id", "an id is 1 to 63 small letters, digits and hyphens", "id");
    }
    if (!body.path("sql").isTextual()) {
      throw new AdminError(400, "sql", "the statements are a text", "sql");
    }
    SchemaStatus status = node.firstSchema().begin(id, body.path("sql").asText());
    return answer(status.state() == SchemaStatus.State.RUNNING ? 202 : 200, status);
  }

  Answer last() {
    return answer(
        200,
        node.firstSchema()
            .last()
            .orElseThrow(() ->
                new AdminError(
                    404, "no-schema", "no schema was begun since the node started", null)));
  }

  private static Answer answer(int httpStatus, SchemaStatus status) {
    return AdminRoutes.json(httpStatus, SchemaJson.encode(status));
  }
}
