package dev.coulomb.operator.metrics;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The operator's own numbers. JOSDK feeds the ones about its loop, a reconciliation those about
 * steps and clusters.
 */
public final class OperatorMetrics implements Metrics {

  /** What is told of one cluster. Bytes; flags as 0 and 1. */
  public record ClusterNumbers(
      boolean ready, boolean degraded, int readyNodes, long dataBytes, long dataLimitBytes) {}

  private static final String CLUSTER_KIND = "CoulombCluster";

  private static final String SCHEDULE_KIND = "CoulombBackupSchedule";

  /** What is told of one restore drill. */
  public record DrillNumbers(boolean passed, long seconds, long rows, Instant at) {}

  private static final String[] CLUSTER = {"namespace", "cluster"};

  private final CollectorRegistry registry = new CollectorRegistry();
  private final Counter reconciliations =
      Counter.build("coulomb_operator_reconciliations_total", "Reconciliations that ended.")
          .labelNames("result")
          .register(registry);
  private final Counter retries =
      Counter.build("coulomb_operator_retries_total", "Reconciliations that repeat a failed one.")
          .register(registry);
  private final Counter events =
      Counter.build("coulomb_operator_events_total", "Events that asked for a reconciliation.")
          .register(registry);
  private final Gauge running =
      Gauge.build("coulomb_operator_reconciliations_running", "Reconciliations that run now.")
          .register(registry);
  private final Histogram seconds =
      Histogram.build(
              "coulomb_operator_reconciliation_seconds", "Time that a reconciliation takes.")
          .buckets(.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10)
          .register(registry);
  private final Counter steps =
      Counter.build(
              "coulomb_operator_steps_total", "Steps that were carried out, by kind and outcome.")
          .labelNames("step", "outcome")
          .register(registry);
  private final Counter refusals =
      Counter.build(
              "coulomb_operator_refusals_total",
              "Looks at a cluster that ended with something the operator would not do, by reason.")
          .labelNames("reason")
          .register(registry);
  private final Counter backups =
      Counter.build("coulomb_operator_backups_total", "Backups that are over, by how they ended.")
          .labelNames("phase")
          .register(registry);
  private final Gauge ready =
      cluster("coulomb_operator_cluster_ready", "Whether the cluster serves SQL.");
  private final Gauge degraded =
      cluster("coulomb_operator_cluster_degraded", "Whether a person should look at the cluster.");
  private final Gauge readyNodes =
      cluster("coulomb_operator_cluster_ready_nodes", "Nodes of the cluster that serve SQL.");
  private final Gauge dataBytes =
      cluster("coulomb_operator_cluster_data_bytes", "Memory that the cluster's data takes.");
  private final Gauge dataLimitBytes =
      cluster(
          "coulomb_operator_cluster_data_limit_bytes", "Memory that the cluster's data may take.");

  private final Gauge backupHealthy =
      cluster(
          "coulomb_operator_cluster_backup_healthy",
          "Whether the last backup of the cluster that ended was good; only where there are backups.");
  private final Gauge archiveHealthy =
      cluster(
          "coulomb_operator_cluster_archive_healthy",
          "Whether the log of the cluster is archived in time; only with an archive.");
  private final Gauge lastBackupSeconds =
      cluster(
          "coulomb_operator_backup_last_success_timestamp_seconds",
          "When the newest good backup of the cluster was complete, since 1970.");
  private final Gauge lastBackupDuration =
      cluster(
          "coulomb_operator_backup_last_duration_seconds",
          "Time that the newest good backup of the cluster took.");
  private final Gauge lastBackupBytes =
      cluster(
          "coulomb_operator_backup_last_bytes",
          "Bytes of all files of the newest good backup of the cluster.");

  private final Counter drills =
      Counter.build(
              "coulomb_operator_restore_drills_total",
              "Restore drills that ended, by how they ended.")
          .labelNames("outcome")
          .register(registry);
  private final Gauge drillPassed =
      schedule(
          "coulomb_operator_restore_drill_passed", "Whether the last restore drill was passed.");
  private final Gauge drillEnd =
      schedule(
          "coulomb_operator_restore_drill_timestamp_seconds",
          "When the last restore drill ended, since 1970.");
  private final Gauge drillSeconds =
      schedule(
          "coulomb_operator_restore_drill_duration_seconds",
          "Time that the last restore drill took.");
  private final Gauge drillRows =
      schedule("coulomb_operator_restore_drill_rows", "Rows that the last restore drill restored.");
  private final Gauge overdue =
      schedule(
          "coulomb_operator_schedule_overdue_timestamp_seconds",
          "When the newest good backup of the schedule is overdue, since 1970: the second time of the schedule since; only while backups are made.");

  /** The cluster of each schedule that has numbers. */
  private final Map<ResourceID, String> schedules = new ConcurrentHashMap<>();

  private Gauge schedule(String name, String help) {
    return Gauge.build(name, help)
        .labelNames("namespace", "cluster", "schedule")
        .register(registry);
  }

  private Gauge cluster(String name, String help) {
    return Gauge.build(name, help).labelNames(CLUSTER).register(registry);
  }

  /** For collectors of the JVM. */
  public CollectorRegistry registry() {
    return registry;
  }

