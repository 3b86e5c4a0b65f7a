package dev.coulomb.operator.backup.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.ClusterRef;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.Destination;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupSchedule;
import dev.coulomb.operator.api.backup.CoulombBackupScheduleSpec;
import dev.coulomb.operator.api.backup.CoulombBackupScheduleStatus;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.api.backup.DeletionPolicy;
import dev.coulomb.operator.api.backup.DrillStatus;
import dev.coulomb.operator.api.backup.DrillStatus.Outcome;
import dev.coulomb.operator.api.backup.Verification;
import dev.coulomb.operator.nodeadmin.ChecksumsReport;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.TableSum;
import dev.coulomb.operator.status.Notice;
import dev.coulomb.operator.wanted.Clusters;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Restore drills of a schedule, with a throwaway cluster that does what clusters do. */
class DrillDecisionTest {

  private static final NodeAddress NODE = new NodeAddress("10.0.0.1", 8080, "");

  private final CoulombBackupSchedule schedule = new CoulombBackupSchedule();
  private final List<CoulombBackup> backups = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-28T10:00:00Z");
  private @Nullable CoulombCluster cluster;
  private String bootstrapped = "";
  private boolean asked;
  private long restoredRows = 40;
  private int made;

  DrillDecisionTest() {
    wants(new Verification(null, 2, null, 30));
  }

  private void wants(@Nullable Verification verification) {
    schedule.setMetadata(
        new ObjectMetaBuilder()
            .withName("nightly")
            .withNamespace("shop")
            .withGeneration(1L)
            .withCreationTimestamp("2026-11-28T00:00:00Z")
            .build());
    schedule.setSpec(
        new CoulombBackupScheduleSpec(
            new ClusterRef("demo"),
            "@daily",
            "UTC",
            false,
            false,
            null,
            new CoulombBackupScheduleSpec.Template(
                new Destination(null, new Destination.Volume("claim", null)),
                DeletionPolicy.Delete),
            verification));
  }

  private void backup(String name, String finishedAt) {
    CoulombBackup backup = new CoulombBackup();
    backup.setMetadata(new ObjectMetaBuilder().withName(name).build());
    backup.setStatus(
        Serialization.unmarshal(
            "---\n{phase: Completed, finishedAt: \"%s\", snapshot: {rows: 40, checksum: \"%s\"}}"
                .formatted(finishedAt, digest(40)),
            CoulombBackupStatus.class));
    backups.add(backup);
  }

  private static String digest(long rows) {
    return TableSum.digest(List.of(new TableSum("t", rows, "5d3c")));
  }

  private DrillObservation observe() {
    if (cluster != null && !bootstrapped.isEmpty()) {
      cluster.setStatus(
          Serialization.unmarshal(
              "---\n{conditions: [{type: Bootstrapped, status: \"%s\", reason: \"%s\", message: \"it says why\"}]}"
                  .formatted(bootstrapped.equals("Restored") ? "True" : "False", bootstrapped),
              dev.coulomb.operator.api.CoulombClusterStatus.class));
    }
    Reply<ChecksumsReport> sums =
        asked
            ? new Reply.Said<>(
                new ChecksumsReport(
                    "u-" + made,
                    ChecksumsReport.State.Completed,
                    0,
                    0,
                    1,
                    List.of(new TableSum("t", restoredRows, "5d3c")),
                    null))
            : new Reply.Refused<>("unknown-checksums", "begin them");
    return new DrillObservation(
        now,
        schedule,
        backups,
        Optional.ofNullable(cluster),
        cluster == null ? Optional.empty() : Optional.of(NODE),
        Optional.of(sums));
  }

  private DrillStep look(boolean dies) {
    DrillObservation seen = observe();
    DrillStep step = DrillDecision.next(seen);
    switch (step) {
      case DrillStep.Create(var run) -> {
        made++;
        asked = false;
        cluster = Clusters.cluster("spec: {}");
        cluster.getMetadata().setName(run.cluster());
        cluster.getMetadata().setUid("u-" + made);
      }
      case DrillStep.CleanUp c -> cluster = null;
      case DrillStep.AddUp a -> asked = true;
      case DrillStep.Rest r -> {}
      case DrillStep.Announce a -> {}
      case DrillStep.Follow f -> {}
      case DrillStep.End e -> {}
      case DrillStep.Abandon a -> {}
    }
    if (!dies) {
      DrillOutlook outlook = DrillOutlook.of(seen, step);
      schedule.setStatus(
          new CoulombBackupScheduleStatus(
              1L,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              List.of(),
              outlook.status().orElse(null),
              outlook.conditions()));
      outlook.notices().stream().map(Notice::reason).forEach(told::add);
    }
    now = now.plusSeconds(10);
    return step;
  }

