package dev.coulomb.node.durability.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coulomb.node.durability.files.DamagedFileException;
import java.nio.charset.StandardCharsets;

/**
 * What is known of the end of an archive. As JSON: {@code {"format": 1, "position": …,
 * "timeMicros": …}}.
 *
 * @param position LSN up to which the log was archived
 * @param timeMicros nothing happened between that and this time, since 1970
 */
public record ArchiveEnd(long position, long timeMicros) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORMAT = 1;

  byte[] encode() {
    return JSON.createObjectNode()
        .put("format", FORMAT)
        .put("position", position)
        .put("timeMicros", timeMicros)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  static ArchiveEnd decode(String object, byte[] bytes) throws DamagedFileException {
    try {
      JsonNode json = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
      if (json.path("format").asInt() == FORMAT) {
        return new ArchiveEnd(json.path("position").asLong(), json.path("timeMicros").asLong());
      }
    } catch (JsonProcessingException wrong) {
      throw new DamagedFileException(object, 0, "is not the end of an archive");
    }
    throw new DamagedFileException(object, 0, "is not the end of an archive");
  }
}
