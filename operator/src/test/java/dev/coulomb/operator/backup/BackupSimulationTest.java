package dev.coulomb.operator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import dev.coulomb.operator.api.backup.DeletionPolicy;
import dev.coulomb.operator.kubernetes.FakeNodeAdmin;
import dev.coulomb.operator.nodeadmin.BackupReport;
import dev.coulomb.operator.nodeadmin.Failure;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeDestination;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.observe.ClusterNode;
import dev.coulomb.operator.observe.PlaceView;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives of a backup: nodes are started anew and fall silent, stores fail, Secrets come and
 * go, and the operator is killed between any two of its deeds, so that what it did is done but not
 * written down. When the world is calm the backup is complete, or says why not; and a deletion
 * leaves nothing where it should not, and nothing is deleted that should stay.
 */
class BackupSimulationTest {

  private static final int RUNS = 500;
  private static final int EVENTS = 60;
  private static final int CALM_ROUNDS = 60;
  private static final NodeAddress NODE = new NodeAddress("10.0.0.1", 8080, "token");
  private static final String PLACE = "s3://backups/team/demo/first";

  static LongStream seeds() {
    Long given = Long.getLong("seed");
    long first = System.nanoTime();
    return given == null ? LongStream.range(first, first + RUNS) : LongStream.of(given);
  }

  private Instant now = Instant.parse("2026-11-28T12:00:00Z");
  private final FakeNodeAdmin nodes = new FakeNodeAdmin();
  private final CoulombBackup backup = Backups.bucket("first");
  private Optional<CoulombCluster> cluster = Optional.of(Backups.cluster());
  private boolean processRuns = true;
  private boolean silent;
  private boolean secret = true;
  private JobView job = new JobView.None();

  @ParameterizedTest(name = "-Dseed={0}")
  @MethodSource("seeds")
  void everyBackupEndsWellOrSaysWhyAndEveryDeletionLeavesWhatItShould(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    nodes.start(NODE.host(), "demo-0", "0.1.0", Map.of("durability", "sync"));
    nodes.insert(NODE.host(), 100);
    for (int event = 0; event < EVENTS; event++) {
      happens(random);
      if (random.nextInt(3) > 0) {
        round(random.nextInt(4));
      }
      now = now.plusMillis(random.nextInt(5_000));
      assertThat(
              nodes.backups().places().contains(PLACE)
                  || backup.getStatus().phase() != Phase.Completed)
          .as("-Dseed=%d: what is said to be complete is", seed)
          .isTrue();
    }
    calm();
    for (int round = 0; round < CALM_ROUNDS && !over(); round++) {
      now = now.plus(Duration.ofMinutes(1));
      round(0);
    }
    assertThat(over()).as("-Dseed=%d: %s", seed, backup.getStatus()).isTrue();
    boolean complete = backup.getStatus().phase() == Phase.Completed;
    assertThat(nodes.backups().places().contains(PLACE)).as("-Dseed=%d", seed).isEqualTo(complete);
    assertThat(complete || backup.getStatus().condition("Complete").isPresent()).isTrue();
    deletion(random, seed);
  }

  private boolean over() {
    Phase phase = backup.getStatus().phase();
    return phase != null && phase.over();
  }

  private void happens(SplittableRandom random) {
    switch (random.nextInt(9)) {
      case 0 -> nodes.restart(NODE.host());
      case 1 -> {
        silent = random.nextBoolean();
        nodes.silence(NODE.host(), silent);
      }
      case 2 -> processRuns = random.nextInt(3) > 0;
      case 3 -> secret = random.nextInt(3) > 0;
      case 4 ->
          nodes
              .backups()
              .trouble(
                  "s3://backups",
                  random.nextInt(3) == 0
                      ? new Failure(
                          random.nextInt(6) == 0 ? "AccessDenied" : "Unreachable", "trouble")
                      : null);
      case 5 -> nodes.backups().holdUp(random.nextBoolean());
      default -> {}
    }
  }

  private void calm() {
    nodes.backups().holdUp(false);
    nodes.backups().trouble("s3://backups", null);
    nodes.silence(NODE.host(), false);
    processRuns = true;
    secret = true;
  }

  /**
   * One round of the operator.
   *
   * @param death 1: killed before it did anything, 2: killed before it wrote that down, else: not
   */
  private void round(int death) {
    BackupObservation seen = observe();
    BackupStep step = BackupDecision.next(seen);
    if (death == 1) {
      return;
    }
    Optional<Reply<BackupReport>> answer =
        step instanceof BackupStep.Begin(NodeAddress address, NodeDestination destination)
            ? Optional.of(nodes.beginBackup(address, backup.getMetadata().getUid(), destination))
            : Optional.empty();
    if (death == 2) {
      return;
    }
    backup.setStatus(BackupOutlook.of(seen, step, answer).status());
  }

  private BackupObservation observe() {
    ClusterNode node =
        new ClusterNode(processRuns ? Optional.of(NODE) : Optional.empty(), processRuns, Set.of());
    return new BackupObservation(
        now,
        backup,
        cluster,
        node,
        cluster.map(c -> secret ? Backups.usable() : new PlaceView.Problem("SecretNotUsable", "x")),
        word());
  }

  private Optional<Reply<BackupReport>> word() {
    return backup.getStatus().begun() && processRuns
        ? Optional.of(nodes.backup(NODE, backup.getMetadata().getUid()))
        : Optional.empty();
  }

  private void deletion(SplittableRandom random, long seed) {
    boolean wasThere = nodes.backups().places().contains(PLACE);
    boolean retain = random.nextBoolean();
    Backups.policy(backup, retain ? DeletionPolicy.Retain : DeletionPolicy.Delete);
    boolean released = false;
    for (int round = 0; round < CALM_ROUNDS && !released; round++) {
      if (round < CALM_ROUNDS / 2) {
        happens(random);
      } else {
        calm();
      }
      jobRuns();
      released = deletionRound(random.nextInt(4));
      now = now.plus(Duration.ofMinutes(1));
    }
    assertThat(released).as("-Dseed=%d: %s", seed, backup.getStatus()).isTrue();
    assertThat(nodes.backups().places().contains(PLACE))
        .as("-Dseed=%d", seed)
        .isEqualTo(retain && wasThere);
  }

  private boolean deletionRound(int death) {
    DeletionObservation seen =
        new DeletionObservation(
            now,
            backup,
            processRuns ? Optional.of(NODE) : Optional.empty(),
            backup.getStatus().finishedAt() == null ? word() : Optional.empty(),
            job,
            secret ? Optional.empty() : Optional.of("no Secret"),
            false);
    DeletionStep step = DeletionDecision.next(seen);
    if (death == 1) {
      return false;
    }
    switch (step) {
      case DeletionStep.Cancel cancel ->
          nodes.cancelBackup(cancel.node(), backup.getMetadata().getUid());
      case DeletionStep.CreateJob create -> job = new JobView.Active("");
      case DeletionStep.RemoveJob remove -> job = new JobView.None();
      case DeletionStep.Release release -> {}
      case DeletionStep.Wait wait -> {}
      case DeletionStep.Probe probe -> {}
    }
    if (death == 2) {
      return false;
    }
    backup.setStatus(DeletionOutlook.of(seen, step).status());
    return step instanceof DeletionStep.Release;
  }

  private void jobRuns() {
    if (job instanceof JobView.Active) {
      String trouble = nodes.backups().delete(PLACE);
      job = trouble == null ? new JobView.Succeeded() : new JobView.Failed(now, trouble);
    }
  }
}
