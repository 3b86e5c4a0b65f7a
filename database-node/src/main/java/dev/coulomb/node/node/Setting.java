package dev.coulomb.node.node;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A setting of the node: its option on the command line, its property in a file, its default, and
 * whether it can change while the node runs. A check gives the value back, or throws {@link
 * BadSetting} with a sentence.
 */
enum Setting {
  DATA("--data", "data", null, false, "directory of this node", Checks::text),
  SQL_HOST("--sql-host", "sql.host", "127.0.0.1", false, "address for SQL", Checks::text),
  SQL_PORT("--sql-port", "sql.port", "5432", false, "port for SQL; 0: a free one", Checks::port),
  ADMIN_HOST("--admin-host", "admin.host", "127.0.0.1", false, "address for HTTP", Checks::text),
  ADMIN_PORT(
      "--admin-port", "admin.port", "8080", false, "port for HTTP; 0: a free one", Checks::port),
  NODE_NAME("--node-name", "node.name", null, false, "name of this node", Checks::text),
  EXPECTED_ID(
      "--expected-node-id",
      "node.expected-id",
      null,
      false,
      "node whose data has to be in the directory; it does not start on another or an empty one",
      Checks::id),
  CLUSTER_NAME(
      "--cluster-name", "cluster.name", "coulomb", false, "name of the cluster", Checks::text),
  PARTITIONS(
      "--partitions",
      "partitions",
      "32",
      false,
      "number of partitions, 1 to 1024",
      value -> Checks.number(value, 1, 1024)),
  BOOTSTRAP_RESTORE(
      "--bootstrap-restore",
      "bootstrap.restore",
      null,
      false,
      "restore without which this node does not serve: it waits until it is asked for over HTTP",
      Checks::nonce),
  DURABILITY(
      "--durability",
      "durability",
      "sync",
      false,
      "sync: replies wait for the disk; interval: it follows soon; none: at the stop",
      value -> Checks.oneOf(value, "sync", "interval", "none")),
  DURABILITY_INTERVAL(
      "--durability-interval",
      "durability.interval",
      "200ms",
      true,
      "with interval: from one write to the disk to the next",
      Checks::duration),
  CHECKPOINT_LOG_SIZE(
      "--checkpoint-log-size",
      "checkpoint.log-size",
      "1GiB",
      true,
      "log that is written before the next checkpoint",
      value -> Checks.size(value, 1L << 20)),
  BOOTSTRAP_SCHEMA(
      "--bootstrap-schema",
      "bootstrap.schema",
      "false",
      false,
      "a new database is not ready before its first schema was given to it over HTTP",
      Checks::truth),
  CHECKPOINT_RATE(
      "--checkpoint-rate",
      "checkpoint.rate",
      "32MiB",
      true,
      "bytes of a checkpoint in a second; 0: as fast as it goes",
      value -> Checks.size(value, 0)),
  BACKUP_DIRECTORY(
      "--backup-directory",
      "backup.directory",
      null,
      false,
      "directory below which backups may be written, a mounted volume for example",
      Checks::text),
  ARCHIVE_ENABLED(
      "--archive-enabled",
      "archive.enabled",
      "false",
      false,
      "the log is kept until it is archived, where to is said over HTTP",
      Checks::truth),
  ARCHIVE_INTERVAL(
      "--archive-interval",
      "archive.interval",
      "30s",
      true,
      "from one piece of the archive to the next",
      Checks::duration),
  BACKUP_RATE(
      "--backup-rate",
      "backup.rate",
      "0",
      true,
      "bytes of a backup in a second, as 50MiB; 0: as fast as it goes",
      value -> Checks.size(value, 0)),
  TRUST_LOOPBACK(
      "--trust-loopback",
      "sql.trust-loopback",
      "false",
      false,
      "no password from this machine",
      Checks::truth),
  SUPERUSER("--superuser", "superuser.name", "coulomb", false, "the user", Checks::text),
  PASSWORD_FILE(
      "--superuser-password-file",
      "superuser.password-file",
      null,
      false,
      "file with the user's password; read again when it changes",
      Checks::text),
  TOKEN_FILE(
      "--admin-token-file",
      "admin.token-file",
      null,
      false,
      "file with the token for changes over HTTP; read again when it changes",
      Checks::text),
  TLS_CERTIFICATE(
      "--tls-certificate", "tls.certificate", null, false, "PEM certificate chain", Checks::text),
  TLS_KEY("--tls-key", "tls.key", null, false, "PEM private key", Checks::text),
  DATA_MEMORY(
      "--data-memory",
      "memory.data",
      null,
      false,
      "memory for rows, as 4GiB; default: half of what there is",
      value -> Checks.size(value, 16L << 20)),
  WORK_MEMORY(
      "--work-memory",
      "memory.work",
      "64MiB",
      true,
      "memory for the work of one query",
      value -> Checks.size(value, 64L << 10)),
  VIEW_MEMORY(
      "--view-memory",
      "memory.views",
      null,
      true,
      "old pages that open queries may keep, as 512MiB; default: an eighth of memory.data",
      value -> Checks.size(value, 1L << 20)),
  VIEW_AGE(
      "--view-age",
      "sql.view-age",
      "1h",
      true,
      "time that a query may be open, as 30min; 0: any",
      Checks::duration),
  MAX_CONNECTIONS(
      "--max-connections",
      "sql.max-connections",
      "1000",
      true,
      "connections of clients",
      value -> Checks.number(value, 1, 1_000_000)),
  MAX_STATEMENT_LENGTH(
      "--max-statement-length",
      "sql.max-statement-length",
      "16MiB",
      true,
      "bytes of a statement",
      value -> Checks.size(value, 1_024)),
  STATEMENT_TIMEOUT(
      "--statement-timeout",
      "sql.statement-timeout",
      "0",
      true,
      "time that a statement may take, as 30s; 0: any",
      Checks::duration),
  SLOW_STATEMENT(
      "--slow-statement",
      "sql.slow-statement",
      "0",
      true,
      "statements that take this long are logged, as 500ms; 0: none",
      Checks::duration),
  LOG_FORMAT(
      "--log-format",
      "log.format",
      "text",
      false,
      "text or json",
      value -> Checks.oneOf(value, "text", "json")),
  LOG_LEVEL(
      "--log-level",
      "log.level",
      "info",
      true,
      "error, warn, info or debug",
      value -> Checks.oneOf(value, "error", "warn", "info", "debug"));