  /** Everything in Prometheus' text format 0.0.4. */
  public String text() {
    StringWriter text = new StringWriter();
    try {
      TextFormat.write004(text, registry.metricFamilySamples());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  public void step(String step, String outcome) {
    steps.labels(step, outcome).inc();
  }

  public void refusal(String reason) {
    refusals.labels(reason).inc();
  }

  /** A restore drill ended: Passed or Failed. */
  public void drillEnded(String outcome) {
    drills.labels(outcome).inc();
  }

  /**
   * What is told of one schedule.
   *
   * @param id of the schedule
   * @param cluster that it saves
   * @param overdueAt when its newest good backup is overdue; nothing: it makes none now
   * @param drill its last restore drill; nothing: there was none
   */
  public void schedule(
      ResourceID id, String cluster, Optional<Instant> overdueAt, Optional<DrillNumbers> drill) {
    String before = schedules.put(id, cluster);
    if (before != null && !before.equals(cluster)) {
      remove(id, before);
    }
    String[] labels = {id.getNamespace().orElse(""), cluster, id.getName()};
    overdueAt.ifPresentOrElse(
        at -> overdue.labels(labels).set(at.getEpochSecond()), () -> overdue.remove(labels));
    drill.ifPresent(numbers -> {
      drillPassed.labels(labels).set(numbers.passed() ? 1 : 0);
      drillEnd.labels(labels).set(numbers.at().getEpochSecond());
      drillSeconds.labels(labels).set(numbers.seconds());
      drillRows.labels(labels).set(numbers.rows());
    });
  }

  /** A schedule that is gone has no numbers. */
  public void forgetSchedule(ResourceID id) {
    String cluster = schedules.remove(id);
    if (cluster != null) {
      remove(id, cluster);
    }
  }

  private void remove(ResourceID id, String cluster) {
    List.of(overdue, drillPassed, drillEnd, drillSeconds, drillRows)
        .forEach(gauge -> gauge.remove(id.getNamespace().orElse(""), cluster, id.getName()));
  }

  /** A backup is over: Completed or Failed. */
  public void backup(String phase) {
    backups.labels(phase).inc();
  }

  public void cluster(String namespace, String name, ClusterNumbers numbers) {
    ready.labels(namespace, name).set(numbers.ready() ? 1 : 0);
    degraded.labels(namespace, name).set(numbers.degraded() ? 1 : 0);
    readyNodes.labels(namespace, name).set(numbers.readyNodes());
    dataBytes.labels(namespace, name).set(numbers.dataBytes());
    dataLimitBytes.labels(namespace, name).set(numbers.dataLimitBytes());
  }

  /**
   * The newest good backup of a cluster.
   *
   * @param atSeconds since 1970
   */
  public void lastBackup(
      String namespace, String cluster, long atSeconds, long durationSeconds, long bytes) {
    lastBackupSeconds.labels(namespace, cluster).set(atSeconds);
    lastBackupDuration.labels(namespace, cluster).set(durationSeconds);
    lastBackupBytes.labels(namespace, cluster).set(bytes);
  }

  public void backupHealthy(String namespace, String cluster, boolean healthy) {
    backupHealthy.labels(namespace, cluster).set(healthy ? 1 : 0);
  }

  public void archiveHealthy(String namespace, String cluster, boolean healthy) {
    archiveHealthy.labels(namespace, cluster).set(healthy ? 1 : 0);
  }

  @Override
  public void eventReceived(Event event, Map<String, Object> metadata) {
    events.inc();
  }

  @Override
  public void reconciliationSubmitted(
      HasMetadata resource, @Nullable RetryInfo retry, Map<String, Object> metadata) {
    if (retry != null && retry.getAttemptCount() > 0) {
      retries.inc();
    }
  }

  @Override
  public void reconciliationStarted(HasMetadata resource, Map<String, Object> metadata) {
    running.inc();
  }

  @Override
  public void reconciliationFinished(
      HasMetadata resource, @Nullable RetryInfo retry, Map<String, Object> metadata) {
    running.dec();
  }

  @Override
  public void reconciliationSucceeded(HasMetadata resource, Map<String, Object> metadata) {
    reconciliations.labels("success").inc();
  }

  @Override
  public void reconciliationFailed(
      HasMetadata resource,
      @Nullable RetryInfo retry,
      Exception exception,
      Map<String, Object> metadata) {
    reconciliations.labels("failure").inc();
  }

  @Override
  public void cleanupDone(ResourceID id, Map<String, Object> metadata) {
    if (metadata.get(Constants.RESOURCE_GVK_KEY) instanceof GroupVersionKind kind) {
      switch (kind.getKind()) {
        case CLUSTER_KIND -> forget(id);
        case SCHEDULE_KIND -> forgetSchedule(id);
        default -> {}
      }
    }
  }

  /** A cluster that is gone has no numbers. */
  public void forget(ResourceID id) {
    String namespace = id.getNamespace().orElse("");
    List.of(
            ready,
            degraded,
            readyNodes,
            dataBytes,
            dataLimitBytes,
            backupHealthy,
            archiveHealthy,
            lastBackupSeconds,
            lastBackupDuration,
            lastBackupBytes)
        .forEach(gauge -> gauge.remove(namespace, id.getName()));
  }

  @Override
  public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
    try (Histogram.Timer timer = seconds.startTimer()) {
      return execution.execute();
    }
  }
}
