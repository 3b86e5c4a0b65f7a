package dev.coulomb.operator.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.ArchiveStatus;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Snapshot;
import dev.coulomb.operator.archive.TrimOutlook.Standing;
import dev.coulomb.operator.kubernetes.FakeNodeAdmin;
import dev.coulomb.operator.nodeadmin.Failure;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeDestination;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.TrimReport;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which old pieces of an archive go, case by case and at random. */
class TrimDecisionTest {

  private static final int RUNS = 300;
  private static final int EVENTS = 150;
  private static final String HOST = "10.0.0.1";
  private static final NodeAddress NODE = new NodeAddress(HOST, 8080, "");
  private static final String LOGS = "/backup/demo/archive";
  private static final String NOW_ON = "h1";
  private static final String EARLIER = "h0";

  private final FakeNodeAdmin nodes = new FakeNodeAdmin();
  private final List<CoulombBackup> backups = new ArrayList<>();
  private ArchiveStatus status = ArchiveStatus.UNTOUCHED;
  private Optional<String> reader = Optional.empty();
  private boolean archives = true;
  private Instant now = Instant.parse("2026-11-28T12:00:00Z");

  private TrimDecisionTest started() {
    nodes.start(HOST, "demo-0", "0.1.0", Map.of("durability", "sync"), "volume", null);
    tell();
    return this;
  }

  private void tell() {
    nodes.archive(NODE, NodeDestination.of(new NodeDestination.Directory(LOGS)));
  }

  private static CoulombBackup backup(
      String name, @Nullable Phase phase, String history, long position) {
    CoulombBackup backup = new CoulombBackup();
    backup.setMetadata(new ObjectMetaBuilder().withName(name).build());
    be(backup, phase, history, position);
    return backup;
  }

  /** One that runs has no snapshot that anybody knows of. */
  private static void be(
      CoulombBackup backup, @Nullable Phase phase, String history, long position) {
    boolean begun = phase != null && phase != Phase.Pending;
    boolean over = begun && phase != Phase.Running;
    backup.setStatus(
        new CoulombBackupStatus(
            1L,
            phase,
            null,
            null,
            null,
            begun ? "2026-11-28T11:00:00Z" : null,
            over ? "2026-11-28T11:30:00Z" : null,
            null,
            null,
            null,
            null,
            null,
            over && phase != Phase.Failed
                ? new Snapshot(
                    position, "2026-11-28T11:00:00Z", history, 32, 1L, 1L, "1", "0.1.0", 1, "c")
                : null,
            List.of()));
  }

  private TrimObservation seen() {
    return new TrimObservation(
        now, status, backups, archives ? Optional.of(NODE) : Optional.empty(), reader);
  }

  /** One look; the operator may die before it has written what came of it. */
  private TrimOutlook look(boolean dies) {
    TrimObservation seen = seen();
    TrimStep step = TrimDecision.next(seen);
    Optional<Reply<TrimReport>> answer =
        step instanceof TrimStep.Order(NodeAddress node, String history, long position, String of)
            ? Optional.of(nodes.trimArchive(node, history, position))
            : Optional.empty();
    TrimOutlook outlook = TrimOutlook.of(seen, step, answer);
    if (!dies) {
      status = outlook.status();
    }
    now = now.plusSeconds(10);
    return outlook;
  }

  private long begin(String history) {
    return nodes.backups().archiveBegin(history);
  }

  @Test
  void whatEndsBeforeTheOldestGoodBackupGoes() {
    started();
    backups.add(backup("second", Phase.Completed, NOW_ON, 200));
    backups.add(backup("first", Phase.Completed, NOW_ON, 100));
    backups.add(backup("failed", Phase.Failed, NOW_ON, 50));
    assertThat(look(false).reason()).isEqualTo("Trimming");
    TrimOutlook done = look(false);
    assertThat(done.standing()).isEqualTo(Standing.REACHED);
    assertThat(done.message()).isEqualTo("the archive reaches back to backup first");
    assertThat(done.done())
        .contains("3 pieces of the archive that ended before backup first are deleted");
    assertThat(begin(NOW_ON)).isEqualTo(100);
    assertThat(look(false).done()).as("told once").isEmpty();
    backups.removeLast();
    backups.removeLast();
    look(false);
    look(false);
    assertThat(begin(NOW_ON)).isEqualTo(200);
    assertThat(status.of(NOW_ON).orElseThrow().backup()).isEqualTo("second");
    assertThat(nodes.orders().stream().filter(o -> o.startsWith("trim"))).hasSize(4);
  }

