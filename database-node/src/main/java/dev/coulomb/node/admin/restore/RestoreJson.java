package dev.coulomb.node.admin.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.admin.AdminError;
import dev.coulomb.node.admin.backup.BackupJson;
import dev.coulomb.node.admin.backup.BackupStatus.TableRows;
import dev.coulomb.node.admin.backup.Destination;
import dev.coulomb.node.admin.backup.DestinationJson;
import dev.coulomb.node.admin.backup.Failure;
import dev.coulomb.node.admin.restore.RestoreRequest.Until;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The JSON of restores and checksums. Golden files hold it, here and in the operator. */
public final class RestoreJson {
  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,63}");
  private static final ObjectMapper JSON = new ObjectMapper();

  private RestoreJson() {}

  /** Reads an id; throws {@link AdminError}. */
  public static String id(JsonNode json) {
    String id = json.path("id").asText("");
    if (!ID.matcher(id).matches()) {
      throw new AdminError(400, "id", "an id is 1 to 63 small letters, digits and hyphens", "id");
    }
    return id;
  }

  /** Reads a request; throws {@link AdminError} with the field that is wrong. */
  public static RestoreRequest decode(JsonNode json) {
    Destination archive =
        json.path("archive").isObject()
            ? DestinationJson.decode(json.path("archive"), "archive")
            : null;
    return new RestoreRequest(
        id(json),
        DestinationJson.decode(json.path("source"), "source"),
        archive,
        until(json.path("until"), archive != null),
        json.path("inPlace").asBoolean(false));
  }

  private static Until until(JsonNode json, boolean hasArchive) {
    if (json.isMissingNode() || json.isNull()) {
      return new Until.End();
    }
    JsonNode time = json.path("timeMicros");
    JsonNode position = json.path("position");
    if (time.canConvertToLong() == position.canConvertToLong()) {
      throw new AdminError(
          400, "until", "a target is an object that has either timeMicros or position", "until");
    }
    if (!hasArchive) {
      throw new AdminError(
          400, "until", "a target behind the snapshot needs an archive", "archive");
    }
    return time.canConvertToLong()
        ? new Until.Time(time.longValue())
        : new Until.Position(position.longValue());
  }

  public static ObjectNode encode(RestoreStatus status) {
    RestoreStatus.Progress progress = status.progress();
    ObjectNode json =
        JSON.createObjectNode()
            .put("id", status.id())
            .put("state", BackupJson.word(status.state()))
            .put("phase", BackupJson.word(progress.phase()))
            .put("inPlace", status.inPlace())
            .put("keepsPrevious", status.keepsPrevious())
            .put("rowsDone", progress.rowsDone())
            .put("rowsTotal", progress.rowsTotal())
            .put("bytesDone", progress.bytesDone())
            .put("bytesTotal", progress.bytesTotal())
            .put("startedAtMicros", status.startedAtMicros());
    finished(json, status.finishedAtMicros());
    RestoreStatus.Result result = status.result();
    if (result != null) {
      json.putObject("restoredTo")
          .put("position", result.position())
          .put("timeMicros", result.timeMicros());
      json.put("rows", result.rows());
      tables(json, result.tables());
    }
    return failed(json, status.failure());
  }

  public static ObjectNode encode(ChecksumsStatus status) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("id", status.id())
            .put("state", BackupJson.word(status.state()))
            .put("rowsDone", status.rowsDone())
            .put("rowsTotal", status.rowsTotal())
            .put("position", status.position())
            .put("timeMicros", status.timeMicros());
    if (status.state() == ChecksumsStatus.State.COMPLETED) {
      tables(json, status.tables());
    }
    return failed(json, status.failure());
  }

  private static void finished(ObjectNode json, long atMicros) {
    if (atMicros > 0) {
      json.put("finishedAtMicros", atMicros);
    }
  }

  private static ObjectNode failed(ObjectNode json, @Nullable Failure failure) {
    if (failure != null) {
      json.set("error", BackupJson.encode(failure));
    }
    return json;
  }

  private static void tables(ObjectNode json, List<TableRows> tables) {
    ArrayNode array = json.putArray("tables");
    tables.forEach(table ->
        array
            .addObject()
            .put("name", table.name())
            .put("rows", table.rows())
            .put("sum", table.sum()));
  }
}
