package dev.coulomb.operator.reconcile.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.operator.api.restore.CoulombRestore;
import dev.coulomb.operator.api.restore.CoulombRestoreStatus.Phase;
import dev.coulomb.operator.kubernetes.FakeBackups;
import dev.coulomb.operator.kubernetes.Stage;
import dev.coulomb.operator.nodeadmin.Failure;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Restores into a running cluster, on a real API server. */
class RestoreIT {

  private static final String FROM =
      "source: {cluster: shop, snapshot: monday, destination: {s3: {bucket: backups, credentialsSecretRef: {name: keys}}}}";
  private static final String PLACE = "s3://backups/shop/monday";

  private Stage stage;

  @BeforeEach
  void start() {
    stage = new Stage();
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
    stage.nodes().backups().put(PLACE, "monday", 40);
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void theDataIsReplacedAndTheOperatorMayDieMeanwhile() {
    restore("back", FROM);
    await("back", "Pending ClusterNotFound");
    run();
    stage.nodes().restores().holdUp(true);
    await("back", "Restoring Restoring");
    stage.awaitCluster("demo", c -> "Restoring".equals(c.getStatus().phase()), "phase Restoring");
    // What needs a restart waits.
    stage.apply("demo", "spec: {version: \"0.2.0\"}");
    stage.awaitCondition("demo", "Progressing", "True", "Restoring");
    restore("other", FROM);
    await("other", "Pending AnotherRestore");
    stage.stopOperator();
    stage.nodes().restores().holdUp(false);
    stage.startOperator();
    await("back", "Completed Restored");
    assertThat(stage.nodes().restores().begun()).isGreaterThanOrEqualTo(1);
    assertThat(Objects.requireNonNull(status("back").restored()).rows()).isEqualTo(40);
    assertThat(status("back").condition("Verified").orElseThrow().getStatus()).isEqualTo("True");
    stage.awaitCluster(
        "demo",
        c -> c.getStatus().version() != null && "0.2.0".equals(c.getStatus().version().current()),
        "the restart comes afterwards");
  }

  @Test
  void whatWasBeforeComesBackByAnAbort() {
    run();
    restore("back", FROM + ", confirmation: Manual");
    await("back", "Kept Unconfirmed");
    assertThat(stage.nodes().rows(stage.node("demo"))).isEqualTo(40);
    restore("back", FROM + ", confirmation: Manual, abort: true");
    await("back", "Aborted Aborted");
    assertThat(stage.nodes().rows(stage.node("demo"))).isEqualTo(7);
    assertThatThrownBy(() -> restore("back", FROM + ", confirmation: Manual, abort: false"))
        .hasMessageContaining("abort cannot be taken back");
    assertThatThrownBy(() -> restore("back", FROM.replace("monday", "tuesday") + ", abort: true"))
        .hasMessageContaining("only confirmation and abort can be changed");
  }

  @Test
  void oneThatIsDeletedLeavesNothingOnTheVolumeWherever() {
    run();
    restore("kept", FROM + ", confirmation: Manual");
    await("kept", "Kept Unconfirmed");
    stage.nodes().silence(stage.node("demo"), true);
    delete("kept");
    stage.await(
        "it says what it waits for",
        () ->
            status("kept")
                .condition("Complete")
                .filter(c -> c.getMessage().contains("take the finalizer off"))
                .isPresent());
    stage.stopOperator();
    stage.nodes().silence(stage.node("demo"), false);
    stage.startOperator();
    stage.await("it is gone", () -> !exists("kept"));
    assertThat(stage.nodes().rows(stage.node("demo"))).as("confirmed").isEqualTo(40);
    assertThat(stage.nodes().restores().isAnythingKept()).isFalse();

    stage.nodes().insert(stage.node("demo"), 3);
    stage.nodes().restores().holdUp(true);
    restore("running", FROM);
    await("running", "Restoring Restoring");
    stage.await("the node is at it", () -> stage.nodes().restores().begun() == 2);
    delete("running");
    stage.await("it is gone", () -> !exists("running"));
    assertThat(stage.nodes().rows(stage.node("demo"))).as("taken back").isEqualTo(43);
    assertThat(stage.nodes().restores().isAnythingKept()).isFalse();

    restore("waiting", FROM.replace("keys", "no-keys"));
    await("waiting", "Pending SecretNotUsable");
    delete("waiting");
    stage.await("it is gone", () -> !exists("waiting"));
  }

  private void delete(String name) {
    stage
        .client()
        .resources(CoulombRestore.class)
        .inNamespace(stage.namespace())
        .withName(name)
        .delete();
  }

  private boolean exists(String name) {
    return stage
            .client()
            .resources(CoulombRestore.class)
            .inNamespace(stage.namespace())
            .withName(name)
            .get()
        != null;
  }

  @Test
  void whatTheNodeSaysIsToldAndNothingIsChanged() {
    run();
    stage.nodes().restores().trouble(PLACE, new Failure("SnapshotDamaged", "block 7 is damaged"));
    restore("back", FROM);
    await("back", "Failed SnapshotDamaged");
    assertThat(stage.nodes().rows(stage.node("demo"))).isEqualTo(7);
    restore("named", "backupRef: {name: monday}");
    await("named", "Pending BackupNotFound");
    assertThatThrownBy(() -> restore("both", FROM + ", backupRef: {name: monday}"))
        .hasMessageContaining("exactly one of backupRef and source");
    assertThatThrownBy(() -> restore("none", "pointInTime: yesterday"))
        .hasMessageContaining("pointInTime");
  }

  private void run() {
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.awaitCondition("demo", "Upgrading", "False", "UpToDate");
    stage.nodes().insert(stage.node("demo"), 7);
  }

  private void restore(String name, String fields) {
    String yaml =
        "apiVersion: coulomb.dev/v1alpha1\nkind: CoulombRestore\nmetadata: {name: %s, namespace: %s}\nspec: {clusterRef: {name: demo}, %s}\n"
            .formatted(name, stage.namespace(), fields);
    stage.client().resource(yaml).fieldManager("user").forceConflicts().serverSideApply();
  }

  private dev.coulomb.operator.api.restore.CoulombRestoreStatus status(String name) {
    return Objects.requireNonNull(
            stage
                .client()
                .resources(CoulombRestore.class)
                .inNamespace(stage.namespace())
                .withName(name)
                .get())
        .getStatus();
  }

  private void await(String name, String phaseAndReason) {
    stage.await(name + " is " + phaseAndReason, () -> words(name).equals(phaseAndReason));
  }

  private String words(String name) {
    Phase phase = status(name).phase();
    return phase + " " + status(name).condition("Complete").map(c -> c.getReason()).orElse("");
  }
}
