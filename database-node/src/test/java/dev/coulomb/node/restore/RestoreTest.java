package dev.coulomb.node.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.durability.files.CheckpointDirectory;
import dev.coulomb.node.durability.files.DiskStore;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotReader;
import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.SimulatedDisk;
import dev.coulomb.node.restore.RestoreException.Reason;
import dev.coulomb.node.storage.PagePool;
import dev.coulomb.node.transaction.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A history is put in the place of another, whole or not at all. */
class RestoreTest {
  private static final UUID NODE = new UUID(5, 6);
  private static final UUID HISTORY = new UUID(7, 8);
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  private final TestEngine engine = new TestEngine();

  @AfterEach
  void close() {
    engine.close();
  }

  private void fill(SplittableRandom random, int rows) {
    engine.sql(
        "CREATE TABLE orders (id bigint, customer text, total double precision, note text,"
            + " PRIMARY KEY (customer, id)) PARTITION BY HASH (customer)",
        "CREATE INDEX orders_total ON orders (total)",
        "CREATE TABLE lines (line int, more text) PARTITION BY HASH (line)",
        "CREATE TABLE cities (name text PRIMARY KEY, people bigint)",
        "CREATE TABLE notes (note text)",
        "CREATE MATERIALIZED VIEW by_note AS SELECT note, count(*), min(id), max(total) FROM orders"
            + " GROUP BY note",
        "CREATE MATERIALIZED VIEW by_people AS SELECT people, count(*) FROM cities GROUP BY people");
    for (int i = 0; i < rows; i++) {
      String text = "x".repeat(random.nextInt(50) == 0 ? random.nextInt(30_000) : 20);
      engine.sql(
          "INSERT INTO orders VALUES (%d, 'customer %d', %d, 'note %d')"
              .formatted(i, random.nextInt(40), random.nextInt(1_000), random.nextInt(9)),
          "INSERT INTO lines VALUES (%s, '%s')"
              .formatted(random.nextInt(9) == 0 ? "NULL" : random.nextInt(99), text),
          "INSERT INTO cities VALUES ('city %d', %d)".formatted(i, random.nextInt(5)),
          "INSERT INTO notes VALUES ('%s')".formatted(text));
    }
    engine.sql("DELETE FROM orders WHERE id % 7 = 0", "DELETE FROM lines WHERE line % 5 = 0");
  }

