package dev.coulomb.operator.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.ClusterRef;
import dev.coulomb.operator.api.RestoreOrigin;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Snapshot;
import dev.coulomb.operator.api.restore.CoulombRestore;
import dev.coulomb.operator.api.restore.CoulombRestoreSpec;
import dev.coulomb.operator.api.restore.CoulombRestoreSpec.Confirmation;
import dev.coulomb.operator.api.restore.CoulombRestoreStatus;
import dev.coulomb.operator.api.restore.CoulombRestoreStatus.Phase;
import dev.coulomb.operator.kubernetes.FakeNodeAdmin;
import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.Failure;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeDestination;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.RestoreOrder;
import dev.coulomb.operator.nodeadmin.RestoreReport;
import dev.coulomb.operator.nodeadmin.TableSum;
import dev.coulomb.operator.observe.OriginView;
import dev.coulomb.operator.restore.RestoreObservation.Obstacle;
import dev.coulomb.operator.status.Notice;
import dev.coulomb.operator.wanted.Clusters;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A restore in place from beginning to end, with a node that does what nodes do. */
class RestoreDecisionTest {

  private static final String HOST = "10.0.0.1";
  private static final String PLACE = "/backup/demo/monday";
  private static final NodeAddress NODE = new NodeAddress(HOST, 8080, "");

  private final FakeNodeAdmin nodes = new FakeNodeAdmin();
  private final List<String> told = new ArrayList<>();
  private CoulombRestoreStatus status = CoulombRestoreStatus.UNKNOWN;
  private Confirmation confirmation = Confirmation.Automatic;
  private boolean abort;
  private boolean deleted;
  private boolean there = true;
  private Optional<Obstacle> busy = Optional.empty();
  private Optional<OriginView> problem = Optional.empty();
  private long savedRows = 40;
  private Instant now = Instant.parse("2026-11-28T15:00:00Z");

  private RestoreDecisionTest started() {
    nodes.start(HOST, "demo-0", "0.1.0", Map.of("durability", "sync"), "volume", null);
    nodes.insert(HOST, 7);
    nodes.backups().put(PLACE, "monday", savedRows);
    return this;
  }

  private CoulombRestore restore() {
    CoulombRestore restore = new CoulombRestore();
    restore.setMetadata(
        new ObjectMetaBuilder()
            .withName("back")
            .withUid("r-1")
            .withGeneration(1L)
            .withDeletionTimestamp(deleted ? now.toString() : null)
            .build());
    restore.setSpec(
        new CoulombRestoreSpec(
            new ClusterRef("demo"),
            new RestoreOrigin.BackupRef("monday"),
            null,
            null,
            null,
            null,
            null,
            confirmation,
            abort));
    restore.setStatus(status);
    return restore;
  }

  private RestoreObservation observe() {
    Phase phase = status.phase();
    boolean begun = phase != null && phase != Phase.Pending && !phase.over();
    Optional<NodeStatus.State> state =
        nodes.status(NODE) instanceof Answer.Told(NodeStatus word)
            ? Optional.of(word.state())
            : Optional.empty();
    OriginView usable =
        new OriginView.Usable(
            new RestoreOrder(
                "r-1", NodeDestination.of(new NodeDestination.Directory(PLACE)), null, null, true),
            "backups:demo/monday",
            Optional.of(
                new Snapshot(
                    4_096L,
                    "2026-11-28T10:00:00Z",
                    "h",
                    32,
                    savedRows,
                    1L,
                    "1",
                    "0.1.0",
                    1,
                    TableSum.digest(List.of(new TableSum("t", savedRows, "5d3c"))))));
    return new RestoreObservation(
        now,
        restore(),
        there ? Optional.of(Clusters.cluster("spec: {}")) : Optional.empty(),
        Optional.of(NODE),
        state,
        busy,
        Optional.of(problem.orElse(usable)),
        begun ? Optional.of(nodes.restore(NODE)) : Optional.empty(),
        phase == Phase.Verifying && state.filter(s -> s == NodeStatus.State.PAUSED).isPresent()
            ? Optional.of(nodes.checksums(NODE, "r-1"))
            : Optional.empty());
  }

