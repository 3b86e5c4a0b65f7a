package dev.coulomb.operator.reconcile.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import dev.coulomb.operator.kubernetes.FakeBackups;
import dev.coulomb.operator.kubernetes.Stage;
import dev.coulomb.operator.nodeadmin.Failure;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backups against a real API server: made, refused, interrupted at every step, deleted. */
class BackupIT {

  private static final String BUCKET =
      "spec: {clusterRef: {name: demo}, deletionPolicy: %s, destination: {s3: {endpoint: \"http://store:9000\", bucket: backups, prefix: team, credentialsSecretRef: {name: keys}}}}";

  private static final Map<String, String> KEYS =
      Map.of("accessKeyId", FakeBackups.KEY, "secretAccessKey", "very-secret");

  private Stage stage;

  @BeforeEach
  void start() {
    stage = new Stage();
    stage.secret("keys", KEYS);
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  private void cluster() {
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.nodes().insert(stage.node("demo"), 1_000);
  }

  private void backup(String name, String policy) {
    stage.apply("CoulombBackup", name, BUCKET.formatted(policy));
  }

  private CoulombBackup completed(String name) {
    return stage.awaitBackup(name, s -> s.phase() == Phase.Completed);
  }

  private void awaitReason(String name, String reason) {
    stage.awaitBackup(
        name, s -> s.condition("Complete").filter(c -> reason.equals(c.getReason())).isPresent());
  }

  @Test
  void aSnapshotIsMadeAndEverythingOfItIsTold() {
    cluster();
    backup("first", "Retain");
    CoulombBackupStatus status = completed("first").getStatus();
    assertThat(status.id())
        .isEqualTo(Objects.requireNonNull(stage.backup("first")).getMetadata().getUid());
    assertThat(status.location()).isEqualTo("s3://backups/team/demo/first");
    assertThat(stage.nodes().backups().places()).containsExactly("s3://backups/team/demo/first");
    assertThat(status.snapshot())
        .satisfies(snapshot -> {
          assertThat(snapshot.rows()).isEqualTo(1_000);
          assertThat(snapshot.tables()).isEqualTo(1);
          assertThat(snapshot.version()).isEqualTo("0.1.0");
          assertThat(snapshot.cutAt()).startsWith("2026-");
        });
    assertThat(status.durationSeconds()).isNotNegative();
    stage.await(
        "its Events",
        () ->
            stage.events("CoulombBackup", "first").stream()
                    .anyMatch(e -> e.startsWith("Normal Started: "))
                && stage.events("CoulombBackup", "first").stream()
                    .anyMatch(e -> e.startsWith("Normal Completed: 1000 rows of 1 tables in ")));
    assertThat(stage.client().getKubernetesSerialization().asJson(stage.backup("first")))
        .doesNotContain("very-secret");
  }

  @ParameterizedTest
  @CsvSource({
    "BucketNotFound, there is no bucket backups",
    "AccessDenied, the key may not write here",
    "NoSpace, the volume is full",
    "CertificateNotTrusted, nobody known signed it"
  })
  void whatWouldFailAgainIsOverWithTheNodesReasonAndSentence(String reason, String message) {
    cluster();
    stage.nodes().backups().trouble("s3://backups", new Failure(reason, message));
    backup("first", "Delete");
    CoulombBackupStatus status =
        stage.awaitBackup("first", s -> s.phase() == Phase.Failed).getStatus();
    assertThat(status.condition("Complete").orElseThrow())
        .satisfies(c -> {
          assertThat(c.getReason()).isEqualTo(reason);
          assertThat(c.getMessage()).isEqualTo(message);
        });
    assertThat(stage.nodes().backups().begun()).isEqualTo(1);
    stage.await(
        "an Event",
        () ->
            stage.events("CoulombBackup", "first").contains("Warning " + reason + ": " + message));
    delete("first");
    stage.await(
        "nothing was written, nothing is to be deleted", () -> stage.backup("first") == null);
  }

  @Test
  void aWrongKeyIsOverAndANewBackupWithTheRightOneIsMade() {
    cluster();
    stage.secret("keys", Map.of("AWS_ACCESS_KEY_ID", "mallory", "AWS_SECRET_ACCESS_KEY", "x"));
    stage.secret("keys", Map.of("accessKeyId", "mallory", "secretAccessKey", "x"));
    backup("first", "Retain");
    awaitReason("first", "BadCredentials");
    stage.secret("keys", KEYS);
    backup("second", "Retain");
    completed("second");
  }

  @Test
  void whatPassesIsTriedAgain() {
    cluster();
    stage
        .nodes()
        .backups()
        .trouble("s3://backups", new Failure("Unreachable", "store:9000 does not answer"));
    backup("first", "Retain");
    CoulombBackupStatus waits =
        stage
            .awaitBackup("first", s -> s.waiting() != null && s.waiting().attempts() >= 2)
            .getStatus();
    assertThat(waits.phase()).isEqualTo(Phase.Running);
    awaitReason("first", "Unreachable");
    stage.nodes().backups().trouble("s3://backups", null);
    assertThat(completed("first").getStatus().waiting()).isNull();
  }

  @Test
  void itWaitsForWhatItNeedsAndSaysWhat() {
    stage.client().secrets().inNamespace(stage.namespace()).withName("keys").delete();
    backup("first", "Retain");
    awaitReason("first", "ClusterNotFound");
    assertThat(stage.awaitBackup("first", s -> true).getStatus().phase()).isEqualTo(Phase.Pending);
    cluster();
    awaitReason("first", "SecretNotUsable");
    stage.secret("keys", Map.of("accessKeyId", FakeBackups.KEY));
    stage.awaitBackup(
        "first",
        s ->
            s.condition("Complete")
                .filter(c -> c.getMessage().endsWith("has no secretAccessKey"))
                .isPresent());
    stage.secret("keys", KEYS);
    completed("first");
  }

  @Test
  void aVolumeIsWrittenToOnceTheClusterMountsIt() {
    cluster();
    stage
        .client()
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("backups")
                .withNamespace(stage.namespace())
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build())
        .create();
    String spec =
        "spec: {clusterRef: {name: demo}, deletionPolicy: Delete, destination: {volume: {claimName: backups, path: nightly}}}";
    stage.apply("CoulombBackup", "first", spec);
    awaitReason("first", "VolumeNotMounted");
    stage.apply("demo", "spec: {backup: {volumeClaim: {name: backups}}}");
    CoulombBackupStatus status = completed("first").getStatus();
    assertThat(status.location()).isEqualTo("backups:/nightly/demo/first");
    assertThat(stage.nodes().backups().places()).containsExactly("/backup/nightly/demo/first");
    delete("first");
    stage.await("the backup is gone", () -> stage.backup("first") == null);
    assertThat(stage.nodes().backups().places()).isEmpty();
  }

