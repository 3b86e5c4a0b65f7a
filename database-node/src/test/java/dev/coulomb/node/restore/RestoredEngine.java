package dev.coulomb.node.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.durability.files.CheckpointDirectory;
import dev.coulomb.node.durability.files.DiskStore;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotReader;
import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.durability.files.SnapshotWriter;
import dev.coulomb.node.durability.files.Throttle;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.SimulatedDisk;
import dev.coulomb.node.host.SystemClock;
import dev.coulomb.node.storage.PagePool;
import dev.coulomb.node.transaction.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** An engine restored from a snapshot of another, as a node restores it. Closed by its user. */
public final class RestoredEngine implements AutoCloseable {
  private static final UUID NODE = new UUID(5, 6);
  private static final UUID HISTORY = new UUID(7, 8);
  private static final Clock CLOCK = new SystemClock();

  private final Manifest before;
  private final Manifest after;
  private final TestEngine engine;

  private RestoredEngine(Manifest before, Manifest after, TestEngine engine) {
    this.before = before;
    this.after = after;
    this.engine = engine;
  }

  /** Takes a snapshot of an engine, and restores it into so many partitions. */
  public static RestoredEngine of(TestEngine original, int partitions, long seed)
      throws IOException {
    SnapshotStore snapshot = new DiskStore(new SimulatedDisk(seed));
    Manifest before = original.snapshot(snapshot, HISTORY);
    Disk directory = new SimulatedDisk(seed + 1);
    HistoriesFile file = new HistoriesFile(directory, NODE);
    stage(file, directory, snapshot, partitions);
    PagePool pages = new PagePool(256L << 20, true);
    Histories histories = carryOut(file, pages, partitions, original.workers());
    assertThat(pages.usedBytes()).as("what a restore borrows it gives back").isZero();
    SnapshotReader checkpoint = checkpoint(file, histories);
    return new RestoredEngine(before, checkpoint.manifest(), TestEngine.of(checkpoint));
  }

  static void stage(HistoriesFile file, Disk directory, SnapshotStore snapshot, int partitions)
      throws IOException {
    Staging staging = new Staging(file, directory, Runnable::run, 1, partitions, 256L << 20);
    Restoration staged =
        staging.fetch(
            new Staging.Request(
                "r1",
                UUID.randomUUID(),
                new Staging.Source("here", snapshot, null, new Target.End()),
                false,
                CLOCK.micros()),
            stage -> {});
    file.write(file.read().staged(staged));
  }

  static Histories carryOut(HistoriesFile file, PagePool pages, int partitions, Executor workers)
      throws IOException {
    Throttle throttle = new Throttle(() -> 0, CLOCK, nanos -> {});
    StagedRestore restore =
        new StagedRestore(file, CLOCK, new Manifest.Origin("other", NODE, NODE, "0.1.0"));
    return restore.carryOut(
        new StagedRestore.Means(
            pages, workers, 3, new SnapshotWriter(workers, 3, throttle), partitions),
        (phase, transfer) -> {});
  }

  /** What the node starts with. */
  static SnapshotReader checkpoint(HistoriesFile file, Histories histories) throws IOException {
    Disk history = file.directory(histories.current());
    return new CheckpointDirectory(history.directory("checkpoints")).open(0).orElseThrow();
  }

  public TestEngine engine() {
    return engine;
  }

  /** Fails where the two differ in anything but places of rows and hidden row ids. */
  public void isSameAs(TestEngine original, String where) {
    assertThat(kept(after)).as("the manifest at %s", where).isEqualTo(kept(before));
    assertThat(engine.misplaced()).as("rows in wrong partitions at %s", where).isEmpty();
    assertThat(rows(engine)).as("rows and indexes at %s", where).isEqualTo(rows(original));
  }

  private static List<Manifest.TableRows> kept(Manifest manifest) {
    return manifest.tables().stream().filter(table -> !table.derived()).toList();
  }

  /** By table and index, all rows of all partitions, without their keys. */
  private static Map<String, List<String>> rows(TestEngine engine) {
    Collection<Table> tables = engine.transactions().catalog().tables();
    List<String> derived =
        tables.stream()
            .filter(table -> table.derivation() != null)
            .map(Table::name)
            .collect(Collectors.toList());
    Map<String, List<String>> all = new TreeMap<>();
    engine
        .content()
        .forEach((way, rows) -> {
          String name = way.substring(0, way.lastIndexOf(" in "));
          if (derived.stream().noneMatch(view -> (name + " ").startsWith(view + " "))) {
            List<String> into = all.computeIfAbsent(name, each -> new ArrayList<>());
            rows.forEach(row -> into.add(row.substring(row.indexOf(' '))));
          }
        });
    all.values().forEach(Collections::sort);
    return all;
  }

  @Override
  public void close() {
    engine.close();
  }
}