  @Test
  void fromRestoreToRestoreAllRowsStayInAnyNumbersOfPartitions() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    fill(random, 150);
    TestEngine from = engine;
    List<RestoredEngine> restored = new ArrayList<>();
    try {
      for (int round = 0; round < 6; round++) {
        int partitions = 1 + random.nextInt(round % 2 == 0 ? 5 : 70);
        RestoredEngine next = RestoredEngine.of(from, partitions, SEED + round);
        restored.add(next);
        next.isSameAs(
            engine, "round %d in %d partitions, -Dseed=%d".formatted(round, partitions, SEED));
        from = next.engine();
      }
      // Hidden row ids go on behind those that are there.
      from.sql("INSERT INTO notes VALUES ('new')", "INSERT INTO lines VALUES (1, 'new')");
      assertThat(from.one("SELECT count(*) FROM lines WHERE more = 'new'")).isEqualTo(1L);
    } finally {
      restored.forEach(RestoredEngine::close);
    }
  }

  /** The old history, with rows of its own, in a directory like that of a node. */
  private static Manifest old(Disk directory) throws IOException {
    try (TestEngine other = new TestEngine()) {
      other.sql("CREATE TABLE old (id bigint PRIMARY KEY)", "INSERT INTO old VALUES (1), (2)");
      Disk checkpoints = directory.directory("checkpoints");
      directory.directory("log");
      directory.force();
      SnapshotStore store = new CheckpointDirectory(checkpoints).store(0);
      checkpoints.force();
      return other.snapshot(store, NODE);
    }
  }

  private static Manifest whole(SnapshotReader checkpoint) throws IOException {
    checkpoint.verify(Runnable::run, 1, new Transfer());
    return checkpoint.manifest();
  }

  private static SnapshotReader checkpoint(HistoriesFile file, Histories.History history)
      throws IOException {
    return new CheckpointDirectory(file.directory(history).directory("checkpoints"))
        .open(0)
        .orElseThrow();
  }

  /** However often a process ends under way: either the old rows are there or the new ones. */
  @ParameterizedTest
  @ValueSource(ints = {TestEngine.PARTITIONS, 3})
  void aRestoreThatIsInterruptedAnywhereIsCarriedOutOrNever(int partitions) throws IOException {
    fill(new SplittableRandom(SEED), 5);
    SnapshotStore snapshot = new DiskStore(new SimulatedDisk(SEED));
    Manifest wanted = engine.snapshot(snapshot, HISTORY);
    int carriedOut = 0;
    boolean failed = true;
    for (int forces = 0; failed; forces++) {
      SimulatedDisk disk = new SimulatedDisk(SEED + forces);
      Manifest old = old(disk);
      failed = !runs(disk, snapshot, partitions, forces);
      SimulatedDisk next = failed ? disk.crash() : disk.kill();
      String where = "%d forces, -Dseed=%d".formatted(forces, SEED);
      HistoriesFile file = new HistoriesFile(next, NODE);
      Histories found = file.read();
      if (found.restoration() == null) {
        assertThat(whole(checkpoint(file, found.current())).tables())
            .as(where)
            .isEqualTo(old.tables());
        continue;
      }
      // Once more, cut again half way, and then to its end.
      next.failForcesAfter(forces % 5);
      carryOut(file, partitions);
      SimulatedDisk last = next.crash();
      HistoriesFile again = new HistoriesFile(last, NODE);
      carryOut(again, partitions);
      Histories end = carryOut(again, partitions);
      boolean restored = end.restored().equals(List.of("r1"));
      carriedOut += restored ? 1 : 0;
      assertThat(tables(whole(checkpoint(again, end.current()))))
          .as(where)
          .isEqualTo(restored ? tables(wanted) : old.tables());
      assertThat(last.directories())
          .as(where)
          .isEqualTo(restored ? List.of(end.current().directory()) : List.of("checkpoints", "log"));
    }
    assertThat(carriedOut).isGreaterThan(3);
  }

  private static List<Manifest.TableRows> tables(Manifest manifest) {
    return manifest.tables().stream().filter(table -> !table.derived()).toList();
  }

  /** Stages and carries out while so many forces succeed; false: it did not end. */
  private boolean runs(SimulatedDisk disk, SnapshotStore snapshot, int partitions, int forces) {
    HistoriesFile file = new HistoriesFile(disk, NODE);
    disk.failForcesAfter(forces);
    try {
      RestoredEngine.stage(file, disk, snapshot, partitions);
      RestoredEngine.carryOut(file, new PagePool(64 << 20, true), partitions, engine.workers());
      return true;
    } catch (IOException cut) {
      return false;
    }
  }

  private Histories carryOut(HistoriesFile file, int partitions) throws IOException {
    try {
      return RestoredEngine.carryOut(
          file, new PagePool(64 << 20, true), partitions, engine.workers());
    } catch (IOException cut) {
      return Histories.of(NODE);
    }
  }

  @Test
  void aRestoreThatCannotBeCarriedOutIsNotedAndTheOldRowsAreThere() throws IOException {
    fill(new SplittableRandom(SEED), 5);
    SnapshotStore snapshot = new DiskStore(new SimulatedDisk(SEED));
    engine.snapshot(snapshot, HISTORY);
    SimulatedDisk disk = new SimulatedDisk(SEED);
    Manifest old = old(disk);
    HistoriesFile file = new HistoriesFile(disk, NODE);
    RestoredEngine.stage(file, disk, snapshot, 3);
    disk.capacity(disk.usedBytes() + 100);
    assertThatThrownBy(
            () -> RestoredEngine.carryOut(file, new PagePool(64 << 20, true), 3, engine.workers()))
        .isInstanceOf(IOException.class);
    Histories next =
        RestoredEngine.carryOut(file, new PagePool(64 << 20, true), 3, engine.workers());
    assertThat(next.restoration()).extracting("state").isEqualTo(Restoration.State.FAILED);
    assertThat(whole(checkpoint(file, next.current())).tables()).isEqualTo(old.tables());
    assertThat(disk.directories()).containsExactly("checkpoints", "log");
  }

  @Test
  void moreRowsThanTheMemoryHoldsAreRefusedBeforeAnythingIsTouched() throws IOException {
    fill(new SplittableRandom(SEED), 20);
    SnapshotStore snapshot = new DiskStore(new SimulatedDisk(SEED));
    engine.snapshot(snapshot, HISTORY);
    SimulatedDisk disk = new SimulatedDisk(SEED);
    Staging staging = new Staging(new HistoriesFile(disk, NODE), disk, Runnable::run, 1, 3, 1_000);
    assertThatThrownBy(() ->
            staging.fetch(
                new Staging.Request(
                    "r1",
                    UUID.randomUUID(),
                    new Staging.Source("here", snapshot, null, new Target.End()),
                    false,
                    0),
                stage -> {}))
        .isInstanceOfSatisfying(
            RestoreException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.NO_SPACE))
        .hasMessageContaining("raise memory.data");
    assertThat(disk.directories()).isEmpty();
  }
}