  /** One look; the operator may die before it has written what came of it. */
  private RestoreStep look(boolean dies) {
    RestoreObservation seen = observe();
    RestoreStep step = RestoreDecision.next(seen);
    Optional<Reply<RestoreReport>> answer =
        switch (step) {
          case RestoreStep.Begin(var node, var order) ->
              Optional.of(nodes.beginRestore(node, order));
          case RestoreStep.Confirm(var node, var message) ->
              Optional.of(nodes.confirmRestore(node));
          case RestoreStep.Undo(var node) -> Optional.of(nodes.undoRestore(node));
          default -> Optional.empty();
        };
    if (!dies) {
      RestoreOutlook outlook = RestoreOutlook.of(seen, step, answer);
      status = outlook.status();
      outlook.notices().stream().map(Notice::reason).forEach(told::add);
    }
    now = now.plusSeconds(2);
    return step;
  }

  private Phase until(Phase... phases) {
    for (int i = 0; i < 100; i++) {
      look(false);
      if (List.of(phases).contains(status.phase())) {
        break;
      }
    }
    return Objects.requireNonNull(status.phase());
  }

  private String reason() {
    return status.condition("Complete").orElseThrow().getReason();
  }

  @Test
  void whatTheClusterHadIsReplacedComparedAndConfirmed() {
    started();
    assertThat(until(Phase.Completed)).isEqualTo(Phase.Completed);
    assertThat(nodes.rows(HOST)).isEqualTo(40);
    assertThat(nodes.orders()).containsExactly("restore demo-0 in place", "confirm demo-0");
    assertThat(status.condition("Verified").orElseThrow().getStatus()).isEqualTo("True");
    assertThat(status.location()).isEqualTo("backups:demo/monday");
    assertThat(Objects.requireNonNull(status.restored()).rows()).isEqualTo(40);
    assertThat(told).containsExactly("Restoring", "Restored");
  }

  @Test
  void aNodeThatStartsIsAskedAgain() {
    started();
    nodes.restores().starting(true);
    for (int i = 0; i < 5; i++) {
      look(false);
    }
    assertThat(status.phase()).isEqualTo(Phase.Restoring);
    nodes.restores().starting(false);
    until(Phase.Verifying);
    nodes.restores().starting(true);
    for (int i = 0; i < 5; i++) {
      look(false);
    }
    assertThat(status.phase()).as("it is not confirmed yet").isEqualTo(Phase.Verifying);
    nodes.restores().starting(false);
    assertThat(until(Phase.Completed)).isEqualTo(Phase.Completed);
    assertThat(nodes.restores().isAnythingKept()).isFalse();
  }

  @Test
  void itWaitsForWhateverElseIsDoneAndSaysSo() {
    started();
    busy = Optional.of(new Obstacle("BackupRuns", "a backup is being written"));
    look(false);
    assertThat(status.phase()).isEqualTo(Phase.Pending);
    assertThat(reason()).isEqualTo("BackupRuns");
    problem = Optional.of(new OriginView.Problem("SecretNotUsable", "no key", false));
    look(false);
    assertThat(reason()).isEqualTo("SecretNotUsable");
    there = false;
    look(false);
    assertThat(reason()).isEqualTo("ClusterNotFound");
    assertThat(nodes.orders()).isEmpty();
    there = true;
    problem = Optional.empty();
    busy = Optional.empty();
    assertThat(until(Phase.Completed)).isEqualTo(Phase.Completed);
  }

  @Test
  void aBackupThatFailedIsRefused() {
    started();
    problem = Optional.of(new OriginView.Problem("BackupFailed", "there is no snapshot", true));
    look(false);
    assertThat(status.phase()).isEqualTo(Phase.Failed);
    assertThat(reason()).isEqualTo("BackupFailed");
    assertThat(look(false)).isInstanceOf(RestoreStep.Rest.class);
    assertThat(nodes.rows(HOST)).isEqualTo(7);
  }