  private DrillStatus.Result run() {
    for (int i = 0; i < 50; i++) {
      look(false);
    }
    assertThat(cluster).as("nothing is left").isNull();
    return Objects.requireNonNull(Objects.requireNonNull(schedule.getStatus().drill()).last());
  }

  @Test
  void theNewestGoodBackupIsRestoredComparedAndEverythingTakenAway() {
    backup("monday", "2026-11-28T01:00:00Z");
    assertThat(look(false)).isInstanceOf(DrillStep.Rest.class);
    backup("tuesday", "2026-11-28T02:00:00Z");
    bootstrapped = "Restored";
    DrillStatus.Result result = run();
    assertThat(result.backup()).isEqualTo("tuesday");
    assertThat(result.outcome()).isEqualTo(Outcome.Passed);
    assertThat(result.rows()).isEqualTo(40);
    assertThat(result.seconds()).isPositive();
    assertThat(told).containsExactly("DrillStarted", "DrillPassed");
    assertThat(schedule.getStatus().condition("Verified").orElseThrow().getStatus())
        .isEqualTo("True");
    assertThat(made).as("once, until there are two more backups").isEqualTo(1);
    backup("wednesday", "2026-11-28T23:00:00Z");
    backup("thursday", "2026-11-28T23:30:00Z");
    assertThat(run().backup()).isEqualTo("thursday");
  }

  @Test
  void rowsThatDifferFailTheDrill() {
    wants(new Verification("0 9 * * *", null, null, 30));
    backup("monday", "2026-11-28T01:00:00Z");
    bootstrapped = "Restored";
    restoredRows = 39;
    DrillStatus.Result result = run();
    assertThat(result.outcome()).isEqualTo(Outcome.Failed);
    assertThat(result.reason()).isEqualTo("RowsDiffer");
    assertThat(result.message()).contains("has 40 rows", "restored were 39 rows");
    assertThat(told).containsExactly("DrillStarted", "DrillFailed");
    assertThat(schedule.getStatus().condition("Verified").orElseThrow().getStatus())
        .isEqualTo("False");
  }

  @Test
  void aDamagedSnapshotFailsItAtOnceAndTimeFailsItInTheEnd() {
    wants(new Verification("0 9 * * *", null, null, 5));
    backup("monday", "2026-11-28T01:00:00Z");
    bootstrapped = "SnapshotDamaged";
    assertThat(run().reason()).isEqualTo("SnapshotDamaged");
    now = Instant.parse("2026-11-29T09:01:00Z");
    bootstrapped = "Unreachable";
    DrillStatus.Result result = run();
    assertThat(result.reason()).isEqualTo("TimedOut");
    assertThat(result.seconds()).isBetween(300L, 330L);
  }

  @Test
  void aBackupThatGoesMeanwhileSaysNothingAndTheNextOneIsTried() {
    wants(new Verification(null, 1, null, 30));
    backup("monday", "2026-11-28T01:00:00Z");
    bootstrapped = "Restored";
    look(false);
    look(false);
    backups.clear();
    backup("tuesday", "2026-11-28T02:00:00Z");
    assertThat(run().backup()).isEqualTo("tuesday");
    assertThat(told)
        .containsExactly("DrillStarted", "DrillAbandoned", "DrillStarted", "DrillPassed");
  }

  @Test
  void aDrillThatIsNoLongerWantedIsStillCleanedUp() {
    backup("monday", "2026-11-28T01:00:00Z");
    backup("tuesday", "2026-11-28T02:00:00Z");
    look(false);
    look(false);
    assertThat(cluster).isNotNull();
    wants(null);
    bootstrapped = "Restored";
    assertThat(run().outcome()).isEqualTo(Outcome.Passed);
  }

  @Test
  void whereverTheOperatorDiesNothingIsLeft() {
    long seed = Long.getLong("seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < 200; run++) {
      DrillDecisionTest world = new DrillDecisionTest();
      world.backup("monday", "2026-11-28T01:00:00Z");
      world.backup("tuesday", "2026-11-28T02:00:00Z");
      for (int step = 0; step < 40; step++) {
        world.bootstrapped =
            switch (random.nextInt(3)) {
              case 0 -> "Restoring";
              case 1 -> "Unreachable";
              default -> "Restored";
            };
        if (random.nextInt(10) == 0) {
          world.cluster = null;
        }
        world.look(random.nextInt(3) == 0);
      }
      world.bootstrapped = "Restored";
      assertThat(world.run().outcome())
          .as("replay with -Dseed=%d, run %d", seed, run)
          .isEqualTo(Outcome.Passed);
    }
  }
}