  @Test
  void withoutAGoodBackupAllStays() {
    started();
    assertThat(look(false).standing()).isEqualTo(Standing.NOTHING_TO_REACH);
    backups.add(backup("failed", Phase.Failed, NOW_ON, 100));
    assertThat(look(false).reason()).isEqualTo("NoBackupYet");
    assertThat(nodes.orders()).containsExactly("archive demo-0");
  }

  @Test
  void oneThatIsBeingDeletedIsGoodUntilItIsGone() {
    started();
    backups.add(backup("first", Phase.Deleting, NOW_ON, 100));
    backups.add(backup("second", Phase.Completed, NOW_ON, 200));
    look(false);
    look(false);
    assertThat(begin(NOW_ON)).isEqualTo(100);
  }

  @Test
  void eachHistoryHasItsOwnOldestBackupAndOneWithoutAnyIsLeftAlone() {
    started();
    backups.add(backup("before", Phase.Completed, EARLIER, 5_000));
    backups.add(backup("after", Phase.Completed, NOW_ON, 100));
    for (int i = 0; i < 4; i++) {
      look(false);
    }
    assertThat(begin(EARLIER)).isEqualTo(5_000);
    assertThat(begin(NOW_ON)).isEqualTo(100);
    assertThat(look(false).message())
        .isEqualTo(
            "the archive reaches back to backup before, and of another history to backup after");
    backups.removeFirst();
    assertThat(look(false).standing()).isEqualTo(Standing.REACHED);
    assertThat(status.trimmed()).as("nobody asks for it again").hasSize(1);
    assertThat(begin(EARLIER)).isEqualTo(5_000);
  }

  @Test
  void nothingGoesWhileABackupIsMadeOrSomebodyReads() {
    started();
    backups.add(backup("first", Phase.Completed, NOW_ON, 200));
    backups.add(backup("open", Phase.Running, NOW_ON, 100));
    assertThat(look(false).reason()).isEqualTo("BackupRuns");
    backups.removeLast();
    reader = Optional.of("the CoulombRestore back");
    assertThat(look(false).message())
        .isEqualTo("the CoulombRestore back reads the archive: old pieces go when that is over");
    reader = Optional.empty();
    archives = false;
    assertThat(look(false).reason()).isEqualTo("NotYet");
    assertThat(begin(NOW_ON)).isZero();
  }

  @Test
  void aStoreThatSaysNoIsToldAndAskedAgainLater() {
    started();
    backups.add(backup("first", Phase.Completed, NOW_ON, 100));
    nodes.backups().trouble(LOGS, new Failure("AccessDenied", "not you"));
    assertThat(look(false).reason()).isEqualTo("Trimming");
    TrimOutlook failed = look(false);
    assertThat(failed.reason() + ": " + failed.message()).isEqualTo("AccessDenied: not you");
    assertThat(failed.failedAnew(null)).isTrue();
    int orders = nodes.orders().size();
    for (int i = 0; i < 20; i++) {
      assertThat(look(false).message()).isEqualTo("not you");
    }
    assertThat(nodes.orders()).hasSize(orders);
    for (int i = 0; i < 15; i++) {
      TrimOutlook again = look(false);
      assertThat(again.failedAnew(failed.status())).as("told once").isFalse();
    }
    assertThat(nodes.orders().size()).isGreaterThan(orders);
    nodes.backups().trouble(LOGS, null);
    for (int i = 0; i < 40; i++) {
      look(false);
    }
    assertThat(begin(NOW_ON)).isEqualTo(100);
    assertThat(status.failed()).isNull();
  }

  @Test
  void oneHistoryThatFailsHoldsUpNoOther() {
    started();
    backups.add(backup("before", Phase.Completed, EARLIER, 5_000));
    backups.add(backup("after", Phase.Completed, NOW_ON, 100));
    nodes.backups().trouble(LOGS, new Failure("AccessDenied", "not you"));
    look(false);
    look(false);
    nodes.backups().trouble(LOGS, null);
    look(false);
    look(false);
    assertThat(begin(NOW_ON)).isEqualTo(100);
    assertThat(begin(EARLIER)).isZero();
    assertThat(Objects.requireNonNull(status.failed()).history()).isEqualTo(EARLIER);
  }

  @Test
  void anArchiveThatIsOnlyBehindIsNoTrouble() {
    started();
    backups.add(backup("first", Phase.Completed, NOW_ON, 100));
    nodes.backups().fallBehind(true);
    assertThat(look(false).message()).startsWith("the node does it later: ");
    assertThat(status.failed()).isNull();
    nodes.backups().fallBehind(false);
    nodes.restart(HOST);
    assertThat(look(false).reason()).as("not told where the archive is").isEqualTo("Trimming");
    assertThat(status.failed()).isNull();
  }

