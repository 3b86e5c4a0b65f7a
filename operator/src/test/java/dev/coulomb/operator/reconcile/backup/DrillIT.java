package dev.coulomb.operator.reconcile.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.backup.CoulombBackupSchedule;
import dev.coulomb.operator.api.backup.DrillStatus;
import dev.coulomb.operator.kubernetes.FakeBackups;
import dev.coulomb.operator.kubernetes.Stage;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A restore drill on a real API server. */
class DrillIT {

  private static final String SCHEDULE =
      "spec: {clusterRef: {name: demo}, schedule: \"@yearly\", immediate: true, verify: {afterEvery: 1}, template: {destination: {s3: {bucket: backups, credentialsSecretRef: {name: keys}}}}}";

  private Stage stage;

  @BeforeEach
  void start() {
    stage = new Stage();
    stage.secret("keys", Map.of("accessKeyId", FakeBackups.KEY, "secretAccessKey", "x"));
    stage.apply("demo", "spec: {partitions: 8}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.nodes().insert(stage.node("demo"), 40);
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void theNewestBackupIsRestoredIntoAClosedClusterComparedAndAllIsTakenAway() {
    stage.nodes().restores().holdUp(true);
    stage.apply("CoulombBackupSchedule", "nightly", SCHEDULE);
    stage.awaitCluster("drill-nightly", c -> c.getStatus().bootstrap() != null, "it begins");
    CoulombCluster drill = stage.cluster("drill-nightly");
    assertThat(drill.getSpec().partitions()).isEqualTo(8);
    assertThat(drill.getMetadata().getOwnerReferences().getFirst().getKind())
        .isEqualTo("CoulombBackupSchedule");
    assertThat(stage.objects("drill-nightly"))
        .contains("NetworkPolicy/drill-nightly", "Service/drill-nightly-nodes")
        .doesNotContain("Service/drill-nightly");
    assertThat(
            stage
                .client()
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(stage.namespace())
                .withName("drill-nightly")
                .require()
                .getSpec()
                .getIngress())
        .as("the operator alone")
        .hasSize(1);
    stage.stopOperator();
    stage.nodes().restores().holdUp(false);
    stage.startOperator();
    stage.await("the drill is passed", () -> last() != null);
    assertThat(Objects.requireNonNull(last()).outcome()).isEqualTo(DrillStatus.Outcome.Passed);
    assertThat(Objects.requireNonNull(last()).rows()).isEqualTo(40);
    stage.await("nothing is left", () -> !exists("drill-nightly"));
    stage.await("nor its volume", () -> stage.claim("drill-nightly") == null);
    assertThat(stage.operator().metrics().text())
        .contains(
            "coulomb_operator_restore_drill_passed{namespace=\"%s\",cluster=\"demo\",schedule=\"nightly\",} 1.0"
                .formatted(stage.namespace()));
    stage.stopOperator();
    stage.startOperator();
    stage.await(
        "an operator that was started anew tells the same",
        () ->
            stage
                .operator()
                .metrics()
                .text()
                .contains("coulomb_operator_restore_drill_passed{namespace=\""));
    assertThat(stage.nodes().rows(stage.node("demo"))).isEqualTo(40);
  }

  @Test
  void rowsThatAreOthersFailItAndTheScheduleSaysSo() {
    stage.nodes().restores().corrupt(true);
    stage.apply("CoulombBackupSchedule", "nightly", SCHEDULE);
    stage.await("the drill has failed", () -> last() != null);
    assertThat(Objects.requireNonNull(last()).reason()).isEqualTo("RowsDiffer");
    assertThat(schedule().getStatus().condition("Verified").orElseThrow().getStatus())
        .isEqualTo("False");
    stage.await("nothing is left", () -> !exists("drill-nightly"));
  }

  private CoulombBackupSchedule schedule() {
    return Objects.requireNonNull(
        stage
            .client()
            .resources(CoulombBackupSchedule.class)
            .inNamespace(stage.namespace())
            .withName("nightly")
            .get());
  }

  private DrillStatus.@Nullable Result last() {
    DrillStatus drill = schedule().getStatus().drill();
    return drill == null ? null : drill.last();
  }

  private boolean exists(String cluster) {
    return stage
            .client()
            .resources(CoulombCluster.class)
            .inNamespace(stage.namespace())
            .withName(cluster)
            .get()
        != null;
  }
}
