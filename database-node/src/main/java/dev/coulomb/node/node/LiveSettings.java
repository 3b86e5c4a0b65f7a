package dev.coulomb.node.node;

import dev.coulomb.node.admin.AdminError;
import dev.coulomb.node.node.Setting.BadSetting;
import dev.coulomb.node.partition.OpenViews;
import dev.coulomb.node.transaction.TransactionLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The values that can change while the node runs, ready to use on hot paths. Any thread. */
final class LiveSettings {
  private final Settings settings;
  private final KeptSettings kept;
  private final TransactionLimits limits;
  private volatile int connectionsMax;
  private volatile int statementBytesMax;
  private volatile Duration statementTimeout = Duration.ZERO;
  private volatile long slowNanos = Long.MAX_VALUE;
  private volatile long checkpointLogBytes;
  private volatile long checkpointRate;
  private volatile long backupRate;
  private volatile long archiveIntervalNanos;
  private volatile long durabilityIntervalNanos;
  private volatile OpenViews.Limits views = new OpenViews.Limits(0, Long.MAX_VALUE);

  /**
   * @param copyStageBytes what one {@code COPY FROM} may hold on the heap
   */
  LiveSettings(Settings settings, KeptSettings kept, long copyStageBytes) {
    this.settings = settings;
    this.kept = kept;
    this.limits = new TransactionLimits(settings.bytes(Setting.WORK_MEMORY), copyStageBytes);
    use();
  }

  int connectionsMax() {
    return connectionsMax;
  }

  int statementBytesMax() {
    return statementBytesMax;
  }

  /** Zero: none. */
  Duration statementTimeout() {
    return statementTimeout;
  }

  /** Statements that take so many nanoseconds are logged; {@link Long#MAX_VALUE}: none. */
  long slowNanos() {
    return slowNanos;
  }

  /** With durability {@code interval}: from one force of the log to the next. */
  long durabilityIntervalNanos() {
    return durabilityIntervalNanos;
  }

  /** Bytes of the log from one checkpoint to the next. */
  long checkpointLogBytes() {
    return checkpointLogBytes;
  }

  /** Bytes of a checkpoint in a second; 0: any. */
  long checkpointRate() {
    return checkpointRate;
  }

  /** Bytes of a backup in a second; 0: any. */
  long backupRate() {
    return backupRate;
  }

  /** From one piece of the archive to the next. */
  long archiveIntervalNanos() {
    return archiveIntervalNanos;
  }

  OpenViews.Limits views() {
    return views;
  }

  TransactionLimits limits() {
    return limits;
  }

  /**
   * Changes settings by their properties, all or none, also for the next start. Throws {@link
   * AdminError}: 400 for what is unknown or bad, 409 for what cannot change while the node runs,
   * and when the change cannot be kept.
   */
  synchronized void change(Map<String, String> byProperty) {
    Map<Setting, String> checked = new EnumMap<>(Setting.class);
    byProperty.forEach((property, value) -> checked.put(live(property), checked(property, value)));
    try {
      kept.keep(checked);
    } catch (IOException notKept) {
      throw new AdminError(
          409,
          "not-kept",
          "nothing was changed, as the change cannot be written to the data directory: "
              + notKept.getMessage(),
          null);
    }
    checked.forEach(settings::put);
    use();
  }

  private static Setting live(String property) {
    Setting setting =
        Setting.ofProperty(property)
            .orElseThrow(() ->
                new AdminError(
                    400, "unknown-setting", "this is not a setting of this version", property));
    if (!setting.isLive()) {
      throw new AdminError(
          409, "not-live", "this setting cannot change while the node runs", property);
    }
    return setting;
  }

  private static String checked(String property, String value) {
    try {
      return live(property).checked(value);
    } catch (BadSetting bad) {
      throw new AdminError(400, "bad-value", bad.sentence(), property);
    }
  }

  private void use() {
    limits.workMemoryBytes(settings.bytes(Setting.WORK_MEMORY));
    connectionsMax = settings.number(Setting.MAX_CONNECTIONS);
    statementBytesMax =
        (int) Math.min(settings.bytes(Setting.MAX_STATEMENT_LENGTH), Integer.MAX_VALUE);
    statementTimeout = settings.duration(Setting.STATEMENT_TIMEOUT);
    Duration slow = settings.duration(Setting.SLOW_STATEMENT);
    slowNanos = slow.isZero() ? Long.MAX_VALUE : slow.toNanos();
    durabilityIntervalNanos = settings.duration(Setting.DURABILITY_INTERVAL).toNanos();
    checkpointLogBytes = settings.bytes(Setting.CHECKPOINT_LOG_SIZE);
    checkpointRate = settings.bytes(Setting.CHECKPOINT_RATE);
    archiveIntervalNanos = settings.duration(Setting.ARCHIVE_INTERVAL).toNanos();
    backupRate = settings.bytes(Setting.BACKUP_RATE);
    views =
        new OpenViews.Limits(
            settings.duration(Setting.VIEW_AGE).toNanos(), settings.bytes(Setting.VIEW_MEMORY));
    Logs.level(settings.get(Setting.LOG_LEVEL));
  }
}
