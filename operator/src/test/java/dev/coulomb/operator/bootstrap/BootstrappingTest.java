package dev.coulomb.operator.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.Bootstrap;
import dev.coulomb.operator.api.BootstrapStatus;
import dev.coulomb.operator.api.BootstrapStatus.State;
import dev.coulomb.operator.api.RestoreOrigin;
import dev.coulomb.operator.kubernetes.FakeNodeAdmin;
import dev.coulomb.operator.kubernetes.FakeRestores;
import dev.coulomb.operator.nodeadmin.Failure;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeDestination;
import dev.coulomb.operator.nodeadmin.RestoreOrder;
import dev.coulomb.operator.observe.OriginView;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a new cluster begins with, from what its status remembers and its node says. */
class BootstrappingTest {

  private static final String HOST = "10.0.0.1";
  private static final String UID = "6f1c2d7e";
  private static final String PLACE = "/backup/demo/monday";
  private static final NodeAddress NODE = new NodeAddress(HOST, 8080, "");
  private static final Bootstrap RESTORE =
      new Bootstrap(
          null,
          new RestoreOrigin(new RestoreOrigin.BackupRef("monday"), null, null, null, null, null));
  private static final Bootstrap SCHEMA =
      new Bootstrap(new Bootstrap.Schema(new Bootstrap.ConfigMapRef("shop", "schema.sql")), null);

  private final FakeNodeAdmin nodes = new FakeNodeAdmin();
  private @Nullable BootstrapStatus status;
  private Instant now = Instant.parse("2026-11-28T15:00:00Z");
  private OriginView origin =
      new OriginView.Usable(
          new RestoreOrder(
              UID, NodeDestination.of(new NodeDestination.Directory(PLACE)), null, null, false),
          "backups:demo/monday",
          Optional.empty());
  private BootstrapInputs.Text schema = new BootstrapInputs.Sql("CREATE TABLE t (id bigint)");

  private final BootstrapInputs inputs =
      new BootstrapInputs() {
        @Override
        public OriginView origin() {
          return origin;
        }

        @Override
        public Text schema() {
          return schema;
        }
      };

  private BootstrapStatus look(Bootstrap wanted) {
    return look(wanted, Optional.of(NODE));
  }

  private BootstrapStatus look(Bootstrap wanted, Optional<NodeAddress> node) {
    BootstrapStatus seen = new Bootstrapping(nodes, UID, status, now).look(wanted, node, inputs);
    status = seen;
    return seen;
  }

  private void nodeRuns() {
    nodes.start(HOST, "demo-0", "0.1.0", Map.of("bootstrap.restore", UID), "volume", null);
  }

  @Test
  void aSnapshotIsRestoredOnceAndToldWithItsRows() {
    nodes.backups().put(PLACE, "monday", 40);
    assertThat(look(RESTORE, Optional.empty()).reason()).isEqualTo("NodePending");
    nodeRuns();
    assertThat(look(RESTORE).state()).isEqualTo(State.Running);
    assertThat(look(RESTORE).percent()).isEqualTo("50 %");
    assertThat(look(RESTORE).message()).contains("the node restarts");
    BootstrapStatus done = look(RESTORE);
    assertThat(done.state()).isEqualTo(State.Done);
    assertThat(done.message()).isEqualTo("restored 40 rows in 1 tables");
    BootstrapStatus.Restored restored = Objects.requireNonNull(done.restored());
    assertThat(restored.rows()).isEqualTo(40);
    assertThat(restored.seconds()).isEqualTo(4);
    assertThat(restored.until()).isEqualTo("2026-11-28T10:00:00Z");
    nodes.loseVolume("volume");
    assertThat(look(RESTORE)).as("it is never done again").isEqualTo(done);
    assertThat(nodes.restores().begun()).isEqualTo(1);
  }

  @Test
  void aBackupThatIsNotCompletedIsWaitedForWithoutTrouble() {
    nodeRuns();
    origin = new OriginView.Problem("BackupNotCompleted", "it is Running", false);
    assertThat(Bootstrapping.isTrouble(look(RESTORE))).isFalse();
    origin = new OriginView.Problem("BackupNotFound", "there is none", false);
    assertThat(Bootstrapping.isTrouble(look(RESTORE))).isTrue();
    assertThat(nodes.orders()).isEmpty();
  }