  static LongStream seeds() {
    Long given = Long.getLong("seed");
    long first = System.nanoTime();
    return given == null ? LongStream.range(first, first + RUNS) : LongStream.of(given);
  }

  /**
   * Backups are made, complete out of order, fail and go; the node is started anew and falls
   * silent, its store says no, the operator is killed before it writes down what it did, and the
   * database gets another history. No piece goes that a backup needs, which is good or may turn out
   * to be; and when the world is calm the archive begins where the oldest ones do.
   */
  @ParameterizedTest(name = "-Dseed={0}")
  @MethodSource("seeds")
  void noPieceGoesThatABackupNeeds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    started();
    Map<String, long[]> cuts = new HashMap<>();
    String history = EARLIER;
    long position = 0;
    for (int event = 0; event < EVENTS; event++) {
      position += random.nextInt(100);
      switch (random.nextInt(12)) {
        case 0, 1 -> {
          String name = "b" + event;
          cuts.put(name, new long[] {position, history.equals(EARLIER) ? 0 : 1});
          backups.add(backup(name, random.nextBoolean() ? Phase.Running : Phase.Pending, "", 0));
        }
        case 2, 3 -> turn(random, cuts);
        case 4 -> {
          if (!backups.isEmpty()) {
            backups.remove(random.nextInt(backups.size()));
          }
        }
        case 5 -> misfortune(random);
        case 6 -> {
          if (random.nextInt(10) == 0 && history.equals(EARLIER)) {
            history = NOW_ON;
            position = 0;
          }
        }
        default -> look(random.nextInt(4) == 0);
      }
      holds(cuts, seed);
    }
    calm(seed);
  }

  /** One goes on, whichever. What waits begins with a cut of its own. */
  private void turn(SplittableRandom random, Map<String, long[]> cuts) {
    if (backups.isEmpty()) {
      return;
    }
    CoulombBackup backup = backups.get(random.nextInt(backups.size()));
    long[] cut = Objects.requireNonNull(cuts.get(backup.getMetadata().getName()));
    String history = cut[1] == 0 ? EARLIER : NOW_ON;
    Phase phase = Objects.requireNonNull(backup.getStatus().phase());
    switch (phase) {
      case Pending -> backups.remove(backup);
      case Running ->
          be(backup, random.nextInt(4) == 0 ? Phase.Failed : Phase.Completed, history, cut[0]);
      case Completed -> be(backup, Phase.Deleting, history, cut[0]);
      case Failed, Deleting -> backups.remove(backup);
    }
  }

  private void misfortune(SplittableRandom random) {
    switch (random.nextInt(6)) {
      case 0 -> nodes.restart(HOST);
      case 1 -> nodes.silence(HOST, random.nextBoolean());
      case 2 -> nodes.backups().fallBehind(random.nextBoolean());
      case 3 ->
          nodes
              .backups()
              .trouble(LOGS, random.nextBoolean() ? new Failure("AccessDenied", "not you") : null);
      case 4 -> archives = random.nextBoolean();
      default -> tell();
    }
  }

  private void holds(Map<String, long[]> cuts, long seed) {
    for (CoulombBackup backup : backups) {
      Phase phase = backup.getStatus().phase();
      long[] cut = Objects.requireNonNull(cuts.get(backup.getMetadata().getName()));
      if (phase != Phase.Failed && phase != Phase.Pending) {
        assertThat(begin(cut[1] == 0 ? EARLIER : NOW_ON))
            .as("-Dseed=%d: %s is %s", seed, backup.getMetadata().getName(), phase)
            .isLessThanOrEqualTo(cut[0]);
      }
    }
  }

  private void calm(long seed) {
    backups.removeIf(b -> b.getStatus().phase() == Phase.Running);
    nodes.silence(HOST, false);
    nodes.backups().fallBehind(false);
    nodes.backups().trouble(LOGS, null);
    archives = true;
    tell();
    for (int round = 0; round < 50; round++) {
      look(false);
    }
    TrimOutlook last = look(false);
    assertThat(last.standing())
        .as("-Dseed=%d: %s", seed, last)
        .isEqualTo(seen().oldest().isEmpty() ? Standing.NOTHING_TO_REACH : Standing.REACHED);
    seen()
        .oldest()
        .forEach((history, backup) ->
            assertThat(begin(history))
                .as("-Dseed=%d", seed)
                .isEqualTo(TrimObservation.position(backup)));
    assertThat(status.failed()).as("-Dseed=%d", seed).isNull();
  }
}
