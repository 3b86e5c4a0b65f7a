package dev.coulomb.operator.backup.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.ClusterRef;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.Destination;
import dev.coulomb.operator.api.RestoreOrigin;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupSchedule;
import dev.coulomb.operator.api.backup.CoulombBackupScheduleSpec;
import dev.coulomb.operator.api.backup.CoulombBackupScheduleStatus;
import dev.coulomb.operator.api.backup.CoulombBackupScheduleStatus.Held;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import dev.coulomb.operator.api.backup.DeletionPolicy;
import dev.coulomb.operator.api.backup.DrillStatus;
import dev.coulomb.operator.api.backup.Retention;
import dev.coulomb.operator.observe.Readers;
import dev.coulomb.operator.wanted.Clusters;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a schedule makes and takes away, case by case and at random. */
class ScheduleDecisionTest {

  private static final Instant CREATED = Instant.parse("2026-11-28T12:00:00Z");

  private final List<CoulombBackup> backups = new ArrayList<>();
  private final CoulombBackupSchedule schedule = new CoulombBackupSchedule();
  private Optional<CoulombCluster> cluster = Optional.of(Clusters.cluster("spec: {}"));
  private Instant now = CREATED;
  private Readers readers = Readers.NONE;

  private void spec(
      String cron, boolean suspend, boolean immediate, @Nullable Retention retention) {
    schedule.setMetadata(
        new ObjectMetaBuilder()
            .withName("nightly")
            .withNamespace("shop")
            .withGeneration(1L)
            .withCreationTimestamp(CREATED.toString())
            .build());
    schedule.setSpec(
        new CoulombBackupScheduleSpec(
            new ClusterRef("demo"),
            cron,
            "UTC",
            suspend,
            immediate,
            retention,
            new CoulombBackupScheduleSpec.Template(
                new Destination(null, new Destination.Volume("claim", null)),
                DeletionPolicy.Delete),
            null));
  }

  private ScheduleObservation seen() {
    return new ScheduleObservation(now, schedule, backups, cluster, readers);
  }

  /** One round; whether the operator lives to write it down. */
  private ScheduleStep round(boolean lives) {
    ScheduleObservation seen = seen();
    ScheduleStep step = ScheduleDecision.next(seen);
    switch (step) {
      case ScheduleStep.Create(String name, Instant at) -> {
        if (backups.stream().noneMatch(b -> b.getMetadata().getName().equals(name))) {
          backups.add(backup(name, null));
        }
      }
      case ScheduleStep.Remove(CoulombBackup backup, String why) -> backups.remove(backup);
      case ScheduleStep.Rest() -> {}
    }
    if (lives) {
      schedule.setStatus(ScheduleOutlook.of(seen, step, DrillOutlook.kept(schedule)).status());
    }
    return step;
  }

  private CoulombBackup backup(String name, @Nullable Phase phase) {
    CoulombBackup backup = new CoulombBackup();
    backup.setMetadata(
        new ObjectMetaBuilder().withName(name).withCreationTimestamp(now.toString()).build());
    end(backup, phase);
    return backup;
  }

  private void end(CoulombBackup backup, @Nullable Phase phase) {
    backup.setStatus(
        new CoulombBackupStatus(
            1L,
            phase,
            null,
            null,
            null,
            null,
            now.toString(),
            null,
            null,
            null,
            null,
            null,
            null,
            List.of()));
  }

  private List<String> names() {
    return backups.stream().map(b -> b.getMetadata().getName()).toList();
  }

  @Test
  void aBackupIsMadeWhenItsTimeHasComeAndNotBefore() {
    spec("0 3 * * *", false, false, null);
    assertThat(round(true)).isInstanceOf(ScheduleStep.Rest.class);
    assertThat(schedule.getStatus().nextAt()).isEqualTo("2026-11-29T03:00:00Z");
    now = Instant.parse("2026-11-29T03:00:00Z");
    assertThat(round(true)).isEqualTo(new ScheduleStep.Create("nightly-20261129-0300", now));
    assertThat(round(true)).isInstanceOf(ScheduleStep.Rest.class);
    assertThat(schedule.getStatus().lastScheduledAt()).isEqualTo("2026-11-29T03:00:00Z");
    assertThat(schedule.getStatus().running()).isEqualTo("nightly-20261129-0300");
  }

