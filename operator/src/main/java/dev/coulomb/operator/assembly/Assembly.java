package dev.coulomb.operator.assembly;

import dev.coulomb.operator.metrics.OperatorMetrics;
import dev.coulomb.operator.nodeadmin.HttpNodeAdmin;
import dev.coulomb.operator.reconcile.CoulombClusterReconciler;
import dev.coulomb.operator.reconcile.Reconciliation;
import dev.coulomb.operator.reconcile.Reporter;
import dev.coulomb.operator.reconcile.backup.BackupReconciliation;
import dev.coulomb.operator.reconcile.backup.RestoreDrill;
import dev.coulomb.operator.reconcile.backup.ScheduleReconciliation;
import dev.coulomb.operator.reconcile.restore.RestoreReconciliation;
import dev.coulomb.operator.wanted.OperatorDefaults;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.prometheus.client.hotspot.DefaultExports;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Puts the operator together inside Quarkus. Everything else is made by constructors and knows
 * nothing of Quarkus.
 */
@ApplicationScoped
public class Assembly {

  /** A node answers in milliseconds; one that does not is asked again soon. */
  private static final Duration NODE_DEADLINE = Duration.ofSeconds(3);

  private static final Clock CLOCK = Clock.systemUTC();

  @Produces
  @Singleton
  OperatorMetrics metrics() {
    OperatorMetrics metrics = new OperatorMetrics();
    DefaultExports.register(metrics.registry());
    return metrics;
  }

  @Produces
  @Singleton
  HttpNodeAdmin nodeAdmin() {
    return new HttpNodeAdmin(NODE_DEADLINE);
  }

  @Produces
  @Singleton
  OperatorDefaults defaults(
      @ConfigProperty(name = "quarkus.application.version") String version,
      @ConfigProperty(name = "coulomb.node-image") String imageRepository,
      @ConfigProperty(name = "coulomb.namespace") String namespace) {
    return new OperatorDefaults(version, imageRepository, namespace);
  }

  @Produces
  @Singleton
  Reporter reporter(@ConfigProperty(name = "coulomb.instance") String instance) {
    return new Reporter(CLOCK, instance, CoulombClusterReconciler.FIELD_MANAGER);
  }

  @Produces
  @Singleton
  Reconciliation reconciliation(
      OperatorDefaults defaults, HttpNodeAdmin nodes, OperatorMetrics metrics, Reporter reporter) {
    return new Reconciliation(defaults, nodes, nodes, nodes, metrics, CLOCK, reporter);
  }

  @Produces
  @Singleton
  BackupReconciliation backups(
      OperatorDefaults defaults, HttpNodeAdmin nodes, OperatorMetrics metrics, Reporter reporter) {
    return new BackupReconciliation(defaults, nodes, metrics, reporter, CLOCK);
  }

  @Produces
  @Singleton
  ScheduleReconciliation schedules(
      HttpNodeAdmin nodes, OperatorMetrics metrics, Reporter reporter) {
    RestoreDrill drill = new RestoreDrill(nodes, metrics, CLOCK);
    return new ScheduleReconciliation(drill, metrics, reporter, CLOCK);
  }

  @Produces
  @Singleton
  RestoreReconciliation restores(HttpNodeAdmin nodes, OperatorMetrics metrics, Reporter reporter) {
    return new RestoreReconciliation(nodes, nodes, metrics, reporter, CLOCK);
  }

  /** Of several copies one leads; another takes over when the lease runs out. */
  @Produces
  @Singleton
  LeaderElectionConfiguration leaderElection(
      @ConfigProperty(name = "coulomb.lease-name") String lease,
      @ConfigProperty(name = "coulomb.namespace") String namespace,
      @ConfigProperty(name = "coulomb.instance") String instance) {
    return new LeaderElectionConfiguration(lease, namespace, instance);
  }

  void metricsRoute(@Observes Router router, OperatorMetrics metrics) {
    router
        .get("/metrics")
        .blockingHandler(request ->
            request
                .response()
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .end(metrics.text()));
  }
}