  @Test
  void aFailureIsToldInTheNodesWordsAndTriedAgainLater() {
    nodes.backups().put(PLACE, "monday", 40);
    nodeRuns();
    nodes.restores().trouble(PLACE, new Failure("Unreachable", "the store does not answer"));
    BootstrapStatus failed = look(RESTORE);
    assertThat(failed.state()).isEqualTo(State.Waiting);
    assertThat(failed.reason()).isEqualTo("Unreachable");
    assertThat(Bootstrapping.isTrouble(failed)).isTrue();
    assertThat(look(RESTORE)).as("nothing changes until it is time").isEqualTo(failed);
    assertThat(nodes.restores().begun()).isEqualTo(1);
    nodes.restores().trouble(PLACE, null);
    now = now.plusSeconds(15);
    assertThat(look(RESTORE).state()).isEqualTo(State.Running);
    assertThat(nodes.restores().begun()).isEqualTo(2);
  }

  @Test
  void aDamagedSnapshotIsNotFetchedAgainEveryMinute() {
    nodes.backups().put(PLACE, "monday", 40);
    nodeRuns();
    nodes.restores().trouble(PLACE, new Failure("SnapshotDamaged", "block 7 is damaged"));
    look(RESTORE);
    now = now.plusSeconds(599);
    look(RESTORE);
    assertThat(nodes.restores().begun()).isEqualTo(1);
    now = now.plusSeconds(1);
    look(RESTORE);
    assertThat(nodes.restores().begun()).isEqualTo(2);
  }

  @Test
  void whileTheNodeRestartsWhatWasKnownStays() {
    nodes.backups().put(PLACE, "monday", 40);
    nodeRuns();
    BootstrapStatus running = look(RESTORE);
    nodes.silence(HOST, true);
    assertThat(look(RESTORE)).isEqualTo(running);
    assertThat(look(RESTORE, Optional.empty())).isEqualTo(running);
  }

  @Test
  void aSchemaIsRunOnce() {
    nodeRuns();
    assertThat(look(SCHEMA).reason()).isEqualTo("SchemaApplied");
    assertThat(look(SCHEMA).state()).isEqualTo(State.Done);
    assertThat(nodes.orders()).containsExactly("schema demo-0");
  }

  @Test
  void aMistakeInTheSchemaIsToldWithItsLineAndRunAgainOnlyWhenItChanges() {
    nodeRuns();
    schema = new BootstrapInputs.Sql("one\ntwo\n" + FakeRestores.MISTAKE);
    BootstrapStatus failed = look(SCHEMA);
    assertThat(failed.reason()).isEqualTo("StatementFailed");
    assertThat(failed.message()).contains("line 3: syntax error (SQLSTATE 42601)");
    now = now.plusSeconds(3_600);
    assertThat(look(SCHEMA)).isEqualTo(failed);
    schema = new BootstrapInputs.Missing("ConfigMapNotFound", "create it");
    assertThat(look(SCHEMA).reason()).isEqualTo("StatementFailed");
    schema = new BootstrapInputs.Sql("CREATE TABLE t (id bigint)");
    assertThat(look(SCHEMA).state()).isEqualTo(State.Done);
    assertThat(nodes.orders()).containsExactly("schema demo-0", "schema demo-0");
  }

  @Test
  void aSchemaThatIsNotThereOrTooLargeIsNotSent() {
    nodeRuns();
    schema = new BootstrapInputs.Missing("ConfigMapNotFound", "create it");
    assertThat(look(SCHEMA).reason()).isEqualTo("ConfigMapNotFound");
    schema = new BootstrapInputs.Sql("x".repeat(800 << 10));
    assertThat(look(SCHEMA).reason()).isEqualTo("SchemaTooLarge");
    assertThat(nodes.orders()).isEmpty();
  }

  @Test
  void whateverHappensItIsDoneOnceInTheEnd() {
    long seed = Long.getLong("seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < 200; run++) {
      BootstrappingTest world = new BootstrappingTest();
      world.nodes.backups().put(PLACE, "monday", 1 + random.nextInt(100));
      for (int step = 0; step < 40; step++) {
        world.mishap(random);
      }
      world.nodeRuns();
      world.nodes.restores().trouble(PLACE, null);
      for (int step = 0; step < 10; step++) {
        world.now = world.now.plusSeconds(600);
        world.look(RESTORE);
      }
      assertThat(Objects.requireNonNull(world.status).state())
          .as("replay with -Dseed=%d, run %d", seed, run)
          .isEqualTo(State.Done);
    }
  }

  private void mishap(SplittableRandom random) {
    now = now.plusSeconds(random.nextInt(30));
    switch (random.nextInt(6)) {
      case 0 -> nodeRuns();
      case 1 -> nodes.lose(HOST);
      case 2 ->
          nodes
              .restores()
              .trouble(
                  PLACE, random.nextBoolean() ? null : new Failure("AccessDenied", "no right"));
      // The operator dies before it could write what it saw.
      case 3 -> new Bootstrapping(nodes, UID, status, now).look(RESTORE, Optional.of(NODE), inputs);
      default -> look(RESTORE);
    }
  }
}