  /** What is called that is the archive of the log, which lies beside the snapshots. */
  @Test
  void noScheduleMakesABackupThatIsCalledArchive() {
    spec("0 3 * * *", false, true, null);
    schedule.getMetadata().setName("archive");
    round(true);
    assertThat(names()).containsExactly("archive-20261128-1200");
  }

  @Test
  void theFirstOneIsMadeAtOnceWhenAskedFor() {
    spec("0 3 * * *", false, true, null);
    round(true);
    assertThat(names()).containsExactly("nightly-20261128-1200");
    end(backups.getFirst(), Phase.Completed);
    assertThat(round(true)).isInstanceOf(ScheduleStep.Rest.class);
  }

  @Test
  void timesThatWereMissedAreMadeUpForOnce() {
    spec("0 3 * * *", false, false, null);
    round(true);
    now = now.plus(Duration.ofDays(10));
    round(true);
    end(backups.getFirst(), Phase.Completed);
    assertThat(round(true)).isInstanceOf(ScheduleStep.Rest.class);
    assertThat(names()).containsExactly("nightly-20261208-0300");
  }

  @Test
  void oneAtATime() {
    spec("* * * * *", false, false, null);
    now = now.plusSeconds(60);
    round(true);
    now = now.plus(Duration.ofMinutes(30));
    assertThat(round(true)).isInstanceOf(ScheduleStep.Rest.class);
    end(backups.getFirst(), Phase.Failed);
    assertThat(round(true)).isInstanceOf(ScheduleStep.Create.class);
    assertThat(names()).containsExactly("nightly-20261128-1201", "nightly-20261128-1231");
  }

  @Test
  void nothingIsMadeOrTakenAwayWhileItIsSuspended() {
    spec("* * * * *", true, true, new Retention(1, null));
    backups.add(backup("a", Phase.Completed));
    now = now.plus(Duration.ofDays(1));
    backups.add(backup("b", Phase.Completed));
    assertThat(round(true)).isInstanceOf(ScheduleStep.Rest.class);
    assertThat(schedule.getStatus().nextAt()).isNull();
    assertThat(condition("Active")).isEqualTo("False Suspended");
  }

  @Test
  void aClusterThatIsNotThereOrStoppedIsNotSaved() {
    spec("* * * * *", false, false, null);
    now = now.plus(Duration.ofDays(1));
    cluster = Optional.empty();
    assertThat(round(true)).isInstanceOf(ScheduleStep.Rest.class);
    assertThat(condition("Active")).isEqualTo("False ClusterNotFound");
    cluster = Optional.of(Clusters.cluster("spec: {state: Stopped}"));
    assertThat(round(true)).isInstanceOf(ScheduleStep.Rest.class);
    assertThat(condition("Active")).isEqualTo("False ClusterStopped");
    cluster = Optional.of(Clusters.cluster("spec: {}"));
    assertThat(round(true)).isInstanceOf(ScheduleStep.Create.class);
  }

  @Test
  void whatIsNoScheduleIsToldAndMakesNothing() {
    spec("at night", false, false, null);
    now = now.plus(Duration.ofDays(1));
    assertThat(round(true)).isInstanceOf(ScheduleStep.Rest.class);
    assertThat(condition("Active")).isEqualTo("False ScheduleNotUsable");
  }

  @Test
  void theLastGoodOneStaysHoweverOldItIs() {
    spec("@yearly", false, false, new Retention(1, "1h"));
    backups.add(backup("old", Phase.Completed));
    now = now.plus(Duration.ofDays(30));
    backups.add(backup("failed", Phase.Failed));
    assertThat(round(true)).isInstanceOf(ScheduleStep.Rest.class);
    assertThat(condition("Healthy")).isEqualTo("False LastBackupFailed");
    now = now.plus(Duration.ofDays(1));
    backups.add(backup("new", Phase.Completed));
    round(true);
    round(true);
    assertThat(round(true)).isInstanceOf(ScheduleStep.Rest.class);
    assertThat(names()).containsExactly("new");
    assertThat(condition("Healthy")).isEqualTo("True LastBackupGood");
  }

