package dev.coulomb.node.restore;

import dev.coulomb.node.durability.archive.Archive;
import dev.coulomb.node.durability.files.CheckpointDirectory;
import dev.coulomb.node.durability.files.DamagedFileException;
import dev.coulomb.node.durability.files.DiskStore;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.NewerFormatException;
import dev.coulomb.node.durability.files.RowBatch;
import dev.coulomb.node.durability.files.RowSink;
import dev.coulomb.node.durability.files.SnapshotCopy;
import dev.coulomb.node.durability.files.SnapshotReader;
import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.DiskFullException;
import dev.coulomb.node.plan.stored.CatalogFormatException;
import dev.coulomb.node.restore.RestoreException.Reason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Copies what a restore needs into the directory of a new history, and proves that it can be
 * restored. Nothing else is touched; a failure leaves nothing behind. One thread at a time.
 */
public final class Staging {
  /** Directory of a snapshot that is not used as it is. */
  static final String SNAPSHOT = "staged-snapshot";

  private final HistoriesFile histories;
  private final Disk directory;
  private final Executor executor;
  private final int threads;
  private final int partitions;
  private final long memoryBytes;

  /**
   * @param directory the node's
   * @param executor gives threads, if it can, beside that of the caller
   * @param partitions of the node
   * @param memoryBytes that the node has for its rows
   */
  public Staging(
      HistoriesFile histories,
      Disk directory,
      Executor executor,
      int threads,
      int partitions,
      long memoryBytes) {
    this.histories = histories;
    this.directory = directory;
    this.executor = executor;
    this.threads = threads;
    this.partitions = partitions;
    this.memoryBytes = memoryBytes;
  }

  /**
   * What is asked for.
   *
   * @param history id of the new one
   */
  public record Request(
      String id, UUID history, Source source, boolean inPlace, long startedAtMicros) {}

  /**
   * What it is made of.
   *
   * @param place of the snapshot, in words and without secrets
   * @param archive of the snapshot's history; null: the snapshot is all
   */
  public record Source(
      String place, SnapshotStore snapshot, @Nullable SnapshotStore archive, Target target) {}

  /** What it does. */
  public enum Phase {
    /** It looks whether everything is there that is needed. */
    CHECKING,
    /** Bytes are copied. */
    FETCHING,
    /** What was copied is read, row by row. */
    VERIFYING
  }

  /** Where it is. */
  public record Stage(Phase phase, Transfer transfer) {}

  /**
   * Fetches and checks everything; when this returns it is durable.
   *
   * @param stages is told of each as it begins
   * @throws RestoreException with what is wrong
   * @throws java.io.InterruptedIOException when a transfer was stopped
   */
  public Restoration fetch(Request request, Consumer<Stage> stages) throws IOException {
    try {
      return fetchAll(request, stages);
    } catch (IOException failed) {
      deleteAfter(failed, request.history());
      throw named(failed);
    } catch (RuntimeException | Error failed) {
      deleteAfter(failed, request.history());
      throw failed;
    }
  }

  private void deleteAfter(Throwable failed, UUID history) {
    try {
      delete(history);
    } catch (IOException alsoFailed) {
      // The next start deletes it.
      failed.addSuppressed(alsoFailed);
    }
  }

  /** Deletes what was fetched. */
  public void delete(UUID history) throws IOException {
    directory.delete(Histories.History.of(history).directory());
    directory.force();
  }

  private Restoration fetchAll(Request request, Consumer<Stage> stages) throws IOException {
    stages.accept(new Stage(Phase.CHECKING, new Transfer()));
    SnapshotReader source = open(request.source());
    Manifest manifest = source.manifest();
    SnapshotCatalog.read(source);
    checkPartitions(manifest);
    Disk history = histories.directory(Histories.History.of(request.history()));
    StagedArchive.End end = stageArchive(request.source(), manifest, history, stages);
    boolean takenOver = manifest.partitionCount() == partitions && end.lsn() == manifest.lsn();
    DiskStore staged = staged(history, takenOver);
    copy(source, staged, stages);
    history.force();
    directory.force();
    verify(SnapshotReader.open(staged), stages);
    return new Restoration(
        request.id(),
        Restoration.State.STAGED,
        request.inPlace(),
        request.history(),
        takenOver,
        end.lsn(),
        end.timeMicros(),
        request.startedAtMicros(),
        0,
        0,
        List.of(),
        null);
  }

