package dev.coulomb.node.admin.bootstrap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.admin.bootstrap.SchemaStatus.Mistake;

/**
 * The JSON of the schema that a database begins with. Golden files hold it, here and in the
 * operator.
 */
public final class SchemaJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SchemaJson() {}

  public static ObjectNode encode(SchemaStatus status) {
    ObjectNode json = JSON.createObjectNode().put("id", status.id());
    json.put("state", word(status.state()));
    Mistake mistake = status.mistake();
    if (mistake != null) {
      json.putObject("error")
          .put("code", mistake.code())
          .put("message", mistake.message())
          .put("line", mistake.line());
    }
    return json;
  }

  private static String word(SchemaStatus.State state) {
    return switch (state) {
      case RUNNING -> "Running";
      case COMPLETED -> "Completed";
      case SKIPPED -> "Skipped";
      case FAILED -> "Failed";
    };
  }
}
