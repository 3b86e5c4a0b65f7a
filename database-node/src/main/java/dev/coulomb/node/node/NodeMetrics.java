package dev.coulomb.node.node;

import dev.coulomb.node.admin.backup.BackupStatus;
import dev.coulomb.node.durability.log.LogFigures;
import dev.coulomb.node.durability.log.NodeLog;
import dev.coulomb.node.metrics.Metrics;
import dev.coulomb.node.metrics.Metrics.Value;
import dev.coulomb.node.node.archive.Archiver;
import dev.coulomb.node.node.backup.BackupFigures;
import dev.coulomb.node.node.backup.Backups;
import dev.coulomb.node.partition.OpenViews;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.transaction.InteractiveMetrics;
import dev.coulomb.node.transaction.TransactionMetrics;
import dev.coulomb.node.transaction.TransactionMetrics.Ending;
import dev.coulomb.node.transaction.TransactionMetrics.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** The metrics of a node by name; all values are counted elsewhere and only read here. */
final class NodeMetrics {
  private static final String PREFIX = "coulomb_node_";
  private static final double NANOS = 1e9;
  private static final double MICROS = 1e6;

  private final Metrics metrics;

  NodeMetrics(Metrics metrics) {
    this.metrics = metrics;
  }

  /** Of the start, before there is anything else. */
  void registerStart(Control control) {
    gauge(
        "start_percent",
        "How much is done of what the start does; 100: it is over",
        () -> control.starting().map(now -> (double) now.percent()).orElse(100.0));
    gauge(
        "start_rows",
        "Rows that the start has brought back in what it does; 0 when it is over",
        () -> control.starting().map(now -> (double) now.rows()).orElse(0.0));
    gauge(
        "start_seconds_left",
        "Seconds that what the start does goes on; -1: not known, 0: it is over",
        () -> control.starting().map(now -> (double) now.secondsLeft()).orElse(0.0));
  }

  void register(Engine engine, Control control, LiveSettings live) {
    Value one = new Value(List.of("version"), List.of(Version.CURRENT), () -> 1);
    metrics.gauges(PREFIX + "info", "Version of the node", () -> List.of(one));
    gauge("ready", "1: SQL is served", () -> control.notReady().isEmpty() ? 1 : 0);
    transactions(engine.data().transactions().metrics());
    counter("cuts", "Views cut across all partitions", engine.data().transactions()::cuts);
    counter("plan_cache_hits", "Statements whose plan was known", engine.planner()::hits);
    counter("plan_cache_misses", "Statements that were planned", engine.planner()::misses);
    counter("slow_statements", "Statements that were logged as slow", engine.statements()::slow);
    data(engine.data());
    kept(engine.data().kept());
    backups(engine.data().kept().backups());
    archive(engine.data().kept().archiver());
    new TableMetrics(metrics, engine.data()).register(PREFIX);
    partitions(engine.data().partitions());
    views(engine.data().partitions(), live);
    gauge("connections", "Clients that are connected", engine.sql()::connections);
    gauge("connections_limit", "Clients that may be connected", live::connectionsMax);
    counter(
        "connections_refused",
        "Clients turned away because there were too many, or the node stops",
        engine.sql()::refusedConnections);
  }