  private static StagedArchive.End stageArchive(
      Source source, Manifest manifest, Disk history, Consumer<Stage> stages) throws IOException {
    SnapshotStore archive = source.archive();
    if (archive == null) {
      return new StagedArchive.End(manifest.lsn(), manifest.timeMicros());
    }
    Transfer transfer = new Transfer();
    stages.accept(new Stage(Phase.FETCHING, transfer));
    return new StagedArchive(history, manifest)
        .fetch(new Archive(archive, manifest.origin().history()), source.target(), transfer);
  }

  private static DiskStore staged(Disk history, boolean takenOver) throws IOException {
    if (!takenOver) {
      return new DiskStore(history.directory(SNAPSHOT));
    }
    Disk checkpoints = history.directory(FirstCheckpoint.CHECKPOINTS);
    DiskStore store = new CheckpointDirectory(checkpoints).store(0);
    checkpoints.force();
    return store;
  }

  private static SnapshotReader open(Source source) throws IOException {
    List<String> files = List.copyOf(source.snapshot().list().keySet());
    if (files.isEmpty()) {
      throw new RestoreException(
          Reason.SNAPSHOT_NOT_FOUND, "there is no snapshot at " + source.place());
    }
    if (!files.contains(Manifest.FILE)) {
      throw new RestoreException(
          Reason.SNAPSHOT_INCOMPLETE,
          "the snapshot was not written to its end: %s is missing at %s"
              .formatted(Manifest.FILE, source.place()));
    }
    return SnapshotReader.open(source.snapshot());
  }

  private static void checkPartitions(Manifest manifest) throws DamagedFileException {
    List<Integer> numbers = manifest.partitions().stream().map(Manifest.Partition::number).toList();
    List<Integer> all = IntStream.rangeClosed(0, manifest.partitionCount()).boxed().toList();
    if (!numbers.equals(all)) {
      throw new DamagedFileException(Manifest.FILE, 0, "does not name all partitions");
    }
  }

  private void copy(SnapshotReader source, SnapshotStore staged, Consumer<Stage> stages)
      throws IOException {
    long room = directory.freeBytes();
    long bytes = source.manifest().byteCount();
    if (bytes > room) {
      throw new RestoreException(
          Reason.NO_SPACE,
          "the snapshot has %d bytes, and the data directory has room for %d"
              .formatted(bytes, room));
    }
    Transfer transfer = new Transfer();
    stages.accept(new Stage(Phase.FETCHING, transfer));
    new SnapshotCopy(executor, threads).copy(source, staged, transfer);
  }

  /** Reads all rows, and finds out whether the memory can hold them. */
  private void verify(SnapshotReader staged, Consumer<Stage> stages) throws IOException {
    Transfer transfer = new Transfer();
    stages.accept(new Stage(Phase.VERIFYING, transfer));
    AtomicLong bytes = new AtomicLong();
    staged.read(partition -> new CountingSink(bytes), executor, threads, transfer);
    if (bytes.get() > memoryBytes) {
      throw new RestoreException(
          Reason.NO_SPACE,
          "the rows of the snapshot have %d bytes, and the node has memory for %d: raise memory.data"
              .formatted(bytes.get(), memoryBytes));
    }
  }

  /** Adds up what rows take. */
  private record CountingSink(AtomicLong bytes) implements RowSink {
    @Override
    public void rows(RowBatch batch) {
      long sum = 0;
      while (batch.next()) {
        sum += batch.keyLength() + batch.rowLength();
      }
      bytes.addAndGet(sum);
    }

    @Override
    public void end() {}
  }

  /** What the caller can do something about has a name; the rest is told as it is. */
  private static IOException named(IOException failed) {
    return switch (failed) {
      case DamagedFileException damaged -> as(Reason.SNAPSHOT_DAMAGED, damaged);
      case NoSuchFileException missing ->
          new RestoreException(
              Reason.SNAPSHOT_DAMAGED, "a file of the snapshot is missing: " + missing.getFile());
      case NewerFormatException newer -> as(Reason.SNAPSHOT_NEWER, newer);
      case CatalogFormatException newer -> as(Reason.SNAPSHOT_NEWER, newer);
      case DiskFullException full ->
          new RestoreException(
              Reason.NO_SPACE,
              "the data directory has no room for the snapshot: " + full.getMessage());
      default -> failed;
    };
  }

  private static RestoreException as(Reason reason, IOException failed) {
    RestoreException named = new RestoreException(reason, String.valueOf(failed.getMessage()));
    named.initCause(failed);
    return named;
  }
}