  private final String option;
  private final String property;
  private final @Nullable String defaultValue;
  private final boolean live;
  private final String help;
  private final UnaryOperator<String> check;

  Setting(
      String option,
      String property,
      @Nullable String defaultValue,
      boolean live,
      String help,
      UnaryOperator<String> check) {
    this.option = option;
    this.property = property;
    this.defaultValue = defaultValue;
    this.live = live;
    this.help = help;
    this.check = check;
  }

  String option() {
    return option;
  }

  String property() {
    return property;
  }

  Optional<String> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** True when it can change while the node runs. */
  boolean isLive() {
    return live;
  }

  /** True for an option without a value. */
  boolean isFlag() {
    return this == TRUST_LOOPBACK;
  }

  String help() {
    return help;
  }

  /** The value, when it is a good one; throws {@link BadSetting}. */
  String checked(String value) {
    try {
      return check.apply(value.strip());
    } catch (ArithmeticException tooLarge) {
      throw new BadSetting(property, "is too large: " + value);
    } catch (IllegalArgumentException bad) {
      throw new BadSetting(property, bad.getMessage() + ": " + value);
    }
  }

  static Optional<Setting> ofProperty(String property) {
    return Stream.of(values()).filter(setting -> setting.property.equals(property)).findFirst();
  }

  /** A setting that cannot be: which one, and why. */
  static final class BadSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String property;
    private final String sentence;

    BadSetting(String property, String reason) {
      super(property + ": " + reason, null, false, false);
      this.property = property;
      this.sentence = property + ": " + reason;
    }

    String property() {
      return property;
    }

    /** The sentence, with the property. */
    String sentence() {
      return sentence;
    }
  }
}
