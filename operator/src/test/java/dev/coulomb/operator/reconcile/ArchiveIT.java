package dev.coulomb.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.kubernetes.FakeBackups;
import dev.coulomb.operator.kubernetes.Stage;
import dev.coulomb.operator.nodeadmin.Failure;
import dev.coulomb.operator.nodeadmin.NodeDestination;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The archive of a cluster, and the volume for its backups, against a real API server. */
class ArchiveIT {

  private static final String SPEC =
      "spec: {archive: {intervalSeconds: 60, destination: {s3: {endpoint: \"http://store:9000\", bucket: logs, credentialsSecretRef: {name: keys}}}}}";

  private Stage stage;

  @BeforeEach
  void start() {
    stage = new Stage();
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  private NodeDestination.@Nullable S3 told() {
    @Nullable NodeDestination destination = stage.nodes().backups().archiveOf("demo-0");
    return destination == null ? null : destination.s3();
  }

  @Test
  void everyProcessIsToldWhereToAndAgainWhenTheKeysChange() {
    stage.nodes().insert(stage.node("demo"), 100);
    stage.apply("demo", SPEC);
    stage.awaitCondition("demo", "ArchiveHealthy", "False", "SecretNotUsable");
    stage.secret("keys", Map.of("accessKeyId", FakeBackups.KEY, "secretAccessKey", "one"));
    stage.awaitCondition("demo", "ArchiveHealthy", "True", "Archiving");
    assertThat(Objects.requireNonNull(told()))
        .satisfies(s3 -> {
          assertThat(s3.prefix()).isEqualTo("demo/archive");
          assertThat(s3.secretAccessKey()).isEqualTo("one");
        });
    assertThat(stage.nodes().rows(stage.node("demo"))).as("a restart in order").isEqualTo(100);
    stage.secret("keys", Map.of("accessKeyId", FakeBackups.KEY, "secretAccessKey", "two"));
    stage.await(
        "the new key is told",
        () -> {
          NodeDestination.@Nullable S3 s3 = told();
          return s3 != null && s3.secretAccessKey().equals("two");
        });
    stage.nodes().restart(stage.node("demo"));
    stage.await("the next process is told", () -> told() != null);
    stage.stopOperator();
    stage.nodes().restart(stage.node("demo"));
    stage.startOperator();
    stage.await("one that an operator before has told is told too", () -> told() != null);
    stage.nodes().backups().trouble("s3://logs", new Failure("AccessDenied", "not you"));
    assertThat(stage.awaitCondition("demo", "ArchiveHealthy", "False", "AccessDenied").getMessage())
        .isEqualTo("not you");
    assertThat(stage.operator().metrics().text())
        .contains("coulomb_operator_cluster_archive_healthy{");
  }

  @Test
  void whatLiesBeforeTheOldestBackupGoesWhenThatIsWanted() {
    stage.secret("keys", Map.of("accessKeyId", FakeBackups.KEY, "secretAccessKey", "x"));
    String spec = SPEC.replace("intervalSeconds", "retention: OldestBackup, intervalSeconds");
    stage.apply("demo", spec);
    stage.awaitCondition("demo", "ArchiveTrimmed", "Unknown", "NoBackupYet");
    stage.awaitCondition("demo", "ArchiveHealthy", "True", "Archiving");
    backup("first");
    stage.awaitCondition("demo", "ArchiveTrimmed", "True", "AsFarAsBackups");
    assertThat(stage.nodes().backups().archiveBegin("history")).isEqualTo(4_096);
    stage.awaitEvent(
        "demo", "Normal ArchiveTrimmed: 3 pieces of the archive that ended before backup first");
    backup("second");
    stage.nodes().backups().trouble("s3://logs", new Failure("AccessDenied", "not you"));
    stage.client().resource(Objects.requireNonNull(stage.backup("first"))).delete();
    stage.awaitCondition("demo", "ArchiveTrimmed", "False", "AccessDenied");
    stage.awaitEvent(
        "demo", "Warning ArchiveNotTrimmed: old pieces of the archive were not deleted: not you");
    assertThat(stage.nodes().backups().archiveBegin("history")).isEqualTo(4_096);
    stage.stopOperator();
    stage.nodes().backups().trouble("s3://logs", null);
    stage.nodes().restart(stage.node("demo"));
    stage.startOperator();
    assertThat(Objects.requireNonNull(stage.cluster("demo").getStatus().archive()).failed())
        .as("it is tried again when its time has come")
        .isNotNull();
    stage.apply("demo", SPEC);
    stage.awaitCluster(
        "demo", c -> c.getStatus().archive() == null, "nothing goes, so nothing is remembered");
    stage.apply("demo", spec);
    stage.await(
        "the next one is the oldest now",
        () -> stage.nodes().backups().archiveBegin("history") == 8_192);
    stage.awaitCondition("demo", "ArchiveTrimmed", "True", "AsFarAsBackups");
    assertThat(stage.cluster("demo").getStatus().archive())
        .satisfies(archive -> {
          assertThat(Objects.requireNonNull(archive).failed()).isNull();
          assertThat(archive.of("history").orElseThrow().backup()).isEqualTo("second");
        });
  }

  private void backup(String name) {
    stage.apply(
        "CoulombBackup",
        name,
        "spec: {clusterRef: {name: demo}, destination: {s3: {endpoint: \"http://store:9000\", bucket: backups, credentialsSecretRef: {name: keys}}}}");
    stage.awaitBackup(name, s -> s.phase() == CoulombBackupStatus.Phase.Completed);
  }

  @Test
  void aVolumeForBackupsThatIsNotThereLeavesTheNodeAlone() {
    String node = stage.node("demo");
    stage.apply("demo", "spec: {backup: {volumeClaim: {name: nowhere}}}");
    assertThat(stage.awaitCondition("demo", "Degraded", "True", "ClaimNotFound").getMessage())
        .contains("nowhere of spec.backup.volumeClaim does not exist");
    assertThat(stage.node("demo")).isEqualTo(node);
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Degraded", "False", "AsWanted");
    assertThat(stage.node("demo")).isEqualTo(node);
  }

  @Test
  void theClusterTellsOfItsLastBackup() {
    stage.secret("keys", Map.of("accessKeyId", FakeBackups.KEY, "secretAccessKey", "x"));
    String spec =
        "spec: {clusterRef: {name: demo}, destination: {s3: {endpoint: \"http://store:9000\", bucket: %s, credentialsSecretRef: {name: keys}}}}";
    stage.apply("CoulombBackup", "first", spec.formatted("backups"));
    stage.awaitCondition("demo", "BackupHealthy", "True", "LastBackupGood");
    assertThat(Objects.requireNonNull(stage.cluster("demo").getStatus().lastBackup()).location())
        .isEqualTo("s3://backups/demo/first");
    assertThat(stage.operator().metrics().text())
        .contains("coulomb_operator_backup_last_success_timestamp_seconds{");
    stage.nodes().backups().trouble("s3://full", new Failure("NoSpace", "the store is full"));
    stage.apply("CoulombBackup", "second", spec.formatted("full"));
    assertThat(
            stage.awaitCondition("demo", "BackupHealthy", "False", "LastBackupFailed").getMessage())
        .isEqualTo("the last backup, second, failed: the store is full");
    assertThat(Objects.requireNonNull(stage.cluster("demo").getStatus().lastBackup()).name())
        .isEqualTo("first");
  }
}
