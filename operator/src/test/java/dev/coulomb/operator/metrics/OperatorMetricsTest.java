package dev.coulomb.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {

  private final OperatorMetrics metrics = new OperatorMetrics();

  @Test
  void theLoopIsCounted() throws Exception {
    ConfigMap resource = new ConfigMap();
    metrics.eventReceived(new Event(new ResourceID("demo", "shop")), Map.of());
    metrics.reconciliationStarted(resource, Map.of());
    assertThat(metrics.text()).contains("coulomb_operator_reconciliations_running 1.0");
    metrics.reconciliationSucceeded(resource, Map.of());
    metrics.reconciliationFailed(resource, null, new Exception("x"), Map.of());
    metrics.reconciliationFinished(resource, null, Map.of());
    assertThat(metrics.timeControllerExecution(execution("done"))).isEqualTo("done");
    assertThat(metrics.text())
        .contains("coulomb_operator_events_total 1.0")
        .contains("coulomb_operator_reconciliations_running 0.0")
        .contains("coulomb_operator_reconciliations_total{result=\"success\",} 1.0")
        .contains("coulomb_operator_reconciliations_total{result=\"failure\",} 1.0")
        .contains("coulomb_operator_reconciliation_seconds_count 1.0");
  }

  @Test
  void aFailureIsTimedToo() {
    assertThatThrownBy(
            () -> metrics.timeControllerExecution(execution(new IllegalStateException("x"))))
        .hasMessage("x");
    assertThat(metrics.text()).contains("coulomb_operator_reconciliation_seconds_count 1.0");
  }

  @Test
  void aClusterHasNumbersUntilItIsGone() {
    metrics.cluster("shop", "demo", new OperatorMetrics.ClusterNumbers(true, false, 1, 5, 10));
    metrics.cluster("shop", "other", new OperatorMetrics.ClusterNumbers(false, true, 0, 0, 0));
    metrics.step("Restart", "Did");
    metrics.refusal("DataWouldBeLost");
    assertThat(metrics.text())
        .contains("coulomb_operator_cluster_ready{namespace=\"shop\",cluster=\"demo\",} 1.0")
        .contains("coulomb_operator_cluster_degraded{namespace=\"shop\",cluster=\"other\",} 1.0")
        .contains(
            "coulomb_operator_cluster_data_limit_bytes{namespace=\"shop\",cluster=\"demo\",} 10.0")
        .contains("coulomb_operator_steps_total{step=\"Restart\",outcome=\"Did\",} 1.0")
        .contains("coulomb_operator_refusals_total{reason=\"DataWouldBeLost\",} 1.0");
    metrics.cleanupDone(new ResourceID("demo", "shop"), of("CoulombBackup"));
    assertThat(metrics.text()).as("of a backup with that name").contains("cluster=\"demo\"");
    metrics.cleanupDone(new ResourceID("demo", "shop"), of("CoulombCluster"));
    assertThat(metrics.text()).doesNotContain("cluster=\"demo\"").contains("cluster=\"other\"");
  }

  @Test
  void aScheduleHasNumbersUntilItIsGone() {
    ResourceID nightly = new ResourceID("nightly", "shop");
    Optional<Instant> overdue = Optional.of(Instant.ofEpochSecond(7));
    metrics.schedule(
        nightly,
        "demo",
        overdue,
        Optional.of(new OperatorMetrics.DrillNumbers(false, 9, 4, Instant.ofEpochSecond(5))));
    String labels = "{namespace=\"shop\",cluster=\"demo\",schedule=\"nightly\",}";
    assertThat(metrics.text())
        .contains("coulomb_operator_schedule_overdue_timestamp_seconds" + labels + " 7.0")
        .contains("coulomb_operator_restore_drill_passed" + labels + " 0.0")
        .contains("coulomb_operator_restore_drill_duration_seconds" + labels + " 9.0");
    metrics.schedule(nightly, "demo", Optional.empty(), Optional.empty());
    assertThat(metrics.text())
        .as("what makes no backups is not overdue; its drill stays what it was")
        .doesNotContain("coulomb_operator_schedule_overdue_timestamp_seconds" + labels)
        .contains("coulomb_operator_restore_drill_passed" + labels);
    metrics.schedule(nightly, "other", overdue, Optional.empty());
    assertThat(metrics.text()).as("made anew for another").doesNotContain(labels);
    metrics.cleanupDone(nightly, of("CoulombBackupSchedule"));
    assertThat(metrics.text()).doesNotContain("schedule=\"nightly\"");
  }

  private static Map<String, Object> of(String kind) {
    return Map.of(
        Constants.RESOURCE_GVK_KEY, new GroupVersionKind("coulomb.dev", "v1alpha1", kind));
  }

  private static Metrics.ControllerExecution<Object> execution(Object result) {
    return new Metrics.ControllerExecution<>() {
      @Override
      public String controllerName() {
        return "coulombcluster";
      }

      @Override
      public String successTypeName(Object done) {
        return "noUpdate";
      }

      @Override
      public ResourceID resourceID() {
        return new ResourceID("demo", "shop");
      }

      @Override
      public String name() {
        return "reconcile";
      }

      @Override
      public Map<String, Object> metadata() {
        return Map.of();
      }

      @Override
      public Object execute() throws Exception {
        if (result instanceof Exception failure) {
          throw failure;
        }
        return result;
      }
    };
  }
}
