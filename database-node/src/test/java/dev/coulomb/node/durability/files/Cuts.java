package dev.coulomb.node.durability.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Cuts of rows that are only bytes, and what is read back of them. */
final class Cuts {
  static final UUID HISTORY = new UUID(1, 2);
  static final Manifest.Origin ORIGIN =
      new Manifest.Origin("demo", new UUID(3, 4), HISTORY, "0.1.0");
  static final List<SnapshotCut.Table> TABLES =
      List.of(
          new SnapshotCut.Table(16384, "people", false),
          new SnapshotCut.Table(16385, "people_by_city", true));

  private Cuts() {}

  /** One row, comparable. */
  record Row(int table, String key, String bytes) {}

  /** Rows of one partition. */
  static class Rows implements SnapshotCut.PartitionRows {
    private final int number;
    private final List<Row> rows;
    private final AtomicInteger closed = new AtomicInteger();

    Rows(int number, List<Row> rows) {
      this.number = number;
      this.rows = rows;
    }

    List<Row> all() {
      return rows;
    }

    boolean isClosed() {
      return closed.get() > 0;
    }

    @Override
    public int number() {
      return number;
    }

    @Override
    public long epoch() {
      return 7;
    }

    @Override
    public long position() {
      return 100L + number;
    }

    @Override
    public long rows() {
      return rows.size();
    }

    @Override
    public void writeTo(BlockFileWriter file) throws IOException {
      for (Row row : rows) {
        byte[] key = row.key().getBytes(UTF_8);
        byte[] bytes = row.bytes().getBytes(UTF_8);
        int at = file.begin(row.table(), key.length, bytes.length);
        System.arraycopy(key, 0, file.buffer(), at, key.length);
        System.arraycopy(bytes, 0, file.buffer(), at + key.length, bytes.length);
        file.end();
      }
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  /** Collects what is read of one partition. */
  static final class Collected implements RowSink {
    private final List<Row> rows = new ArrayList<>();
    private boolean ended;

    List<Row> rows() {
      return rows;
    }

    boolean hasEnded() {
      return ended;
    }

    @Override
    public void rows(RowBatch batch) {
      while (batch.next()) {
        int row = batch.at() + batch.keyLength();
        rows.add(
            new Row(
                batch.table(),
                new String(batch.bytes(), batch.at(), batch.keyLength(), UTF_8),
                new String(batch.bytes(), row, batch.rowLength(), UTF_8)));
      }
    }

    @Override
    public void end() {
      ended = true;
    }
  }

  static SnapshotCut cut(long lsn, List<? extends SnapshotCut.PartitionRows> partitions) {
    return new SnapshotCut(
        Manifest.Kind.CHECKPOINT,
        null,
        ORIGIN,
        lsn,
        5,
        1_795_000_000_000_000L,
        partitions.size(),
        List.copyOf(partitions),
        TABLES,
        "the catalog".getBytes(UTF_8),
        List.of("a jar".getBytes(UTF_8), "a jar".getBytes(UTF_8), "another".getBytes(UTF_8)));
  }

  /** Some partitions with rows of all sizes, one of them perhaps without. */
  static List<Rows> randomPartitions(SplittableRandom random, int count, int rowsMax) {
    List<Rows> partitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Row> rows = new ArrayList<>();
      int size = random.nextInt(rowsMax + 1);
      for (int r = 0; r < size; r++) {
        int length = random.nextInt(50) == 0 ? random.nextInt(600_000) : random.nextInt(200);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
          text.append((char) ('a' + random.nextInt(random.nextInt(20) + 1)));
        }
        int table = TABLES.get(r * TABLES.size() / size).id();
        rows.add(new Row(table, "%08d".formatted(r), text.toString()));
      }
      partitions.add(new Rows(i, rows));
    }
    return partitions;
  }

  /** The bytes of a file. */
  static byte[] bytes(Disk disk, String name) throws IOException {
    try (DiskFile file = disk.open(name)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
      file.read(0, bytes);
      return bytes.array();
    }
  }

  /** Makes the bytes of a file others. */
  static void replace(Disk disk, String name, byte[] bytes) throws IOException {
    disk.delete(name);
    try (DiskFile file = disk.create(name, 0)) {
      file.write(0, ByteBuffer.wrap(bytes));
    }
  }

  static SnapshotWriter writer() {
    return new SnapshotWriter(Runnable::run, 1, unthrottled());
  }

  static Throttle unthrottled() {
    return new Throttle(() -> 0, new SteppedClock(), nanos -> {});
  }

  /** Sinks that are kept by partition. */
  static Function<Manifest.Partition, RowSink> into(Collected[] sinks) {
    return partition -> {
      sinks[partition.number()] = new Collected();
      return sinks[partition.number()];
    };
  }
}
