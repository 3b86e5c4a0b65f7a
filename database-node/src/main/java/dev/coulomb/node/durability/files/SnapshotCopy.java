package dev.coulomb.node.durability.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.zip.CRC32C;

/**
 * Copies a snapshot from one store to another, byte by byte. The bytes of each file are compared
 * with its manifest; whether they make sense is for {@link SnapshotReader}. Any thread.
 */
public final class SnapshotCopy {
  private static final int BUFFER_BYTES = 1 << 20;

  private final Executor executor;
  private final int threads;

  /**
   * @param executor gives threads, if it can, beside that of the caller
   * @param threads how many files are copied at a time
   */
  public SnapshotCopy(Executor executor, int threads) {
    this.executor = executor;
    this.threads = threads;
  }

  /**
   * Copies all files, the manifest last; when this returns, they are durable.
   *
   * @throws java.io.InterruptedIOException when the transfer was stopped
   * @throws DamagedFileException when a file is not the one that the manifest names
   */
  public void copy(SnapshotReader snapshot, SnapshotStore to, Transfer transfer)
      throws IOException {
    Manifest manifest = snapshot.manifest();
    transfer.begin(0, manifest.byteCount());
    List<SharedWork.Task> tasks = new ArrayList<>();
    for (Manifest.StoredFile file : SnapshotReader.filesOf(manifest)) {
      tasks.add(() -> copy(snapshot.store(), file, to, transfer));
    }
    SharedWork.run(tasks, executor, threads, transfer);
    to.force();
    put(to, manifest);
  }

  /** Writes a manifest, in place of one that is there; when this returns it is durable. */
  public static void put(SnapshotStore to, Manifest manifest) throws IOException {
    try (SnapshotStore.Upload upload = to.put(Manifest.FILE)) {
      upload.write(ByteBuffer.wrap(ManifestJson.encode(manifest)));
      upload.finish();
    }
    to.force();
  }

  private static void copy(
      SnapshotStore from, Manifest.StoredFile file, SnapshotStore to, Transfer transfer)
      throws IOException {
    CRC32C crc = new CRC32C();
    long bytes = 0;
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.clamp(file.bytes(), 1, BUFFER_BYTES));
    try (SnapshotStore.Download download = from.get(file.name());
        SnapshotStore.Upload upload = to.put(file.name())) {
      while (download.read(buffer) > 0) {
        transfer.check();
        buffer.flip();
        bytes += buffer.remaining();
        crc.update(buffer.duplicate());
        transfer.moved(0, buffer.remaining());
        upload.write(buffer);
        buffer.clear();
      }
      if (!Manifest.StoredFile.of(file.name(), bytes, (int) crc.getValue()).equals(file)) {
        throw new DamagedFileException(file.name(), 0, "is another file than the manifest names");
      }
      upload.finish();
    }
  }
}
