package dev.coulomb.node.durability.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a snapshot back. Everything is checked before it is given out: {@link #open} looks whether
 * all files are there, a block of rows is proved to be whole before its rows are given. Who must
 * not begin with what cannot be ended calls {@link #verify} first, which reads all. Any thread, one
 * at a time.
 */
public final class SnapshotReader {
  private final SnapshotStore store;
  private final Manifest manifest;

  private SnapshotReader(SnapshotStore store, Manifest manifest) {
    this.store = store;
    this.manifest = manifest;
  }

  /**
   * Opens a snapshot that is complete.
   *
   * @throws DamagedFileException when a file is missing or has another size; when there is no
   *     manifest the snapshot was never complete
   * @throws NewerFormatException when a newer version has written it
   */
  public static SnapshotReader open(SnapshotStore store) throws IOException {
    SortedMap<String, Long> files = store.list();
    if (!files.containsKey(Manifest.FILE)) {
      throw new DamagedFileException(
          Manifest.FILE, 0, "is missing: the snapshot was not written to its end");
    }
    Manifest manifest = manifest(store);
    for (Manifest.StoredFile file : filesOf(manifest)) {
      Long size = files.get(file.name());
      if (size == null) {
        throw new DamagedFileException(file.name(), 0, "is missing");
      }
      if (size != file.bytes()) {
        throw new DamagedFileException(
            file.name(), Math.min(size, file.bytes()), "has another size than the manifest says");
      }
    }
    Set<Integer> numbers = new HashSet<>();
    for (Manifest.Partition partition : manifest.partitions()) {
      if (!numbers.add(partition.number())) {
        throw new DamagedFileException(Manifest.FILE, 0, "names a partition twice");
      }
    }
    return new SnapshotReader(store, manifest);
  }

  static Manifest manifest(SnapshotStore store) throws IOException {
    return ManifestJson.decode(Manifest.FILE, bytes(store, Manifest.FILE));
  }

  static List<Manifest.StoredFile> filesOf(Manifest manifest) {
    List<Manifest.StoredFile> files = new ArrayList<>();
    files.add(manifest.catalog());
    manifest.jars().forEach(jar -> files.add(jar.file()));
    manifest.partitions().forEach(partition -> files.add(partition.file()));
    return files;
  }

  SnapshotStore store() {
    return store;
  }

  public Manifest manifest() {
    return manifest;
  }

  /** The bytes of the catalog. */
  public byte[] catalog() throws IOException {
    return checked(manifest.catalog());
  }

  /** The bytes of a jar. */
  public byte[] jar(Manifest.Jar jar) throws IOException {
    byte[] bytes = checked(jar.file());
    if (!SnapshotWriter.digest(bytes).equals(jar.digest())) {
      throw new DamagedFileException(jar.file().name(), 0, "is another jar");
    }
    return bytes;
  }

  /**
   * Reads all rows, some partitions at a time.
   *
   * @param sinks gives for each partition, before its rows are read, what takes them; any thread
   * @param executor gives threads, if it can, beside that of the caller
   * @throws java.io.InterruptedIOException when the transfer was stopped
   */
  public void read(
      Function<Manifest.Partition, RowSink> sinks,
      Executor executor,
      int threads,
      Transfer transfer)
      throws IOException {
    readAll(sinks, executor, threads, transfer);
  }

  /** Reads all files, and compares all checksums and counts; throws what is wrong. */
  public void verify(Executor executor, int threads, Transfer transfer) throws IOException {
    catalog();
    for (Manifest.Jar jar : manifest.jars()) {
      jar(jar);
    }
    readAll(null, executor, threads, transfer);
  }

  private void readAll(
      @Nullable Function<Manifest.Partition, RowSink> sinks,
      Executor executor,
      int threads,
      Transfer transfer)
      throws IOException {
    transfer.begin(
        manifest.rowCount(),
        manifest.partitions().stream().mapToLong(each -> each.file().bytes()).sum());
    SortedMap<Integer, RowSum> totals = new TreeMap<>();
    List<SharedWork.Task> tasks = new ArrayList<>();
    for (Manifest.Partition partition : manifest.partitions()) {
      tasks.add(() -> {
        RowSink sink = sinks == null ? null : sinks.apply(partition);
        SortedMap<Integer, RowSum> sums = read(partition, sink, transfer);
        synchronized (totals) {
          sums.forEach((table, sum) -> totals.merge(table, sum, RowSum::plus));
        }
      });
    }
    SharedWork.run(tasks, executor, threads, transfer);
    compare(totals);
  }

  private SortedMap<Integer, RowSum> read(
      Manifest.Partition partition, @Nullable RowSink sink, Transfer transfer) throws IOException {
    Manifest.StoredFile file = partition.file();
    Manifest.Cut cut = manifest.cutOfRows();
    BlockFormat.Identity identity =
        new BlockFormat.Identity(partition.number(), cut.history(), cut.lsn());
    try (BlockFileReader reader =
        new BlockFileReader(file.name(), store.get(file.name()), transfer)) {
      reader.read(identity, sink);
      check(file, reader.bytes(), reader.crc());
      SortedMap<Integer, RowSum> sums = reader.sums();
      if (sums.values().stream().mapToLong(RowSum::rows).sum() != partition.rows()) {
        throw new DamagedFileException(
            file.name(), reader.bytes(), "has not as many rows as the manifest says");
      }
      if (sink != null) {
        sink.end();
      }
      return sums;
    }
  }

  private void compare(SortedMap<Integer, RowSum> totals) throws DamagedFileException {
    boolean same = totals.size() == manifest.tables().size();
    for (Manifest.TableRows table : manifest.tables()) {
      same &= table.isOf(totals.getOrDefault(table.id(), RowSum.NONE));
    }
    if (!same) {
      throw new DamagedFileException(
          Manifest.FILE, 0, "the rows of a table are not those that were written");
    }
  }

  private byte[] checked(Manifest.StoredFile file) throws IOException {
    byte[] bytes = bytes(store, file.name());
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    check(file, bytes.length, (int) crc.getValue());
    return bytes;
  }

  private static void check(Manifest.StoredFile expected, long bytes, int crc)
      throws DamagedFileException {
    if (!Manifest.StoredFile.of(expected.name(), bytes, crc).equals(expected)) {
      throw new DamagedFileException(expected.name(), 0, "is another file than the manifest names");
    }
  }

  static byte[] bytes(SnapshotStore store, String name) throws IOException {
    try (SnapshotStore.Download file = store.get(name)) {
      ByteBuffer into = ByteBuffer.allocate(Math.toIntExact(file.size()));
      while (into.hasRemaining()) {
        if (file.read(into) == 0) {
          throw new DamagedFileException(name, into.position(), "the file ends before its end");
        }
      }
      return into.array();
    }
  }
}