  @Test
  void withoutRetentionAllGoodOnesStay() {
    spec("@yearly", false, false, null);
    for (int i = 0; i < 50; i++) {
      now = now.plus(Duration.ofHours(1));
      backups.add(backup("b" + i, Phase.Completed));
    }
    assertThat(round(true)).isInstanceOf(ScheduleStep.Rest.class);
  }

  @Test
  void oneThatIsReadGoesAfterwardsAndHoldsUpNoOther() {
    spec("@yearly", false, false, new Retention(1, null));
    for (String name : List.of("first", "second", "third")) {
      now = now.plus(Duration.ofHours(1));
      backups.add(backup(name, Phase.Completed));
    }
    readers = new Readers(List.of(reads("first")));
    ScheduleObservation seen = seen();
    assertThat(
            ScheduleOutlook.of(seen, new ScheduleStep.Rest(), DrillOutlook.kept(schedule))
                .notices())
        .extracting(n -> n.reason() + ": " + n.note())
        .containsExactly(
            "BackupHeld: backup first goes when the CoulombRestore of first has read it");
    while (round(true) instanceof ScheduleStep.Remove) {}
    assertThat(names()).containsExactly("first", "third");
    assertThat(schedule.getStatus().held())
        .containsExactly(new Held("first", "the CoulombRestore of first"));
    assertThat(
            ScheduleOutlook.of(seen(), new ScheduleStep.Rest(), DrillOutlook.kept(schedule))
                .notices())
        .as("told once")
        .isEmpty();
    readers = Readers.NONE;
    while (round(true) instanceof ScheduleStep.Remove) {}
    assertThat(names()).containsExactly("third");
    assertThat(schedule.getStatus().held()).isEmpty();
  }

