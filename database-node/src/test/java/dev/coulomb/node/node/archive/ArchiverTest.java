package dev.coulomb.node.node.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.admin.backup.Destination;
import dev.coulomb.node.admin.backup.TrimStatus;
import dev.coulomb.node.admin.backup.TrimStatus.State;
import dev.coulomb.node.durability.archive.Archive;
import dev.coulomb.node.durability.files.DiskStore;
import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.durability.log.Durability;
import dev.coulomb.node.durability.log.LogConfig;
import dev.coulomb.node.durability.log.NodeLog;
import dev.coulomb.node.durability.log.StoredLog;
import dev.coulomb.node.environment.SimulatedDisk;
import dev.coulomb.node.node.backup.Places;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ArchiverTest {
  private static final UUID HISTORY = new UUID(1, 2);
  private static final Destination FIRST = new Destination.Directory("/first");
  private static final Destination SECOND = new Destination.Directory("/second");

  private final SimulatedMachines machines = new SimulatedMachines(new SplittableRandom(1));
  private final SimulatedDisk disk = new SimulatedDisk(1);
  private Runnable atOpening = () -> {};

  private final Places places =
      new Places() {
        @Override
        public void check(Destination destination) {}

        @Override
        public SnapshotStore open(Destination destination) throws IOException {
          atOpening.run();
          return store(destination);
        }
      };

  private SnapshotStore store(Destination destination) throws IOException {
    return new DiskStore(disk.directory(destination.describe()));
  }

  private NodeLog log() throws IOException {
    NodeLog log =
        NodeLog.open(
            StoredLog.open(machines.log(), HISTORY),
            new LogConfig(HISTORY, Durability.SYNC, 1_000, 100, 8 * 512, 512, 1 << 20),
            machines,
            broken -> {});
    log.wakeWith(() -> log.write());
    log.append(log.reserve(10), (byte) 'e', new byte[10]);
    return log;
  }

  private Archiver archiver(NodeLog log) throws IOException {
    return new Archiver(
        new Archiver.Mode(true, HISTORY), log, places, Runnable::run, machines, () -> 0);
  }

  /** Who only asks for it, as the operator does, hears of a failure too. */
  @Test
  void aTrimThatFailedIsToldOnceAndThenBeginsAnew() throws IOException {
    Archiver archiver = archiver(log());
    archiver.begin(FIRST);
    archiver.look();
    UUID other = new UUID(3, 4);
    atOpening =
        () -> {
          throw new IllegalStateException("the store says no");
        };
    assertThat(archiver.trim(other, 5).state()).isEqualTo(State.RUNNING);
    archiver.look();
    assertThat(archiver.trim(other, 5).state()).isEqualTo(State.FAILED);
    assertThat(archiver.trimmed().map(TrimStatus::state)).contains(State.FAILED);
    atOpening = () -> {};
    assertThat(archiver.trim(other, 5).state()).isEqualTo(State.RUNNING);
    archiver.look();
    assertThat(archiver.trim(other, 5).state()).isEqualTo(State.COMPLETED);
    assertThat(archiver.trim(other, 5).state()).isEqualTo(State.COMPLETED);
  }

  @Test
  void aPlaceThatIsNamedWhileAnotherIsWrittenToGetsAllOfTheLog() throws IOException {
    NodeLog log = log();
    Archiver archiver = archiver(log);
    archiver.begin(FIRST);
    atOpening = () -> archiver.begin(SECOND);
    archiver.look();
    assertThat(archiver.status().lagBytes()).as("of the second place").isEqualTo(log.appended());
    atOpening = () -> {};
    archiver.look();
    assertThat(archiver.status().lagBytes()).isZero();
    assertThat(new Archive(store(SECOND), HISTORY).chain(0).to()).isEqualTo(log.appended());
  }
}