  @Test
  void aFailureOfTheNodeChangesNothingAndKeepsItsReason() {
    started();
    nodes.restores().trouble(PLACE, new Failure("SnapshotDamaged", "block 7 is damaged"));
    assertThat(until(Phase.Failed)).isEqualTo(Phase.Failed);
    assertThat(reason()).isEqualTo("SnapshotDamaged");
    assertThat(status.condition("Complete").orElseThrow().getMessage())
        .isEqualTo("block 7 is damaged; the cluster has what it had");
    assertThat(nodes.rows(HOST)).isEqualTo(7);
  }

  @Test
  void aStoreThatDoesNotAnswerIsTriedAgain() {
    started();
    nodes.restores().trouble(PLACE, new Failure("Unreachable", "no answer"));
    for (int i = 0; i < 20; i++) {
      look(false);
    }
    assertThat(status.phase()).isEqualTo(Phase.Restoring);
    nodes.restores().trouble(PLACE, null);
    assertThat(until(Phase.Completed)).isEqualTo(Phase.Completed);
  }

  @Test
  void rowsThatDoNotAgreeWithTheBackupAreTakenBack() {
    started();
    nodes.backups().put(PLACE, "monday", 39);
    assertThat(until(Phase.Failed)).isEqualTo(Phase.Failed);
    assertThat(reason()).isEqualTo("VerificationFailed");
    assertThat(status.condition("Verified").orElseThrow().getMessage())
        .contains("the backup has 40 rows", "the node restored 39 rows");
    assertThat(nodes.rows(HOST)).isEqualTo(7);
    assertThat(nodes.orders()).containsExactly("restore demo-0 in place", "undo demo-0");
  }

  @Test
  void whereNobodyChangesAnythingTheTablesThemselvesAreAddedUp() {
    started();
    nodes.pause(NODE);
    nodes.restores().corrupt(true);
    assertThat(until(Phase.Failed)).isEqualTo(Phase.Failed);
    assertThat(status.condition("Verified").orElseThrow().getMessage())
        .contains("the tables have 40 rows");
    assertThat(nodes.rows(HOST)).isEqualTo(7);
  }

  @Test
  void whatWasBeforeIsKeptUntilSomebodyDecides() {
    started();
    confirmation = Confirmation.Manual;
    assertThat(until(Phase.Kept)).isEqualTo(Phase.Kept);
    look(false);
    assertThat(reason()).isEqualTo("Unconfirmed");
    assertThat(nodes.rows(HOST)).isEqualTo(40);
    abort = true;
    assertThat(until(Phase.Aborted)).isEqualTo(Phase.Aborted);
    assertThat(nodes.rows(HOST)).isEqualTo(7);
  }

  @Test
  void anAbortBeforeTheNodeKnowsOfItNeedsNoNode() {
    started();
    abort = true;
    look(false);
    assertThat(status.phase()).isEqualTo(Phase.Aborted);
    assertThat(nodes.orders()).isEmpty();
  }

  @Test
  void oneThatIsDeletedWhereWhatWasBeforeIsKeptGivesItUp() {
    started();
    confirmation = Confirmation.Manual;
    until(Phase.Kept);
    nodes.silence(HOST, true);
    deleted = true;
    look(false);
    assertThat(status.phase()).as("the node has to be told").isEqualTo(Phase.Kept);
    assertThat(status.condition("Complete").orElseThrow().getMessage())
        .contains("take the finalizer off");
    nodes.silence(HOST, false);
    assertThat(until(Phase.Completed)).isEqualTo(Phase.Completed);
    assertThat(nodes.orders()).containsExactly("restore demo-0 in place", "confirm demo-0");
    assertThat(nodes.rows(HOST)).isEqualTo(40);
  }

  @Test
  void anAbortThatWasSetBeforeTheDeletionIsCarriedOut() {
    started();
    confirmation = Confirmation.Manual;
    until(Phase.Kept);
    abort = true;
    deleted = true;
    assertThat(until(Phase.Aborted)).isEqualTo(Phase.Aborted);
    assertThat(nodes.rows(HOST)).isEqualTo(7);
  }

