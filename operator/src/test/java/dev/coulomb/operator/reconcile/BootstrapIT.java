package dev.coulomb.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.operator.api.BootstrapStatus;
import dev.coulomb.operator.kubernetes.FakeBackups;
import dev.coulomb.operator.kubernetes.FakeRestores;
import dev.coulomb.operator.kubernetes.Stage;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a new cluster begins with, on a real API server. */
class BootstrapIT {

  private static final String RESTORE =
      """
      spec:
        partitions: 8
        bootstrap:
          restore:
            source:
              cluster: shop
              snapshot: monday
              destination: {s3: {bucket: backups, prefix: team, credentialsSecretRef: {name: keys}}}
      """;

  private Stage stage;

  @BeforeEach
  void start() {
    stage = new Stage();
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void aNewClusterBeginsWithASnapshotAndIsReadyOnlyAfterwards() {
    stage.nodes().restores().holdUp(true);
    stage.nodes().backups().put("s3://backups/team/shop/monday", "monday", 40);
    stage.apply("demo", RESTORE);
    Condition missing = stage.awaitCondition("demo", "Bootstrapped", "False", "SecretNotUsable");
    assertThat(missing.getMessage()).contains("the Secret keys", "create it");
    stage.awaitCondition("demo", "Degraded", "True", "SecretNotUsable");
    keys();
    stage.awaitCondition("demo", "Ready", "False", "Restoring");
    stage.awaitCluster("demo", c -> "Restoring".equals(c.getStatus().phase()), "phase Restoring");
    String uid = stage.cluster("demo").getMetadata().getUid();
    assertThat(config()).contains("bootstrap.restore=" + uid);
    stage.stopOperator();
    stage.nodes().restores().holdUp(false);
    stage.startOperator();
    stage.awaitCondition("demo", "Bootstrapped", "True", "Restored");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.awaitEvent("demo", "Normal Restored: restored 40 rows");
    assertThat(stage.nodes().rows(stage.node("demo"))).isEqualTo(40);
    assertThat(stage.nodes().restores().begun()).isEqualTo(1);
    BootstrapStatus.Restored restored =
        Objects.requireNonNull(
            Objects.requireNonNull(stage.cluster("demo").getStatus().bootstrap()).restored());
    assertThat(restored.rows()).isEqualTo(40);
    stage.await("the mark is taken away", () -> !config().contains("bootstrap"));
  }

  @Test
  void whatTheNodeSaysOfASnapshotIsToldAndWhatItBeginsWithCannotBeChanged() {
    keys();
    stage.apply("demo", RESTORE);
    Condition failed = stage.awaitCondition("demo", "Bootstrapped", "False", "SnapshotNotFound");
    assertThat(failed.getMessage()).contains("s3://backups/team/shop/monday");
    stage.awaitEvent("demo", "Warning SnapshotNotFound:");
    assertThatThrownBy(() -> stage.apply("demo", RESTORE.replace("monday", "tuesday")))
        .hasMessageContaining("spec.bootstrap cannot be changed after creation");
    assertThatThrownBy(() ->
            stage.apply(
                "other",
                RESTORE
                    .replace("source:", "latest: true\n      source:")
                    .replace("latest: true", "latest: true\n      position: 7")))
        .hasMessageContaining("at most one of pointInTime, position and latest");
  }

  @Test
  void aNewClusterBeginsWithASchemaThatMayBeCorrected() {
    stage.apply(
        "demo", "spec: {bootstrap: {schema: {configMapRef: {name: shop, key: schema.sql}}}}");
    stage.awaitCondition("demo", "Bootstrapped", "False", "ConfigMapNotFound");
    assertThat(config()).contains("bootstrap.schema=true");
    schema("CREATE TABLE a ();\n\n" + FakeRestores.MISTAKE);
    Condition failed = stage.awaitCondition("demo", "Bootstrapped", "False", "StatementFailed");
    assertThat(failed.getMessage()).contains("line 3: syntax error");
    stage.awaitCondition("demo", "Ready", "False", "StatementFailed");
    schema("CREATE TABLE items (id bigint PRIMARY KEY)");
    stage.awaitCondition("demo", "Bootstrapped", "True", "SchemaApplied");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.awaitEvent("demo", "Normal SchemaApplied:");
  }

  private void keys() {
    stage
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("keys")
                .withNamespace(stage.namespace())
                .endMetadata()
                .addToStringData("accessKeyId", FakeBackups.KEY)
                .addToStringData("secretAccessKey", "x")
                .build())
        .create();
  }

  private void schema(String text) {
    stage
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("shop")
                .withNamespace(stage.namespace())
                .endMetadata()
                .addToData("schema.sql", text)
                .build())
        .fieldManager("user")
        .forceConflicts()
        .serverSideApply();
  }

  private String config() {
    return stage
        .client()
        .configMaps()
        .inNamespace(stage.namespace())
        .withName("demo-config")
        .require()
        .getData()
        .getOrDefault("coulomb.properties", "");
  }
}
