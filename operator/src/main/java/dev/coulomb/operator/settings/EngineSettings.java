package dev.coulomb.operator.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings a cluster runs with, complete: what the user said, and the default for everything
 * else. Split by whether a running node takes a setting up.
 *
 * @param live name to canonical value
 * @param restart name to canonical value
 */
public record EngineSettings(SortedMap<String, String> live, SortedMap<String, String> restart) {

  public static final String DATA_MEMORY = "memory.data";

  /**
   * What {@code spec.durability} says, in the node's words.
   *
   * @param mode sync, interval or none
   */
  public record Durability(String mode, int intervalMillis, int checkpointMebibytes) {}

  /**
   * What {@code spec.backup} and {@code spec.archive} say.
   *
   * @param directory below which backups may be written; nothing without a volume for them
   * @param archiveIntervalSeconds between two pieces of the archive; nothing without an archive
   */
  public record Backups(Optional<String> directory, OptionalInt archiveIntervalSeconds) {

    public static final Backups NONE = new Backups(Optional.empty(), OptionalInt.empty());
  }

  private static final String VIEW_MEMORY = "memory.views";

  private static final String LOG_FORMAT = "log.format";

  private static final String DURABILITY = "durability";
  private static final String DURABILITY_INTERVAL = "durability.interval";
  private static final String CHECKPOINT_LOG_SIZE = "checkpoint.log-size";
  private static final String BACKUP_DIRECTORY = "backup.directory";
  private static final String ARCHIVE_ENABLED = "archive.enabled";
  private static final String ARCHIVE_INTERVAL = "archive.interval";

  /** The settings that need a restart, by the node's command-line options. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          DATA_MEMORY,
          "--data-memory",
          LOG_FORMAT,
          "--log-format",
          DURABILITY,
          "--durability",
          BACKUP_DIRECTORY,
          "--backup-directory",
          ARCHIVE_ENABLED,
          "--archive-enabled");

  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  /** Those that others are worked out from first. */
  private static final List<Setting> KNOWN =
      List.of(
          new Setting(DATA_MEMORY, new Value.Size(16 * MIB, 65_536 * GIB), false, ""),
          new Setting(VIEW_MEMORY, new Value.Size(MIB, 65_536 * GIB), true, ""),
          new Setting("memory.work", new Value.Size(64 * KIB, 1_024 * GIB), true, "64MiB"),
          new Setting("sql.max-connections", new Value.Count(1, 1_000_000), true, "1000"),
          new Setting("sql.max-statement-length", new Value.Size(KIB, GIB), true, "16MiB"),
          new Setting("sql.slow-statement", new Value.Time(7 * 24 * 3_600_000L), true, "0"),
          new Setting("sql.view-age", new Value.Time(7 * 24 * 3_600_000L), true, "3600s"),
          new Setting("sql.statement-timeout", new Value.Time(7 * 24 * 3_600_000L), true, "0"),
          new Setting("checkpoint.rate", new Value.Size(0, 1_024 * GIB), true, "32MiB"),
          new Setting("backup.rate", new Value.Size(0, 1_024 * GIB), true, "0B"),
          new Setting(LOG_FORMAT, new Value.Choice(List.of("text", "json")), false, "text"),
          new Setting(
              "log.level",
              new Value.Choice(List.of("error", "warn", "info", "debug")),
              true,
              "info"));

  /** Those that other fields of the spec say. */
  private static final List<Setting> OF_OTHER_FIELDS =
      List.of(
          new Setting(
              DURABILITY, new Value.Choice(List.of("sync", "interval", "none")), false, "sync"),
          new Setting(DURABILITY_INTERVAL, new Value.Time(60_000), true, "200ms"),
          new Setting(CHECKPOINT_LOG_SIZE, new Value.Size(64 * MIB, 1_024 * GIB), true, "1024MiB"),
          new Setting(ARCHIVE_INTERVAL, new Value.Time(3_600_000), true, "30s"));

  /** Settings of the node that the operator itself decides, and the field that leads there. */
  private static final Map<String, String> OPERATORS_OWN =
      Map.ofEntries(
          Map.entry("data", "spec.storage"),
          Map.entry(DURABILITY, "spec.durability.mode"),
          Map.entry(DURABILITY_INTERVAL, "spec.durability.intervalMillis"),
          Map.entry(CHECKPOINT_LOG_SIZE, "spec.durability.checkpointMegabytes"),
          Map.entry(BACKUP_DIRECTORY, "spec.backup.volumeClaim"),
          Map.entry(ARCHIVE_ENABLED, "spec.archive"),
          Map.entry(ARCHIVE_INTERVAL, "spec.archive.intervalSeconds"),
          Map.entry("node.expected-id", "the operator"),
          Map.entry("sql.host", "the pod"),
          Map.entry("sql.port", "the pod"),
          Map.entry("admin.host", "the pod"),
          Map.entry("admin.port", "the pod"),
          Map.entry("admin.token-file", "the operator"),
          Map.entry("node.name", "the pod"),
          Map.entry("cluster.name", "metadata.name"),
          Map.entry("partitions", "spec.partitions"),
          Map.entry("sql.trust-loopback", "the operator (always off)"),
          Map.entry("superuser.name", "spec.access.superuserSecretRef"),
          Map.entry("superuser.password-file", "spec.access.superuserSecretRef"),
          Map.entry("tls.certificate", "spec.access.tls.secretRef"),
          Map.entry("tls.key", "spec.access.tls.secretRef"));

