package dev.coulomb.node.node;

import dev.coulomb.node.node.Setting.BadSetting;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The values of all settings: defaults, then a file, then the command line, then what was changed
 * while the node ran. Thread-safe.
 */
final class Settings {
  private final Map<Setting, String> values = new EnumMap<>(Setting.class);
  private final Map<Setting, String> given = new EnumMap<>(Setting.class);

  /** Throws {@link BadSetting} for what cannot be. */
  Settings(Map<Setting, String> given) {
    for (Setting setting : Setting.values()) {
      setting.defaultValue().ifPresent(value -> values.put(setting, value));
    }
    given.forEach((setting, value) -> this.given.put(setting, setting.checked(value)));
    values.putAll(this.given);
    if (find(Setting.TLS_CERTIFICATE).isPresent() != find(Setting.TLS_KEY).isPresent()) {
      throw new BadSetting(
          Setting.TLS_CERTIFICATE.property(), "a certificate and a key come together");
    }
  }

  /** Reads a file of properties; an unknown property is an error. */
  static Map<Setting, String> read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IllegalArgumentException badEscape) {
      throw new IOException("not a file of properties: " + file, badEscape);
    }
    Map<Setting, String> read = new EnumMap<>(Setting.class);
    for (String name : properties.stringPropertyNames()) {
      Setting setting =
          Setting.ofProperty(name)
              .orElseThrow(() -> new BadSetting(name, "is not a setting of this version"));
      read.put(setting, properties.getProperty(name));
    }
    return read;
  }

  synchronized Optional<String> find(Setting setting) {
    return Optional.ofNullable(values.get(setting));
  }

  /** What the file or the command line says; nothing, where that is left to the default. */
  Optional<String> given(Setting setting) {
    return Optional.ofNullable(given.get(setting));
  }

  String get(Setting setting) {
    return find(setting)
        .orElseThrow(
            () -> new BadSetting(setting.property(), "must be given: " + setting.option()));
  }

  int number(Setting setting) {
    return Integer.parseInt(get(setting));
  }

  long bytes(Setting setting) {
    return Checks.bytes(get(setting));
  }

  Duration duration(Setting setting) {
    return Checks.time(get(setting));
  }

  Optional<Path> path(Setting setting) {
    return find(setting).map(Path::of);
  }

  /** Sets a value that has been checked. */
  synchronized void put(Setting setting, String value) {
    values.put(setting, value);
  }

  /** All values by property; none of them is a secret, secrets are in files. */
  synchronized SortedMap<String, String> byProperty() {
    SortedMap<String, String> all = new TreeMap<>();
    values.forEach((setting, value) -> all.put(setting.property(), value));
    return all;
  }
}
