package dev.coulomb.node.snapshot;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.durability.files.DiskStore;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotCut;
import dev.coulomb.node.durability.files.SnapshotReader;
import dev.coulomb.node.durability.files.SnapshotWriter;
import dev.coulomb.node.durability.files.Throttle;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.host.LocalDisk;
import dev.coulomb.node.host.SystemClock;
import dev.coulomb.node.storage.PagePool;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.types.SqlType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A million rows of a bigint key and 100 characters in 16 partitions, to files and back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 3, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-Xmx4g"})
public class SnapshotBenchmark {
  private static final int ROWS = 1_000_000;
  private static final int PARTITIONS = 16;
  private static final String[] WORDS =
      "the of and to in a is that for it as was with be by".split(" ", -1);
  private static final Table TABLE =
      new Table(
          10,
          "kv",
          List.of(new Column("k", SqlType.BIGINT, false), new Column("v", SqlType.TEXT, true)),
          List.of(0),
          0,
          List.of());

  /** How many threads, the caller's among them. */
  @Param({"1", "2"})
  public int threads;

  /** Words, or characters of which each has six bits. */
  @Param({"words", "random"})
  public String text = "";

  private final PagePool pool = new PagePool(4L << 30, false);
  private final List<PartitionStore> stores = new ArrayList<>();
  private final List<PartitionStore> loaded = new ArrayList<>();
  private final ExecutorService executor = Executors.newFixedThreadPool(1);
  private Path directory = Path.of("");

  /** Fills the stores, and writes one snapshot. */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < PARTITIONS; i++) {
      stores.add(empty());
      loaded.add(empty());
    }
    for (long i = 0; i < ROWS; i++) {
      PartitionStore store = stores.get((int) (i % PARTITIONS));
      store.insert(TABLE, new Object[] {i, text(random)});
      store.commit(1);
    }
    directory = Files.createTempDirectory("snapshot");
    write("kept");
  }

  private PartitionStore empty() {
    PartitionStore store = new PartitionStore(pool);
    store.createTable(TABLE);
    store.commit(1);
    return store;
  }

  private String text(SplittableRandom random) {
    StringBuilder made = new StringBuilder();
    while (made.length() < 100) {
      if (text.equals("words")) {
        made.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
      } else {
        made.append((char) (' ' + random.nextInt(64)));
      }
    }
    return made.substring(0, 100);
  }

  @Benchmark
  public Manifest writeSnapshot() throws IOException {
    LocalDisk.open(directory).delete("written");
    return write("written");
  }

  @Benchmark
  public void verify() throws IOException {
    SnapshotReader.open(store("kept")).verify(executor, threads, new Transfer());
  }

  @Benchmark
  public void readSnapshot() throws IOException {
    for (PartitionStore store : loaded) {
      store.dropTable(TABLE);
      store.createTable(TABLE);
      store.commit(1);
    }
    SnapshotReader.open(store("kept"))
        .read(
            partition -> new StoreSink(loaded.get(partition.number())),
            executor,
            threads,
            new Transfer());
  }

  private DiskStore store(String name) throws IOException {
    return new DiskStore(LocalDisk.open(directory).directory(name));
  }

  private Manifest write(String name) throws IOException {
    List<SnapshotCut.PartitionRows> rows = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      rows.add(new ViewRows(i, stores.get(i).freeze(1, 1), List.of(TABLE)));
    }
    SnapshotCut cut =
        new SnapshotCut(
            Manifest.Kind.SNAPSHOT,
            null,
            new Manifest.Origin("bench", new UUID(0, 1), new UUID(0, 2), "0.1.0"),
            1,
            1,
            0,
            PARTITIONS,
            rows,
            ViewRows.describe(List.of(TABLE)),
            new byte[0],
            List.of());
    Throttle throttle = new Throttle(() -> 0, new SystemClock(), nanos -> {});
    return new SnapshotWriter(executor, threads, throttle).write(cut, store(name), new Transfer());
  }

  /** Ends the threads, and deletes the files. */
  @TearDown(Level.Trial)
  public void end() throws IOException {
    executor.shutdownNow();
    LocalDisk.open(directory).delete("kept");
    LocalDisk.open(directory).delete("written");
    Files.delete(directory);
  }
}
