package dev.coulomb.node.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.SmallFile;
import dev.coulomb.node.node.Setting.BadSetting;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings that were changed while the node ran, in a file of its data directory: {@code
 * {"format": 1, "settings": {"sql.max-connections": {"value": "200", "instead": "1000"}}}}. The
 * last word counts: a change holds until the node's file or options say something else than they
 * did when it was made, which is {@code instead} (absent: nothing). One thread at a time.
 */
final class KeptSettings {
  private static final Logger LOG = LoggerFactory.getLogger(KeptSettings.class);
  private static final String NAME = "settings.json";
  private static final String FRESH = "settings.new";
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SmallFile file;
  private final Settings settings;
  private final Map<String, Change> changes;

  private record Change(String value, Optional<String> instead) {}

  private KeptSettings(SmallFile file, Settings settings, Map<String, Change> changes) {
    this.file = file;
    this.settings = settings;
    this.changes = changes;
  }

  /**
   * Reads the file, where there is one, and puts what still holds into the settings.
   *
   * @param directory the node's
   * @throws IOException also when the file is damaged or of a newer version
   */
  static KeptSettings open(Disk directory, Settings settings) throws IOException {
    SmallFile file = new SmallFile(directory, NAME, FRESH);
    Map<String, Change> changes = read(file);
    KeptSettings kept = new KeptSettings(file, settings, changes);
    if (changes.entrySet().removeIf(change -> !kept.apply(change.getKey(), change.getValue()))) {
      kept.tidy();
    }
    return kept;
  }

  /** Without room the file stays as it is: what was forgotten is judged again at the next start. */
  private void tidy() {
    try {
      write(changes);
    } catch (IOException later) {
      LOG.warn("changes of settings that hold no more are still in {}: {}", NAME, later.toString());
    }
  }

  /** Puts a change into effect, unless something was said after it. */
  private boolean apply(String property, Change change) {
    Optional<Setting> known = Setting.ofProperty(property).filter(Setting::isLive);
    if (known.isEmpty()) {
      LOG.warn("the change of {} is forgotten: this version cannot change it", property);
      return false;
    }
    Setting setting = known.get();
    if (!settings.given(setting).equals(change.instead())) {
      LOG.info("the change of {} is forgotten: the options say something else now", property);
      return false;
    }
    try {
      settings.put(setting, setting.checked(change.value()));
    } catch (BadSetting bad) {
      LOG.warn("the change of {} is forgotten: it {}", property, bad.sentence());
      return false;
    }
    LOG.info("{} is {}: it was changed while the node ran", property, change.value());
    return true;
  }

  /** Keeps changes that were checked; when this returns they are durable. */
  void keep(Map<Setting, String> checked) throws IOException {
    Map<String, Change> next = new TreeMap<>(changes);
    checked.forEach((setting, value) -> {
      Optional<String> given = settings.given(setting);
      if (given.equals(Optional.of(value))) {
        next.remove(setting.property());
      } else {
        next.put(setting.property(), new Change(value, given));
      }
    });
    write(next);
    changes.clear();
    changes.putAll(next);
  }

  private static Map<String, Change> read(SmallFile file) throws IOException {
    Map<String, Change> changes = new TreeMap<>();
    Optional<byte[]> bytes = file.read();
    if (bytes.isEmpty()) {
      return changes;
    }
    try {
      JsonNode json = JSON.readTree(bytes.get());
      if (json.path("format").asInt() != FORMAT) {
        throw new IOException(
            "the data directory has a file of settings that this version does not know: " + NAME);
      }
      json.path("settings")
          .properties()
          .forEach(each -> changes.put(each.getKey(), change(each.getValue())));
      return changes;
    } catch (JsonProcessingException damaged) {
      throw new IOException(
          "the data directory has a damaged file of settings; without it the node starts as its"
              + " options say: "
              + NAME,
          damaged);
    }
  }

  private static Change change(JsonNode json) {
    return new Change(
        json.path("value").asText(), Optional.ofNullable(json.path("instead").textValue()));
  }

  /** Replaces the file in one step. */
  private void write(Map<String, Change> next) throws IOException {
    ObjectNode named = JSON.createObjectNode();
    next.forEach((property, change) -> {
      ObjectNode written = named.putObject(property).put("value", change.value());
      change.instead().ifPresent(instead -> written.put("instead", instead));
    });
    byte[] bytes =
        JSON.writerWithDefaultPrettyPrinter()
            .writeValueAsBytes(
                JSON.createObjectNode().put("format", FORMAT).set("settings", named));
    file.replace(bytes);
  }
}