  public EngineSettings {
    live = new TreeMap<>(live);
    restart = new TreeMap<>(restart);
  }

  /**
   * What is wrong with the settings a user wrote: one sentence each, in the order of their names.
   */
  public static List<String> problems(Map<String, String> written) {
    List<String> problems = new ArrayList<>();
    new TreeMap<>(written).forEach((name, value) -> problem(name, value).ifPresent(problems::add));
    return problems;
  }

  private static Optional<String> problem(String name, String value) {
    Optional<Setting> setting = find(KNOWN, name);
    if (setting.isPresent()) {
      Value kind = setting.get().value();
      return kind.canonical(value).isPresent()
          ? Optional.empty()
          : Optional.of(
              "spec.config[" + name + "]: " + quoted(value) + " is not " + kind.expected());
    }
    String owner = OPERATORS_OWN.get(name);
    if (owner != null) {
      return Optional.of("spec.config[" + name + "] is decided by " + owner + "; take it out");
    }
    return Optional.of(
        "spec.config[" + name + "] is not a setting of this version; settings are " + names());
  }

  /**
   * The complete settings.
   *
   * @param written what the user wrote; must have no problems
   * @param durability how the node keeps what it is told
   * @param backups where the node may write backups, and whether it archives its log
   * @param dataMemoryBytes memory for data when the user says nothing of it
   */
  public static EngineSettings of(
      Map<String, String> written, Durability durability, Backups backups, long dataMemoryBytes) {
    SortedMap<String, String> live = new TreeMap<>();
    SortedMap<String, String> restart = new TreeMap<>();
    restart.put(DURABILITY, durability.mode());
    live.put(
        DURABILITY_INTERVAL, canonical(DURABILITY_INTERVAL, durability.intervalMillis() + "ms"));
    live.put(CHECKPOINT_LOG_SIZE, durability.checkpointMebibytes() + "MiB");
    // Nothing is said where nothing is wanted: a node of an older version does not know the words.
    backups.directory().ifPresent(directory -> restart.put(BACKUP_DIRECTORY, directory));
    backups
        .archiveIntervalSeconds()
        .ifPresent(seconds -> {
          restart.put(ARCHIVE_ENABLED, "true");
          live.put(ARCHIVE_INTERVAL, seconds + "s");
        });
    for (Setting setting : KNOWN) {
      String standard =
          switch (setting.name()) {
            case DATA_MEMORY -> dataMemoryBytes / MIB + "MiB";
            case VIEW_MEMORY -> viewMemory(Objects.requireNonNull(restart.get(DATA_MEMORY)));
            default -> setting.standard();
          };
      String text = written.getOrDefault(setting.name(), standard);
      (setting.live() ? live : restart)
          .put(setting.name(), setting.value().canonical(text).orElse(standard));
    }
    return new EngineSettings(live, restart);
  }

  /** What the node itself takes when nobody says. */
  private static String viewMemory(String dataMemory) {
    return Math.max(1, Value.Size.bytes(dataMemory) / 8 / MIB) + "MiB";
  }

  /** The settings that need a restart as arguments of the node, in the order of their names. */
  public List<String> restartArguments() {
    List<String> arguments = new ArrayList<>();
    restart.forEach((name, value) -> {
      arguments.add(Objects.requireNonNull(OPTIONS.get(name), name));
      arguments.add(value);
    });
    return arguments;
  }

  /** A short digest of the settings that need a restart: another digest, another pod. */
  public String restartDigest() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(restart.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Memory for data, in bytes. */
  public long dataMemoryBytes() {
    return Value.Size.bytes(restart.getOrDefault(DATA_MEMORY, "0B"));
  }

  /** The live settings whose effective value, in the node's words, is not the wanted one. */
  public SortedMap<String, String> liveDifferences(Map<String, String> effective) {
    return differences(live, effective);
  }

  private static SortedMap<String, String> differences(
      SortedMap<String, String> wanted, Map<String, String> effective) {
    SortedMap<String, String> differences = new TreeMap<>(wanted);
    differences.entrySet().removeIf(e -> same(e.getKey(), e.getValue(), effective.get(e.getKey())));
    return differences;
  }

  private static boolean same(
      String name, String wanted, @org.jspecify.annotations.Nullable String effective) {
    // A node that does not know the setting yet (an older version) is left alone: it would refuse.
    return effective == null || canonical(name, effective).equals(wanted);
  }

  private static String canonical(String name, String text) {
    return find(KNOWN, name)
        .or(() -> find(OF_OTHER_FIELDS, name))
        .flatMap(s -> s.value().canonical(text))
        .orElse(text);
  }

  private static Optional<Setting> find(List<Setting> settings, String name) {
    return settings.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  private static String names() {
    return String.join(", ", KNOWN.stream().map(Setting::name).sorted().toList());
  }

  private static String quoted(String value) {
    return '"' + (value.length() > 40 ? value.substring(0, 40) + "…" : value) + '"';
  }
}