  @Test
  void anOperatorThatDiesAtAnyStepGoesOnWithTheSameSnapshot() {
    cluster();
    stage.nodes().backups().holdUp(true);
    stage.stopOperator();
    backup("first", "Delete");
    stage.startOperator();
    stage.awaitBackup("first", CoulombBackupStatus::begun);
    stage.stopOperator();
    stage.startOperator();
    stage.awaitBackup("first", s -> s.progress() != null);
    stage.stopOperator();
    stage.nodes().backups().holdUp(false);
    stage.startOperator();
    completed("first");
    assertThat(stage.nodes().backups().begun()).isEqualTo(1);
    stage.stopOperator();
    delete("first");
    stage.startOperator();
    stage.await("the backup is gone", () -> stage.backup("first") == null);
    assertThat(stage.nodes().backups().places()).isEmpty();
  }

  @Test
  void aNodeThatIsStartedAnewIsToldAgain() {
    cluster();
    stage.nodes().backups().holdUp(true);
    backup("first", "Retain");
    stage.awaitBackup("first", s -> s.progress() != null);
    stage.nodes().restart(stage.node("demo"));
    stage.await("it is told again", () -> stage.nodes().backups().begun() == 2);
    stage.nodes().silence(stage.node("demo"), true);
    awaitReason("first", "NodeSilent");
    stage.nodes().silence(stage.node("demo"), false);
    stage.nodes().backups().holdUp(false);
    completed("first");
  }

  @Test
  void oneAfterTheOther() {
    cluster();
    stage.nodes().backups().holdUp(true);
    backup("first", "Retain");
    stage.awaitBackup("first", s -> s.progress() != null);
    backup("second", "Retain");
    awaitReason("second", "AnotherBackupRuns");
    stage.nodes().backups().holdUp(false);
    completed("first");
    completed("second");
  }

  @Test
  void aClusterThatIsDeletedMeanwhileEndsIt() {
    cluster();
    stage.nodes().backups().holdUp(true);
    backup("first", "Retain");
    stage.awaitBackup("first", s -> s.progress() != null);
    stage.client().resource(stage.cluster("demo")).delete();
    awaitReason("first", "ClusterGone");
  }

