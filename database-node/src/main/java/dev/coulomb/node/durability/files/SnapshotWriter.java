package dev.coulomb.node.durability.files;

import dev.coulomb.node.invariant.Invariant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.zip.CRC32C;

/** Writes cuts to stores. Any thread; each store has one writer at a time. */
public final class SnapshotWriter {
  static final String CATALOG = "catalog";
  private static final long FIRST_EPOCH = 1;

  private final Executor executor;
  private final int threads;
  private final Throttle throttle;

  /**
   * @param executor gives threads, if it can, beside that of the caller
   * @param threads how many partitions are written at a time
   */
  public SnapshotWriter(Executor executor, int threads, Throttle throttle) {
    this.executor = executor;
    this.threads = threads;
    this.throttle = throttle;
  }

  /**
   * Writes all files, the manifest last; when this returns, they are durable. When it fails, there
   * is no manifest, and files that were finished are still there. Each partition is closed as soon
   * as it is written, and all are closed at the end, whatever happens.
   *
   * @throws java.io.InterruptedIOException when the transfer was stopped
   */
  public Manifest write(SnapshotCut cut, SnapshotStore store, Transfer transfer)
      throws IOException {
    try (cut) {
      List<WrittenPartition> written = Collections.synchronizedList(new ArrayList<>());
      // The largest first, so that none is left alone at the end.
      List<SharedWork.Task> tasks =
          cut.partitions().stream()
              .sorted(Comparator.comparingLong(SnapshotCut.PartitionRows::rows).reversed())
              .<SharedWork.Task>map(rows -> () -> written.add(write(cut, rows, store, transfer)))
              .toList();
      long rows = cut.partitions().stream().mapToLong(SnapshotCut.PartitionRows::rows).sum();
      return write(cut, rows, tasks, written, store, transfer);
    }
  }

  /**
   * As above, of rows of a cut without partitions of its own, which are the first of their history.
   *
   * @param groups of all partitions
   * @param rows at the end, for whoever looks how far it is
   */
  public Manifest write(
      SnapshotCut cut,
      List<SnapshotCut.RowGroup> groups,
      long rows,
      SnapshotStore store,
      Transfer transfer)
      throws IOException {
    List<WrittenPartition> written = Collections.synchronizedList(new ArrayList<>());
    List<SharedWork.Task> tasks =
        groups.stream()
            .<SharedWork.Task>map(group -> () -> written.addAll(write(cut, group, store, transfer)))
            .toList();
    return write(cut, rows, tasks, written, store, transfer);
  }

  private record WrittenPartition(Manifest.Partition partition, SortedMap<Integer, RowSum> sums) {}

  private Manifest write(
      SnapshotCut cut,
      long rows,
      List<SharedWork.Task> partitions,
      List<WrittenPartition> written,
      SnapshotStore store,
      Transfer transfer)
      throws IOException {
    Invariant.that(!store.list().containsKey(Manifest.FILE), "a snapshot is written where none is");
    transfer.begin(rows, 0);
    Manifest.StoredFile catalog = write(store, CATALOG, cut.catalog(), transfer);
    List<Manifest.Jar> jars = writeJars(cut, store, transfer);
    SharedWork.run(partitions, executor, threads, transfer);
    written.sort(Comparator.comparingInt(each -> each.partition().number()));
    store.force();
    Manifest manifest =
        new Manifest(
            cut.kind(),
            cut.id(),
            cut.origin(),
            cut.lsn(),
            cut.catalogVersion(),
            cut.timeMicros(),
            cut.partitionCount(),
            written.stream().map(WrittenPartition::partition).toList(),
            tables(cut, written),
            catalog,
            jars,
            null);
    write(store, Manifest.FILE, ManifestJson.encode(manifest), transfer);
    store.force();
    return manifest;
  }

  private List<WrittenPartition> write(
      SnapshotCut cut, SnapshotCut.RowGroup group, SnapshotStore store, Transfer transfer)
      throws IOException {
    List<BlockFileWriter> files = new ArrayList<>();
    try {
      for (int number : group.numbers()) {
        files.add(begin(cut, number, store, transfer));
      }
      group.writeTo(files);
      List<WrittenPartition> written = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        files.get(i).finish();
        written.add(written(group.numbers().get(i), FIRST_EPOCH, 0, files.get(i)));
      }
      return written;
    } finally {
      for (BlockFileWriter file : files) {
        file.close();
      }
    }
  }

  private BlockFileWriter begin(SnapshotCut cut, int number, SnapshotStore store, Transfer transfer)
      throws IOException {
    BlockFormat.Identity identity =
        new BlockFormat.Identity(number, cut.origin().history(), cut.lsn());
    return new BlockFileWriter(store.put(nameOf(number)), identity, throttle, transfer);
  }

  private static String nameOf(int partition) {
    return "partition-%05d.rows".formatted(partition);
  }

  private WrittenPartition write(
      SnapshotCut cut, SnapshotCut.PartitionRows rows, SnapshotStore store, Transfer transfer)
      throws IOException {
    try (rows;
        BlockFileWriter file = begin(cut, rows.number(), store, transfer)) {
      rows.writeTo(file);
      rows.close();
      file.finish();
      return written(rows.number(), rows.epoch(), rows.position(), file);
    }
  }

  private static WrittenPartition written(
      int number, long epoch, long position, BlockFileWriter file) {
    Manifest.StoredFile stored = Manifest.StoredFile.of(nameOf(number), file.bytes(), file.crc());
    long count = file.sums().values().stream().mapToLong(RowSum::rows).sum();
    return new WrittenPartition(
        new Manifest.Partition(number, epoch, position, count, stored), file.sums());
  }

  private static List<Manifest.TableRows> tables(SnapshotCut cut, List<WrittenPartition> written) {
    SortedMap<Integer, RowSum> sums = new TreeMap<>();
    written.forEach(
        each -> each.sums().forEach((table, sum) -> sums.merge(table, sum, RowSum::plus)));
    List<Manifest.TableRows> tables = new ArrayList<>();
    cut.tables().stream()
        .sorted(Comparator.comparingInt(SnapshotCut.Table::id))
        .filter(table -> sums.containsKey(table.id()))
        .forEach(table ->
            tables.add(Manifest.TableRows.of(table, sums.getOrDefault(table.id(), RowSum.NONE))));
    Invariant.that(tables.size() == sums.size(), "a cut names all tables that have rows");
    return tables;
  }

  private List<Manifest.Jar> writeJars(SnapshotCut cut, SnapshotStore store, Transfer transfer)
      throws IOException {
    SortedMap<String, byte[]> byDigest = new TreeMap<>();
    cut.jars().forEach(jar -> byDigest.put(digest(jar), jar));
    List<Manifest.Jar> jars = new ArrayList<>();
    for (String digest : byDigest.keySet()) {
      byte[] bytes = byDigest.getOrDefault(digest, new byte[0]);
      jars.add(new Manifest.Jar(digest, write(store, "jar-" + digest, bytes, transfer)));
    }
    return jars;
  }

  static String digest(byte[] jar) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
    } catch (NoSuchAlgorithmException defect) {
      throw new IllegalStateException(defect);
    }
  }

  private Manifest.StoredFile write(
      SnapshotStore store, String name, byte[] bytes, Transfer transfer) throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    try (SnapshotStore.Upload file = store.put(name)) {
      throttle.pass(bytes.length, transfer);
      file.write(ByteBuffer.wrap(bytes));
      file.finish();
    }
    transfer.moved(0, bytes.length);
    return Manifest.StoredFile.of(name, bytes.length, (int) crc.getValue());
  }
}