  @Test
  void theBackupOfADrillStaysUntilTheDrillIsOver() {
    spec("@yearly", false, false, new Retention(1, null));
    backups.add(backup("drilled", Phase.Completed));
    now = now.plus(Duration.ofHours(1));
    backups.add(backup("new", Phase.Completed));
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
            new DrillStatus(
                new DrillStatus.Run("drilled", "drill-nightly", now.toString()), null, null),
            List.of()));
    assertThat(round(true)).isInstanceOf(ScheduleStep.Rest.class);
    assertThat(schedule.getStatus().held())
        .containsExactly(new Held("drilled", "the restore drill"));
  }

  private static Readers.Reader reads(String backup) {
    return new Readers.Reader(
        "the CoulombRestore of " + backup,
        new RestoreOrigin(new RestoreOrigin.BackupRef(backup), null, null, null, null, null));
  }

  @Test
  void failedOnesDoNotPileUp() {
    spec("@yearly", false, false, null);
    for (int i = 0; i < 50; i++) {
      now = now.plus(Duration.ofHours(1));
      backups.add(backup("b" + i, Phase.Failed));
    }
    while (round(true) instanceof ScheduleStep.Remove) {}
    assertThat(backups).hasSize(RetentionRule.FAILED_MAX);
    assertThat(names()).last().isEqualTo("b49");
  }

  @Test
  void aBackupIsOverdueAtTheSecondTimeSinceTheLastGoodOne() {
    spec("30 2 * * 1-5", false, false, null);
    assertThat(Overdue.at(seen()))
        .as("of a Saturday there is none yet; Monday's and Tuesday's count")
        .contains(Instant.parse("2026-12-01T02:30:00Z"));
    now = Instant.parse("2026-12-04T02:30:07Z");
    backups.add(backup("friday", Phase.Completed));
    assertThat(Overdue.at(seen())).contains(Instant.parse("2026-12-08T02:30:00Z"));
    now = Instant.parse("2026-12-07T02:30:07Z");
    backups.add(backup("monday", Phase.Failed));
    assertThat(Overdue.at(seen())).contains(Instant.parse("2026-12-08T02:30:00Z"));
    backups.add(backup("again", Phase.Completed));
    assertThat(Overdue.at(seen())).contains(Instant.parse("2026-12-09T02:30:00Z"));
  }

  @Test
  void whereNoBackupsAreToBeMadeNoneIsOverdue() {
    spec("@daily", true, false, null);
    assertThat(Overdue.at(seen())).isEmpty();
    spec("at night", false, false, null);
    assertThat(Overdue.at(seen())).isEmpty();
    spec("@daily", false, false, null);
    assertThat(Overdue.at(seen())).isPresent();
    cluster = Optional.of(Clusters.cluster("spec: {state: Stopped}"));
    assertThat(Overdue.at(seen())).isEmpty();
    cluster = Optional.empty();
    assertThat(Overdue.at(seen())).isEmpty();
  }

  private String condition(String type) {
    return schedule
        .getStatus()
        .condition(type)
        .map(c -> c.getStatus() + " " + c.getReason())
        .orElse("");
  }

  static LongStream seeds() {
    Long given = Long.getLong("seed");
    long first = System.nanoTime();
    return given == null ? LongStream.range(first, first + 200) : LongStream.of(given);
  }

  /**
   * The operator is away, dies before it writes down what it did, backups end as they like and are
   * read by whoever comes.
   */
  @ParameterizedTest(name = "-Dseed={0}")
  @MethodSource("seeds")
  void noTimeIsServedTwiceAndTheLastGoodOneIsNeverTakenAway(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int count = random.nextInt(1, 4);
    spec("0 * * * *", false, random.nextBoolean(), new Retention(count, "12h"));
    List<String> made = new ArrayList<>();
    for (int event = 0; event < 300; event++) {
      now = now.plus(Duration.ofMinutes(random.nextInt(50)));
      List<CoulombBackup> before = List.copyOf(backups);
      Optional<CoulombBackup> lastGood = seen().ended(Phase.Completed).stream().findFirst();
      readers = someRead(random);
      List<CoulombBackup> read =
          seen().ended(Phase.Completed).stream().filter(b -> readers.of(b).isPresent()).toList();
      round(random.nextInt(4) > 0);
      assertThat(lastGood.stream().allMatch(backups::contains)).as("-Dseed=%d", seed).isTrue();
      assertThat(backups).as("-Dseed=%d: what is read stays", seed).containsAll(read);
      backups.stream()
          .filter(b -> !before.contains(b))
          .forEach(b -> {
            assertThat(made).as("-Dseed=%d", seed).doesNotContain(b.getMetadata().getName());
            made.add(b.getMetadata().getName());
          });
      assertThat(backups.stream().filter(b -> b.getStatus().phase() == null).count())
          .as("-Dseed=%d", seed)
          .isLessThanOrEqualTo(1);
      if (random.nextInt(3) == 0) {
        seen()
            .running()
            .ifPresent(b -> end(b, random.nextInt(3) > 0 ? Phase.Completed : Phase.Failed));
      }
    }
    readers = Readers.NONE;
    do {
      seen().running().ifPresent(b -> end(b, Phase.Completed));
    } while (!(round(true) instanceof ScheduleStep.Rest) || seen().running().isPresent());
    assertThat(seen().ended(Phase.Completed)).as("-Dseed=%d", seed).hasSizeBetween(1, count);
    assertThat(made).hasSizeGreaterThan(10);
  }

  /** Mostly those that were read before, so that some are read for long. */
  private Readers someRead(SplittableRandom random) {
    List<String> all = names();
    return all.isEmpty() || random.nextInt(4) > 0
        ? readers
        : random.nextInt(3) == 0
            ? Readers.NONE
            : new Readers(List.of(reads(all.get(random.nextInt(all.size())))));
  }
}