  @Test
  void aSnapshotIsDeletedAlsoWhenItsClusterIsGone() {
    cluster();
    backup("kept", "Retain");
    backup("gone", "Delete");
    completed("kept");
    completed("gone");
    stage.client().resource(stage.cluster("demo")).delete();
    delete("kept");
    delete("gone");
    stage.await(
        "both are gone", () -> stage.backup("kept") == null && stage.backup("gone") == null);
    assertThat(stage.nodes().backups().places()).containsExactly("s3://backups/team/demo/kept");
    stage.await(
        "no Job is left",
        () ->
            stage
                .client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(stage.namespace())
                .list()
                .getItems()
                .isEmpty());
  }

  @Test
  void aDeletionThatFailsSaysWhyAndCanBeGivenUp() {
    cluster();
    backup("first", "Delete");
    completed("first");
    stage
        .nodes()
        .backups()
        .trouble("s3://backups", new Failure("AccessDenied", "the key may not delete here"));
    delete("first");
    CoulombBackup told =
        stage.awaitBackup(
            "first",
            s ->
                s.condition("Deleted")
                    .filter(c -> "DeletionFailed".equals(c.getReason()))
                    .isPresent());
    assertThat(told.getStatus().phase()).isEqualTo(Phase.Deleting);
    assertThat(told.getStatus().condition("Deleted").orElseThrow().getMessage())
        .contains("the key may not delete here", "spec.deletionPolicy: Retain");
    backup("first", "Retain");
    stage.await("it is let go", () -> stage.backup("first") == null);
    assertThat(stage.nodes().backups().places()).containsExactly("s3://backups/team/demo/first");
  }

  @Test
  void aDeletionWithoutItsSecretWaitsForIt() {
    cluster();
    backup("first", "Delete");
    completed("first");
    stage.client().secrets().inNamespace(stage.namespace()).withName("keys").delete();
    delete("first");
    stage.awaitBackup(
        "first",
        s ->
            s.condition("Deleted")
                .filter(c -> "SecretNotUsable".equals(c.getReason()))
                .isPresent());
    stage.secret("keys", KEYS);
    stage.await("the backup is gone", () -> stage.backup("first") == null);
    assertThat(stage.nodes().backups().places()).isEmpty();
  }

  @Test
  void oneThatRunsIsCancelledBeforeItGoes() {
    cluster();
    stage.nodes().backups().holdUp(true);
    backup("first", "Delete");
    stage.awaitBackup("first", s -> s.progress() != null);
    delete("first");
    stage.await("the backup is gone", () -> stage.backup("first") == null);
    assertThat(stage.nodes().orders()).contains("cancel backup demo-0");
  }

  @Test
  void aNamespaceThatIsDeletedIsNotHeldUp() {
    cluster();
    backup("first", "Delete");
    completed("first");
    stage.client().namespaces().withName(stage.namespace()).delete();
    stage.client().secrets().inNamespace(stage.namespace()).withName("keys").delete();
    delete("first");
    stage.await("it is let go", () -> stage.backup("first") == null);
    assertThat(stage.nodes().backups().places()).containsExactly("s3://backups/team/demo/first");
  }

  @Test
  void whatABackupIsOfAndWhereItLiesStays() {
    backup("first", "Retain");
    backup("first", "Delete");
    assertThatThrownBy(() ->
            stage.apply(
                "CoulombBackup",
                "first",
                BUCKET.formatted("Retain").replace("name: demo", "name: other")))
        .hasMessageContaining("clusterRef cannot be changed");
    assertThatThrownBy(() ->
            stage.apply(
                "CoulombBackup",
                "first",
                BUCKET.formatted("Retain").replace("bucket: backups", "bucket: others")))
        .hasMessageContaining("destination cannot be changed");
    assertThatThrownBy(() ->
            stage.apply(
                "CoulombBackup", "second", "spec: {clusterRef: {name: demo}, destination: {}}"))
        .hasMessageContaining("a destination is exactly one of s3 and volume");
    assertThatThrownBy(() -> backup("archive", "Retain"))
        .hasMessageContaining("metadata.name must not be archive: the archive of the log lies");
  }

  private void delete(String name) {
    stage
        .client()
        .resources(CoulombBackup.class)
        .inNamespace(stage.namespace())
        .withName(name)
        .delete();
  }
}