  @Test
  void oneThatIsDeletedWhileItRunsIsTakenBackFirst() {
    started();
    nodes.restores().holdUp(true);
    look(false);
    look(false);
    look(false);
    assertThat(status.phase()).isEqualTo(Phase.Restoring);
    deleted = true;
    assertThat(until(Phase.Aborted)).isEqualTo(Phase.Aborted);
    assertThat(nodes.orders()).containsExactly("restore demo-0 in place", "undo demo-0");
    assertThat(nodes.rows(HOST)).isEqualTo(7);
    assertThat(status.condition("Complete").orElseThrow().getMessage())
        .isEqualTo("it was taken back; the cluster has what it had before");
  }

  @Test
  void oneThatIsDeletedBeforeItBeganOrAfterItsClusterNeedsNoNode() {
    started();
    deleted = true;
    look(false);
    assertThat(status.phase()).isEqualTo(Phase.Aborted);
    assertThat(nodes.orders()).isEmpty();
    RestoreDecisionTest other = new RestoreDecisionTest().started();
    other.confirmation = Confirmation.Manual;
    other.until(Phase.Kept);
    other.deleted = true;
    other.there = false;
    other.look(false);
    assertThat(other.status.phase()).isEqualTo(Phase.Failed);
    assertThat(other.reason()).isEqualTo("ClusterGone");
  }

  @Test
  void whereTheNodeKnowsNothingOfItAnyMoreNothingIsKept() {
    started();
    confirmation = Confirmation.Manual;
    until(Phase.Kept);
    nodes.loseVolume("volume");
    nodes.start(HOST, "demo-0", "0.1.0", Map.of("durability", "sync"), "other", null);
    assertThat(until(Phase.Completed)).isEqualTo(Phase.Completed);
    assertThat(status.condition("Complete").orElseThrow().getMessage())
        .contains("nothing of before is kept");
  }

  @Test
  void anotherRestoreThatSomebodyTriedByHandChangesNothingOfWhatIsKept() {
    started();
    confirmation = Confirmation.Manual;
    until(Phase.Kept);
    nodes.restores().trouble(PLACE, new Failure("SnapshotDamaged", "block 7 is damaged"));
    nodes.beginRestore(
        NODE,
        new RestoreOrder(
            "by-hand", NodeDestination.of(new NodeDestination.Directory(PLACE)), null, null, true));
    deleted = true;
    look(false);
    assertThat(status.phase()).isEqualTo(Phase.Kept);
  }

  @Test
  void whateverHappensTheClusterHasWhatItHadOrWhatWasSaved() {
    long seed = Long.getLong("seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < 300; run++) {
      RestoreDecisionTest world = new RestoreDecisionTest().started();
      world.confirmation = random.nextBoolean() ? Confirmation.Manual : Confirmation.Automatic;
      for (int step = 0; step < 30; step++) {
        world.mishap(random);
      }
      world.nodes.silence(HOST, false);
      world.nodes.restores().trouble(PLACE, null);
      world.nodes.restores().starting(false);
      if (!world.deleted) {
        world.confirmation = Confirmation.Automatic;
      }
      Phase end = world.until(Phase.Completed, Phase.Failed, Phase.Aborted);
      assertThat(world.nodes.rows(HOST))
          .as("%s; replay with -Dseed=%d, run %d", end, seed, run)
          .isEqualTo(end == Phase.Completed ? 40 : 7);
      assertThat(world.nodes.restores().isAnythingKept())
          .as("%s; replay with -Dseed=%d, run %d", end, seed, run)
          .isFalse();
    }
  }

  private void mishap(SplittableRandom random) {
    switch (random.nextInt(14)) {
      case 0 -> nodes.silence(HOST, true);
      case 1, 2 -> nodes.silence(HOST, false);
      case 3 ->
          nodes
              .restores()
              .trouble(
                  PLACE, random.nextBoolean() ? null : new Failure("Unreachable", "no answer"));
      case 4 -> look(true);
      case 5 -> abort |= random.nextInt(4) == 0;
      case 6 -> deleted |= random.nextInt(4) == 0;
      case 7 -> nodes.restores().starting(true);
      case 8, 9 -> nodes.restores().starting(false);
      default -> look(false);
    }
  }
}