  private void transactions(TransactionMetrics transactions) {
    List<String> labels = List.of("kind", "outcome");
    List<Value> counts = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Ending ending : Ending.values()) {
        List<String> values = List.of(word(kind), word(ending));
        counts.add(new Value(labels, values, () -> transactions.count(kind, ending)));
      }
    }
    metrics.counters(
        PREFIX + "transactions", "Transactions by kind and outcome", () -> List.copyOf(counts));
    interactive(transactions.interactive());
    counter("changed_rows", "Rows inserted, updated and deleted", transactions::changedRows);
  }

  private void interactive(InteractiveMetrics interactive) {
    gauge(
        "interactive_transactions_open",
        "Transactions of several statements that have not ended",
        interactive::open);
    metrics.counters(
        PREFIX + "interactive_transactions",
        "Transactions of several statements by how they ended",
        () ->
            List.of(
                ended("committed", interactive::committed),
                ended("rolled_back", interactive::rolledBack),
                ended("conflicted", interactive::conflicted),
                ended("refused", interactive::refused)));
    counter(
        "interactive_reruns",
        "Commits that ran their statements again, because others had changed what they touched",
        interactive::rerun);
  }

  private static Value ended(String outcome, DoubleSupplier count) {
    return new Value(List.of("outcome"), List.of(outcome), count);
  }

  private void data(Engine.Data data) {
    gauge("tables", "Tables", data::tables);
    gauge("rows", "Rows of all tables", data::rows);
    gauge("data_bytes", "Memory that data take", data.pool()::usedBytes);
    gauge("data_limit_bytes", "Memory that data may take", data.pool()::limitBytes);
  }

  private void kept(Kept kept) {
    NodeLog log = kept.log();
    LogFigures figures = log.figures();
    counter("log_entries", "Entries written to the log", figures::entries);
    counter("log_bytes", "Bytes written to the log", figures::bytes);
    counter("log_forces", "How often the log was forced to the disk", figures::forces);
    counter(
        "log_force_seconds",
        "Time that it took to force the log to the disk",
        () -> figures.forceNanos() / NANOS);
    gauge("log_waiting_bytes", "Appended to the log and not yet written", log::waitingBytes);
    gauge("log_segments", "Files of the log", log::segments);
    gauge("log_full", "1 while the disk has no room for the log", () -> log.isFull() ? 1 : 0);
    Checkpointer checkpointer = kept.checkpointer();
    gauge("checkpoint_log_bytes", "Log behind the last checkpoint", checkpointer::logBytes);
    counter("checkpoints", "Checkpoints written", checkpointer::written);
    counter("checkpoints_failed", "Checkpoints begun and not written", checkpointer::failed);
  }

  private void archive(Archiver archiver) {
    gauge("archive_enabled", "1: the log is archived", () -> archiver.status().enabled() ? 1 : 0);
    gauge("archive_lag_bytes", "Log that is not archived", () -> archiver.status().lagBytes());
    gauge(
        "archive_time_seconds",
        "Everything that happened before it is archived; since 1970",
        () -> archiver.status().atMicros() / MICROS);
    counter("archive_failures", "Pieces that could not be archived", archiver::failed);
  }

  private void backups(Backups backups) {
    BackupFigures figures = backups.figures();
    metrics.counters(
        PREFIX + "backup_ends",
        "Backups that ended",
        () ->
            List.of(
                ended("completed", figures::completed),
                ended("failed", figures::failed),
                ended("cancelled", figures::cancelled)));
    gauge("backup_running", "1 while a backup runs", () -> backups.running().isPresent() ? 1 : 0);
    gauge(
        "backup_rows_done",
        "Rows that the backup that runs has written",
        () -> backups.running().map(BackupStatus::rowsDone).orElse(0L));
    gauge(
        "backup_rows",
        "Rows that the backup that runs is to write",
        () -> backups.running().map(BackupStatus::rowsTotal).orElse(0L));
    gauge(
        "backup_last_completed_seconds",
        "The moment that the last backup holds that was completed, since 1970; 0: none was, since the start",
        () -> figures.lastMicros() / MICROS);
    gauge(
        "backup_last_duration_seconds",
        "How long the last backup took that was completed",
        () -> figures.lastTookMicros() / MICROS);
    gauge("backup_last_bytes", "Bytes of the last backup that was completed", figures::lastBytes);
  }

  private void partitions(Partitions partitions) {
    List<Partition> all = partitions.everything();
    gauge("partitions", "Partitions", partitions::count);
    gauge(
        "partition_pending",
        "Work that waits or runs in all partitions",
        () -> all.stream().mapToLong(Partition::pending).sum());
    gauge(
        "partition_pending_max",
        "Work that waits or runs in the busiest partition",
        () -> all.stream().mapToLong(Partition::pending).max().orElse(0));
  }

  private void views(Partitions partitions, LiveSettings live) {
    OpenViews views = partitions.views();
    gauge("views_open", "Queries and transactions that hold frozen views", views::count);
    gauge("view_bytes", "Memory that only frozen views keep", partitions::viewBytes);
    gauge("view_limit_bytes", "Memory that frozen views may keep", () -> live.views().bytesMax());
    metrics.counters(
        PREFIX + "views_ended",
        "Queries and transactions that had to let go of their views",
        () ->
            List.of(
                new Value(List.of("reason"), List.of("age"), views::endedByAge),
                new Value(List.of("reason"), List.of("memory"), views::endedByMemory)));
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    metrics.gauge(PREFIX + name, help, value);
  }

  private void counter(String name, String help, DoubleSupplier value) {
    metrics.counter(PREFIX + name, help, value);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
