package dev.coulomb.node.durability.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.durability.files.Cuts.Collected;
import dev.coulomb.node.durability.files.Cuts.Row;
import dev.coulomb.node.durability.files.Cuts.Rows;
import dev.coulomb.node.environment.DiskFullException;
import dev.coulomb.node.environment.SimulatedDisk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Whole snapshots: written side by side, read back, damaged. Replay with {@code -Dseed=}. */
class SnapshotTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  private final SimulatedDisk disk = new SimulatedDisk(SEED);
  private final DiskStore store = new DiskStore(disk);

  @Test
  void isReadBackSideBySide() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Rows> partitions = Cuts.randomPartitions(random, 9, 400);
    Transfer writing = new Transfer();
    Transfer reading = new Transfer();
    Collected[] read = new Collected[9];
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      new SnapshotWriter(threads, 4, Cuts.unthrottled())
          .write(Cuts.cut(77, partitions), store, writing);
      SnapshotReader reader = SnapshotReader.open(store);
      reader.read(Cuts.into(read), threads, 4, reading);
      reader.verify(threads, 4, new Transfer());
    }
    for (int i = 0; i < 9; i++) {
      assertThat(read[i].rows()).as("-Dseed=%d", SEED).isEqualTo(partitions.get(i).all());
      assertThat(read[i].hasEnded()).isTrue();
      assertThat(partitions.get(i).isClosed()).isTrue();
    }
    long rows = partitions.stream().mapToLong(Rows::rows).sum();
    assertThat(List.of(writing.rows(), writing.rowsTotal())).containsOnly(rows);
    assertThat(List.of(reading.rows(), reading.rowsTotal())).containsOnly(rows);
    assertThat(reading.bytes()).isEqualTo(reading.bytesTotal());
  }

  @Test
  void itsManifestSaysWhatItIs() throws IOException {
    List<Rows> partitions = List.of(new Rows(0, rows(5, 16384)), new Rows(1, rows(3, 16385)));
    Manifest manifest = write(partitions);
    SnapshotReader reader = SnapshotReader.open(store);
    assertThat(reader.manifest()).isEqualTo(manifest);
    assertThat(reader.catalog()).isEqualTo("the catalog".getBytes(UTF_8));
    assertThat(manifest.jars()).hasSize(2);
    assertThat(reader.jar(manifest.jars().getFirst()))
        .isIn((Object) "a jar".getBytes(UTF_8), "another".getBytes(UTF_8));
    assertThat(manifest.lsn()).isEqualTo(77);
    assertThat(manifest.rowCount()).isEqualTo(8);
    assertThat(manifest.tables()).extracting(Manifest.TableRows::rows).containsExactly(5L, 3L);
    assertThat(manifest.tables())
        .extracting(Manifest.TableRows::derived)
        .containsExactly(false, true);
    assertThat(disk.files()).doesNotHaveDuplicates().contains(Manifest.FILE);
    assertThat(disk.files()).noneMatch(name -> name.endsWith(".part"));
  }

  @Test
  void itsChecksumsDoNotDependOnPartitionsAndOrder() throws IOException {
    List<Row> rows = rows(100, 16384);
    Manifest one = write(List.of(new Rows(0, rows)));
    List<Row> even = new ArrayList<>();
    List<Row> odd = new ArrayList<>();
    for (int i = rows.size() - 1; i >= 0; i--) {
      (i % 2 == 0 ? even : odd).add(new Row(16384, "another key " + i, rows.get(i).bytes()));
    }
    Manifest two =
        Cuts.writer()
            .write(
                Cuts.cut(78, List.of(new Rows(0, even), new Rows(1, odd))),
                new DiskStore(new SimulatedDisk(SEED)),
                new Transfer());
    assertThat(two.tables()).isEqualTo(one.tables());
  }

  @Test
  void withoutItsManifestItIsNone() throws IOException {
    write(List.of(new Rows(0, rows(5, 16384))));
    disk.delete(Manifest.FILE);
    assertThatThrownBy(() -> SnapshotReader.open(store))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("was not written to its end");
  }

  @Test
  void aFileThatIsMissingOrShortOrAnotherIsFound() throws IOException {
    write(List.of(new Rows(0, rows(5, 16384)), new Rows(1, rows(6, 16384))));
    for (String name : disk.files()) {
      byte[] bytes = Cuts.bytes(disk, name);
      disk.delete(name);
      assertDamaged(name);
      Cuts.replace(disk, name, java.util.Arrays.copyOf(bytes, bytes.length / 2));
      assertDamaged(name);
      byte[] flipped = bytes.clone();
      flipped[bytes.length / 2] ^= 4;
      Cuts.replace(disk, name, flipped);
      assertDamaged(name);
      Cuts.replace(disk, name, bytes);
    }
    byte[] first = Cuts.bytes(disk, "partition-00000.rows");
    Cuts.replace(disk, "partition-00000.rows", Cuts.bytes(disk, "partition-00001.rows"));
    assertDamaged("partition-00000.rows");
    Cuts.replace(disk, "partition-00000.rows", first);
    SnapshotReader.open(store).verify(Runnable::run, 2, new Transfer());
  }

  private void assertDamaged(String name) {
    assertThatThrownBy(() -> SnapshotReader.open(store).verify(Runnable::run, 2, new Transfer()))
        .isInstanceOfSatisfying(
            DamagedFileException.class, damage -> assertThat(damage.file()).isEqualTo(name));
  }

  @Test
  void aFullDiskEndsItWithoutAManifest() throws IOException {
    List<Rows> partitions = Cuts.randomPartitions(new SplittableRandom(SEED), 4, 400);
    disk.capacity(2_000);
    assertThatThrownBy(() -> write(partitions)).isInstanceOf(DiskFullException.class);
    assertThat(disk.files()).doesNotContain(Manifest.FILE);
    assertThat(partitions).allMatch(Rows::isClosed);
  }

  @Test
  void aFailureOfOnePartitionIsTheReasonThatIsGiven() {
    Rows broken =
        new Rows(0, rows(1, 16384)) {
          @Override
          public void writeTo(BlockFileWriter file) throws IOException {
            throw new IOException("this one");
          }
        };
    List<Rows> partitions = new ArrayList<>(List.of(broken));
    partitions.addAll(Cuts.randomPartitions(new SplittableRandom(SEED), 3, 40).subList(1, 3));
    assertThatThrownBy(() -> write(partitions))
        .isInstanceOf(IOException.class)
        .hasMessage("this one");
    assertThat(partitions).allMatch(Rows::isClosed);
  }

  @Test
  void isStoppedBetweenTwoBlocks() throws IOException {
    List<Rows> partitions = List.of(new Rows(0, rows(50_000, 16384)), new Rows(1, rows(9, 16384)));
    Transfer transfer = new Transfer();
    SteppedClock clock = new SteppedClock();
    Throttle stopping =
        new Throttle(
            () -> 1_000,
            clock,
            nanos -> {
              clock.pass(nanos);
              if (transfer.rows() > 0) {
                transfer.stop();
              }
            });
    assertThatThrownBy(() ->
            new SnapshotWriter(Runnable::run, 1, stopping)
                .write(Cuts.cut(77, partitions), store, transfer))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(transfer.rows()).isBetween(1L, 49_999L);
    assertThat(disk.files()).noneMatch(name -> name.startsWith("partition"));
    assertThat(partitions).allMatch(Rows::isClosed);
  }

  @Test
  void isNotFasterThanItMay() throws IOException {
    SteppedClock clock = new SteppedClock();
    Throttle throttle = new Throttle(() -> 10_000, clock, clock::pass);
    Manifest manifest =
        new SnapshotWriter(Runnable::run, 1, throttle)
            .write(Cuts.cut(77, List.of(new Rows(0, rows(40_000, 16384)))), store, new Transfer());
    double seconds = clock.nanos() / 1e9;
    // The bytes of the last piece are on their way when it ends.
    assertThat(seconds).isGreaterThan(0.5 * manifest.byteCount() / 10_000);
    assertThat(seconds).isLessThan(1.1 * manifest.byteCount() / 10_000);
  }

  @Test
  void readingIsStoppedWhenASinkFails() throws IOException {
    write(List.of(new Rows(0, rows(5, 16384)), new Rows(1, rows(6, 16384))));
    Function<Manifest.Partition, RowSink> failing =
        partition -> {
          throw new IllegalStateException("no store");
        };
    assertThatThrownBy(
            () -> SnapshotReader.open(store).read(failing, Runnable::run, 2, new Transfer()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no store");
  }

  @Test
  void afterALossOfPowerItIsThereOnceItWasWritten() throws IOException {
    List<Rows> partitions = List.of(new Rows(0, rows(5, 16384)));
    write(partitions);
    SnapshotReader.open(new DiskStore(disk.crash())).verify(Runnable::run, 1, new Transfer());
  }

  private Manifest write(List<Rows> partitions) throws IOException {
    return Cuts.writer().write(Cuts.cut(77, partitions), store, new Transfer());
  }

  private static List<Row> rows(int count, int table) {
    SplittableRandom random = new SplittableRandom(count);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(new Row(table, "%08d".formatted(i), "row " + random.nextInt()));
    }
    return rows;
  }
}
