package dev.coulomb.operator.reconcile.backup;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupSchedule;
import dev.coulomb.operator.api.backup.CoulombBackupSpec;
import dev.coulomb.operator.api.backup.DrillStatus;
import dev.coulomb.operator.backup.schedule.DrillOutlook;
import dev.coulomb.operator.backup.schedule.Overdue;
import dev.coulomb.operator.backup.schedule.ScheduleDecision;
import dev.coulomb.operator.backup.schedule.ScheduleObservation;
import dev.coulomb.operator.backup.schedule.ScheduleOutlook;
import dev.coulomb.operator.backup.schedule.ScheduleStep;
import dev.coulomb.operator.metrics.OperatorMetrics;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.observe.Readers;
import dev.coulomb.operator.reconcile.Reporter;
import dev.coulomb.operator.status.Notice;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Observe, decide, act, report, for one schedule: once. Takes seconds at most. Safe for any thread;
 * JOSDK gives each schedule one at a time.
 */
public final class ScheduleReconciliation {

  private final RestoreDrill drill;
  private final OperatorMetrics metrics;
  private final Reporter reporter;
  private final Clock clock;

  public ScheduleReconciliation(
      RestoreDrill drill, OperatorMetrics metrics, Reporter reporter, Clock clock) {
    this.drill = drill;
    this.metrics = metrics;
    this.reporter = reporter;
    this.clock = clock;
  }

  /** Does one round and says when the next is due; nothing when the schedule is gone. */
  Optional<Duration> run(CoulombBackupSchedule cached, KubernetesClient client) {
    // The cache may lag behind what was written a moment ago: read what is.
    @Nullable CoulombBackupSchedule schedule =
        Resources.read(
            client,
            CoulombBackupSchedule.class,
            cached.getMetadata().getNamespace(),
            cached.getMetadata().getName());
    if (schedule == null || schedule.getMetadata().getDeletionTimestamp() != null) {
      metrics.forgetSchedule(ResourceID.fromResource(cached));
      return Optional.empty();
    }
    ScheduleObservation seen = observe(schedule, client);
    ScheduleStep step = ScheduleDecision.next(seen);
    act(step, schedule, client);
    DrillOutlook look =
        step instanceof ScheduleStep.Rest
            ? drill.look(schedule, seen.backups(), client)
            : DrillOutlook.kept(schedule);
    ScheduleOutlook outlook = ScheduleOutlook.of(seen, step, look);
    List<Notice> notices =
        Stream.concat(outlook.notices().stream(), look.notices().stream()).toList();
    reporter.report(client, schedule, CoulombBackupSchedule::new, outlook.status(), notices);
    metrics.step("Schedule" + step.getClass().getSimpleName(), "Did");
    count(seen, outlook);
    return Optional.of(
        look.next().filter(d -> d.compareTo(outlook.next()) < 0).orElse(outlook.next()));
  }

  /** Of every round, so that an operator that was started anew tells the same. */
  private void count(ScheduleObservation seen, ScheduleOutlook outlook) {
    metrics.schedule(
        ResourceID.fromResource(seen.schedule()),
        seen.schedule().getSpec().clusterRef().name(),
        Overdue.at(seen),
        Optional.ofNullable(outlook.status().drill())
            .flatMap(drill -> Optional.ofNullable(drill.last()))
            .map(last ->
                new OperatorMetrics.DrillNumbers(
                    last.outcome() == DrillStatus.Outcome.Passed,
                    last.seconds(),
                    last.rows(),
                    Instant.parse(last.finishedAt()))));
  }

  /** A schedule that went while it was looked at has no numbers. */
  void forget(CoulombBackupSchedule gone) {
    metrics.forgetSchedule(ResourceID.fromResource(gone));
  }

  private ScheduleObservation observe(CoulombBackupSchedule schedule, KubernetesClient client) {
    String namespace = schedule.getMetadata().getNamespace();
    List<CoulombBackup> backups =
        client
            .resources(CoulombBackup.class)
            .inNamespace(namespace)
            .withLabel(Labels.SCHEDULE, schedule.getMetadata().getName())
            .list()
            .getItems()
            .stream()
            .filter(b -> b.getMetadata().getDeletionTimestamp() == null)
            .toList();
    return new ScheduleObservation(
        clock.instant(),
        schedule,
        backups,
        Optional.ofNullable(
                Resources.read(
                    client,
                    CoulombCluster.class,
                    namespace,
                    schedule.getSpec().clusterRef().name()))
            .filter(c -> c.getMetadata().getDeletionTimestamp() == null),
        Readers.read(client, namespace));
  }

  private static void act(
      ScheduleStep step, CoulombBackupSchedule schedule, KubernetesClient client) {
    switch (step) {
      case ScheduleStep.Rest() -> {}
      case ScheduleStep.Create(String name, var at) -> create(name, schedule, client);
      case ScheduleStep.Remove(CoulombBackup backup, String why) ->
          client
              .resources(CoulombBackup.class)
              .inNamespace(backup.getMetadata().getNamespace())
              .withName(backup.getMetadata().getName())
              .delete();
    }
  }

  /**
   * The backup is not owned by its schedule in the sense of Kubernetes: it outlives it, and with it
   * the data.
   */
  private static void create(String name, CoulombBackupSchedule schedule, KubernetesClient client) {
    CoulombBackup backup = new CoulombBackup();
    backup.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace(schedule.getMetadata().getNamespace())
            .withLabels(
                Map.of(
                    Labels.SCHEDULE,
                    schedule.getMetadata().getName(),
                    Labels.MANAGED_BY,
                    Labels.OPERATOR))
            .build());
    backup.setSpec(
        new CoulombBackupSpec(
            schedule.getSpec().clusterRef(),
            schedule.getSpec().template().destination(),
            schedule.getSpec().template().deletionPolicy()));
    backup.setStatus(null);
    try {
      client.resource(backup).create();
    } catch (KubernetesClientException e) {
      // Made before, by an operator that died right after.
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }
}
