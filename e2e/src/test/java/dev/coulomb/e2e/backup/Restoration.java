package dev.coulomb.e2e.backup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What is to be restored.
 *
 * @param archive goes on after the snapshot; null: it ends there
 * @param until name and value of where it ends; null: the end of what there is
 */
record Restoration(
    String id, Place source, @Nullable Place archive, @Nullable Until until, boolean inPlace) {
  /**
   * Where the archive is not followed any more.
   *
   * @param field {@code timeMicros} or {@code position}
   */
  record Until(String field, long value) {}

  static Restoration of(String id, Place source) {
    return new Restoration(id, source, null, null, false);
  }

  Restoration with(Place archived) {
    return new Restoration(id, source, archived, until, inPlace);
  }

  Restoration untilMicros(long micros) {
    return new Restoration(id, source, archive, new Until("timeMicros", micros), inPlace);
  }

  Restoration untilPosition(long position) {
    return new Restoration(id, source, archive, new Until("position", position), inPlace);
  }

  Restoration overWhatIsThere() {
    return new Restoration(id, source, archive, until, true);
  }

  ObjectNode json() {
    ObjectNode request = Place.JSON.createObjectNode().put("id", id);
    request.set("source", source.json());
    if (archive != null) {
      request.set("archive", archive.json());
    }
    if (until != null) {
      request.putObject("until").put(until.field(), until.value());
    }
    return request.put("inPlace", inPlace);
  }
}
