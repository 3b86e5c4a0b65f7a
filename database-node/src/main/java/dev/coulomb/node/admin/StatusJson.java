package dev.coulomb.node.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.admin.backup.ArchiveStatus;
import dev.coulomb.node.admin.backup.BackupJson;
import java.util.Optional;

/**
 * The JSON of the admin server. The names are a contract: operators of other versions read them,
 * and must ignore what they do not know. Golden files hold it on both sides.
 */
final class StatusJson {
  /** Changes when a reader of an older version would misunderstand. */
  private static final String API_VERSION = "coulomb.dev/node-status/v1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private StatusJson() {}

  /**
   * @param starting how far a start is that is not over
   */
  static ObjectNode status(NodeStatus status, Optional<NodeControl.Startup> starting) {
    ObjectNode json = JSON.createObjectNode().put("apiVersion", API_VERSION);
    NodeStatus.Identity identity = status.identity();
    json.putObject("node")
        .put("id", identity.id())
        .put("incarnation", identity.incarnation())
        .put("name", identity.name())
        .put("version", identity.version())
        .put("startedAt", identity.startedAt());
    json.putObject("cluster").put("name", identity.cluster());
    json.put("state", status.state().name());
    starting.ifPresent(startup -> json.set("startup", startup(startup)));
    NodeStatus.Content content = status.content();
    json.putObject("partitions")
        .put("count", content.partitions())
        .put("primaries", content.partitions())
        .put("replicas", content.partitions())
        .put("inSync", content.partitions());
    json.put("catalogVersion", content.catalogVersion());
    json.putObject("data").put("tables", content.tables()).put("rows", content.rows());
    json.putObject("memory")
        .put("dataBytesUsed", content.memory().dataBytesUsed())
        .put("dataBytesLimit", content.memory().dataBytesLimit());
    json.putObject("connections")
        .put("open", content.connections().open())
        .put("limit", content.connections().limit());
    ObjectNode settings = json.putObject("settings");
    status.settings().forEach(settings::put);
    String notAfter = content.certificateNotAfter();
    if (notAfter != null) {
      json.putObject("tls").put("notAfter", notAfter);
    }
    NodeStatus.Checkpoint checkpoint = status.checkpoint();
    if (checkpoint != null) {
      json.putObject("checkpoint")
          .put("running", checkpoint.running())
          .put("lsn", checkpoint.lsn())
          .put("atMicros", checkpoint.atMicros())
          .put("failed", checkpoint.failed());
      json.putObject("log").put("full", checkpoint.logFull());
    }
    ArchiveStatus archive = status.archive();
    if (archive != null) {
      json.set("archive", BackupJson.encode(archive));
    }
    ObjectNode stop = json.putObject("stop").put("safe", status.safety().safe());
    if (!status.safety().safe()) {
      stop.put("reason", status.safety().reason());
    }
    return json;
  }

  static ObjectNode startup(NodeControl.Startup startup) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("phase", startup.phase())
            .put("done", startup.done())
            .put("total", startup.total())
            .put("percent", startup.percent())
            .put("rows", startup.rows());
    if (startup.secondsLeft() >= 0) {
      json.put("secondsLeft", startup.secondsLeft());
    }
    return json;
  }

  static ObjectNode reason(String reason) {
    return JSON.createObjectNode().put("reason", reason);
  }

  static ObjectNode stopping() {
    return JSON.createObjectNode().put("state", NodeStatus.State.STOPPING.name());
  }

  static ObjectNode error(AdminError error) {
    ObjectNode json = JSON.createObjectNode();
    ObjectNode inner =
        json.putObject("error").put("code", error.code()).put("message", error.getMessage());
    String field = error.field();
    if (field != null) {
      inner.put("field", field);
    }
    return json;
  }
}
