package dev.coulomb.operator.reconcile.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupSchedule;
import dev.coulomb.operator.api.backup.CoulombBackupScheduleStatus;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.kubernetes.FakeBackups;
import dev.coulomb.operator.kubernetes.Stage;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.nodeadmin.Failure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schedules against a real API server. */
class ScheduleIT {

  private static final String SPEC =
      "spec: {clusterRef: {name: demo}, %s, template: {destination: {s3: {endpoint: \"http://store:9000\", bucket: backups, credentialsSecretRef: {name: keys}}}}}";

  private Stage stage;

  @BeforeEach
  void start() {
    stage = new Stage();
    stage.secret("keys", Map.of("accessKeyId", FakeBackups.KEY, "secretAccessKey", "x"));
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.nodes().insert(stage.node("demo"), 1_000);
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  private void schedule(String spec) {
    stage.apply("CoulombBackupSchedule", "nightly", SPEC.formatted(spec));
  }

  private CoulombBackupScheduleStatus await(Predicate<CoulombBackupScheduleStatus> condition) {
    return stage
        .client()
        .resources(CoulombBackupSchedule.class)
        .inNamespace(stage.namespace())
        .withName("nightly")
        .waitUntilCondition(s -> s != null && condition.test(s.getStatus()), 150, TimeUnit.SECONDS)
        .getStatus();
  }

  private static boolean is(CoulombBackupScheduleStatus status, String type, String reason) {
    return status.condition(type).filter(c -> reason.equals(c.getReason())).isPresent();
  }

  private List<CoulombBackup> backups() {
    return stage
        .client()
        .resources(CoulombBackup.class)
        .inNamespace(stage.namespace())
        .withLabel(Labels.SCHEDULE, "nightly")
        .list()
        .getItems();
  }

  @Test
  void aBackupIsMadeAtOnceAndTheScheduleSaysWhenTheNextOneIs() {
    schedule("schedule: \"0 3 * * *\", timeZone: Europe/Berlin, immediate: true");
    CoulombBackupScheduleStatus status = await(s -> is(s, "Healthy", "LastBackupGood"));
    assertThat(status.completed()).isEqualTo(1);
    assertThat(status.nextAt()).matches(".*T0[12]:00:00Z");
    assertThat(backups()).hasSize(1);
    assertThat(stage.nodes().backups().places()).hasSize(1);
    assertThat(stage.events("CoulombBackupSchedule", "nightly"))
        .anyMatch(e -> e.startsWith("Normal BackupCreated: "));
    stage.stopOperator();
    stage.startOperator();
    schedule("schedule: \"0 4 * * *\", immediate: true, suspend: true");
    await(s -> is(s, "Active", "Suspended"));
    assertThat(backups()).as("at once is only once").hasSize(1);
  }

  @Test
  void retentionTakesTheDataAwayTooAndABackupOutlivesItsSchedule() {
    schedule("schedule: \"* * * * *\", immediate: true, retention: {count: 1}");
    String first = await(s -> s.lastSuccessful() != null).lastSuccessful();
    await(s -> !String.valueOf(first).equals(s.lastSuccessful()));
    stage.await(
        "the first one is gone, and its data",
        () -> backups().size() == 1 && stage.nodes().backups().places().size() == 1);
    stage
        .client()
        .resources(CoulombBackupSchedule.class)
        .inNamespace(stage.namespace())
        .withName("nightly")
        .delete();
    stage.await(
        "the schedule is gone",
        () ->
            stage
                    .client()
                    .resources(CoulombBackupSchedule.class)
                    .inNamespace(stage.namespace())
                    .withName("nightly")
                    .get()
                == null);
    assertThat(backups()).hasSize(1);
  }

  @Test
  void aBackupThatIsBeingRestoredGoesAfterwards() {
    schedule("schedule: \"@yearly\", immediate: true, retention: {count: 1}");
    String first = await(s -> s.lastSuccessful() != null).lastSuccessful();
    stage.nodes().restores().holdUp(true);
    stage.apply(
        "CoulombRestore",
        "back",
        "spec: {clusterRef: {name: demo}, backupRef: {name: %s}}".formatted(first));
    stage.await("the node restores", () -> stage.nodes().restores().begun() > 0);
    stage.apply(
        "CoulombBackup",
        "newer",
        "spec: {clusterRef: {name: demo}, destination: {s3: {bucket: backups, credentialsSecretRef: {name: keys}}}}");
    stage.awaitBackup("newer", s -> s.phase() == CoulombBackupStatus.Phase.Completed);
    stage
        .client()
        .resources(CoulombBackup.class)
        .inNamespace(stage.namespace())
        .withName("newer")
        .edit(b -> {
          b.getMetadata().setLabels(Map.of(Labels.SCHEDULE, "nightly"));
          return b;
        });
    CoulombBackupScheduleStatus status = await(s -> !s.held().isEmpty());
    assertThat(status.held())
        .containsExactly(
            new CoulombBackupScheduleStatus.Held(String.valueOf(first), "the CoulombRestore back"));
    stage.await(
        "it is told",
        () ->
            stage.events("CoulombBackupSchedule", "nightly").stream()
                .anyMatch(e -> e.startsWith("Normal BackupHeld: backup " + first)));
    assertThat(backups()).hasSize(2);
    stage.nodes().restores().holdUp(false);
    await(s -> s.held().isEmpty());
    stage.await("it goes", () -> backups().size() == 1);
  }

  @Test
  void aBackupThatFailsIsToldAndTheNextOneIsMade() {
    stage.nodes().backups().trouble("s3://backups", new Failure("AccessDenied", "not you"));
    schedule("schedule: \"* * * * *\", immediate: true");
    CoulombBackupScheduleStatus status = await(s -> is(s, "Healthy", "LastBackupFailed"));
    assertThat(status.condition("Healthy").orElseThrow().getMessage()).endsWith("failed: not you");
    stage.nodes().backups().trouble("s3://backups", null);
    await(s -> is(s, "Healthy", "LastBackupGood"));
    await(s -> Integer.valueOf(0).equals(s.failed()));
  }

  @Test
  void whatCannotBeIsSaid() {
    schedule("schedule: \"at night\"");
    await(s -> is(s, "Active", "ScheduleNotUsable"));
    schedule("schedule: \"0 3 * * *\", timeZone: Middle/Earth");
    await(s -> is(s, "Active", "ScheduleNotUsable"));
    assertThatThrownBy(() -> schedule("schedule: \"0 3 * * *\", retention: {maxAge: long}"))
        .hasMessageContaining("retention.maxAge");
    assertThatThrownBy(() ->
            stage.apply(
                "CoulombBackupSchedule",
                "nightly",
                SPEC.formatted("schedule: \"0 3 * * *\"").replace("demo", "other")))
        .hasMessageContaining("clusterRef cannot be changed");
  }
}
