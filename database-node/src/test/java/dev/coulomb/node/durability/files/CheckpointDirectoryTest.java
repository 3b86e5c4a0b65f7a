package dev.coulomb.node.durability.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.durability.files.Checkpoints.Choice;
import dev.coulomb.node.durability.files.Checkpoints.Found;
import dev.coulomb.node.durability.files.Cuts.Row;
import dev.coulomb.node.durability.files.Cuts.Rows;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CheckpointDirectoryTest {
  private static final Found OLD = new Found(0x100, true);
  private static final Found NEW = new Found(0x2000, true);
  private static final Found BROKEN = new Found(0x30000, false);

  private static final long SEED = Long.getLong("seed", System.nanoTime());

  private final SimulatedDisk disk = new SimulatedDisk(SEED);
  private final CheckpointDirectory checkpoints = new CheckpointDirectory(disk);

  @Test
  void namesAreInTheOrderOfTheLog() {
    assertThat(Checkpoints.nameOf(0x2000)).isEqualTo("checkpoint-0000000000002000");
    assertThat(Checkpoints.lsnOf("checkpoint-0000000000002000")).contains(0x2000L);
    assertThat(Checkpoints.lsnOf("checkpoint-ffffffffffffffff")).contains(-1L);
    for (String other :
        List.of("log", "checkpoint-", "checkpoint-12", "checkpoint-000000000000200G")) {
      assertThat(Checkpoints.lsnOf(other)).isEmpty();
    }
  }

  @Test
  void recoveryBeginsWithTheNewestThatIsComplete() {
    assertThat(Checkpoints.choose(List.of(OLD, NEW, BROKEN), 0x2000))
        .contains(new Choice(Optional.of(NEW), List.of(OLD, BROKEN)));
    assertThat(Checkpoints.choose(List.of(OLD, BROKEN), 0x100))
        .contains(new Choice(Optional.of(OLD), List.of(BROKEN)));
    assertThat(Checkpoints.choose(List.of(BROKEN), 0))
        .contains(new Choice(Optional.empty(), List.of(BROKEN)));
    assertThat(Checkpoints.choose(List.of(), 0)).contains(new Choice(Optional.empty(), List.of()));
  }

  @Test
  void recoveryDoesNotBeginWhereTheLogDoesNotReachBack() {
    assertThat(Checkpoints.choose(List.of(OLD, BROKEN), 0x101)).isEmpty();
    assertThat(Checkpoints.choose(List.of(), 1)).isEmpty();
  }

  @Test
  void aNewOneTakesThePlaceOfThoseBefore() throws IOException {
    disk.directory("log");
    write(5);
    write(9);
    assertThat(disk.directories()).containsExactly(Checkpoints.nameOf(9), "log");
    CheckpointDirectory after = new CheckpointDirectory(disk.crash());
    assertThat(after.open(9).orElseThrow().manifest().lsn()).isEqualTo(9);
  }

  @Test
  void oneThatFailsLeavesTheOneBefore() throws IOException {
    write(5);
    disk.capacity(disk.usedBytes() + 100);
    assertThatThrownBy(() -> write(9)).isInstanceOf(IOException.class);
    disk.capacity(Long.MAX_VALUE);
    assertThat(checkpoints.open(5).orElseThrow().manifest().lsn()).isEqualTo(5);
    assertThat(disk.directories()).containsExactly(Checkpoints.nameOf(5));
    write(9);
    assertThat(checkpoints.open(5).orElseThrow().manifest().lsn()).isEqualTo(9);
  }

  /** Else each attempt on a full disk would leave less room, for the log too. */
  @Test
  void oneThatFailsGivesItsRoomBack() throws IOException {
    write(5);
    long used = disk.usedBytes();
    for (int writes = 1; writes < 6; writes++) {
      disk.failWritesAfter(writes);
      long lsn = 5L + writes;
      assertThatThrownBy(() -> write(lsn)).isInstanceOf(IOException.class);
      assertThat(disk.usedBytes()).isEqualTo(used);
      assertThat(disk.directories()).containsExactly(Checkpoints.nameOf(5));
    }
  }

  /** A process that was killed while it wrote one is followed by one that has less room. */
  @Test
  void whatWasNotFinishedGoesBeforeTheNextIsWritten() throws IOException {
    write(5);
    long used = disk.usedBytes();
    disk.directory(Checkpoints.nameOf(7)).create("partition-00000.rows", 10_000).close();
    disk.capacity(used + 9_000);
    write(9);
    assertThat(disk.directories()).containsExactly(Checkpoints.nameOf(9));
  }

  @Test
  void whatCannotBeRecoveredIsSaidAndKept() throws IOException {
    write(5);
    disk.directory(Checkpoints.nameOf(9));
    assertThatThrownBy(() -> checkpoints.open(6))
        .hasMessageContaining("the log begins at 6")
        .hasMessageContaining("checkpoint-0000000000000009, incomplete")
        .hasMessageContaining("restore a backup");
    assertThat(disk.directories()).hasSize(2);
  }

  @Test
  void aDamagedOneIsSaidAndNothingIsDeleted() throws IOException {
    write(5);
    disk.directory(Checkpoints.nameOf(4));
    Disk files = disk.directory(Checkpoints.nameOf(5));
    files.delete("partition-00000.rows");
    assertThatThrownBy(() -> checkpoints.open(5))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("partition-00000.rows, offset 0: is missing");
    assertThat(disk.directories()).hasSize(2);
  }

  @Test
  void oneOfTheSameMomentIsNotWrittenAgain() throws IOException {
    Manifest first = write(5);
    disk.failWritesAfter(0);
    assertThat(write(5)).isEqualTo(first);
    assertThat(checkpoints.open(5).orElseThrow().manifest()).isEqualTo(first);
  }

  @Test
  void aNewNodeHasNone() throws IOException {
    assertThat(checkpoints.open(0)).isEmpty();
  }

  @Test
  void whateverFailsOrCrashesThereIsOneToBeginWith() throws IOException {
    for (int run = 0; run < 200; run++) {
      crashes(SEED + run);
    }
  }

  private static void crashes(long seed) throws IOException {
    String replay = "replay with -Dseed=" + seed;
    SplittableRandom random = new SplittableRandom(seed);
    SimulatedDisk now = new SimulatedDisk(seed);
    long promised = 0;
    for (long lsn = 1; lsn < 20; lsn++) {
      try {
        switch (random.nextInt(3)) {
          case 0 -> now.failWritesAfter(random.nextInt(12));
          case 1 -> now.failForcesAfter(random.nextInt(20));
          default -> {}
        }
        write(new CheckpointDirectory(now), lsn);
        promised = lsn;
      } catch (IOException failed) {
        // The node goes on with the one before, or ends.
      }
      if (random.nextInt(3) == 0) {
        now = random.nextBoolean() ? now.crash() : now.kill();
        if (random.nextBoolean()) {
          new CheckpointDirectory(now).open(promised);
          now = now.crash();
        }
        Optional<SnapshotReader> start = new CheckpointDirectory(now).open(promised);
        long found = start.isPresent() ? start.get().manifest().lsn() : 0;
        assertThat(found).as(replay).isBetween(promised, lsn);
        if (start.isPresent()) {
          start.get().verify(Runnable::run, 1, new Transfer());
          assertThat(now.directories()).as(replay).containsExactly(Checkpoints.nameOf(found));
        }
        promised = found;
      } else {
        now.failWritesAfter(Integer.MAX_VALUE);
        now.failForcesAfter(Integer.MAX_VALUE);
      }
    }
  }

  private Manifest write(long lsn) throws IOException {
    return write(checkpoints, lsn);
  }

  private static Manifest write(CheckpointDirectory into, long lsn) throws IOException {
    Rows rows = new Rows(0, List.of(new Row(16384, "k", "checkpoint at " + lsn)));
    return into.write(Cuts.cut(lsn, List.of(rows)), Cuts.writer(), new Transfer());
  }
}
