package dev.coulomb.node.durability.files;

import dev.coulomb.node.environment.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The checkpoints of a node, each in a directory {@code checkpoint-<LSN>} of its own. One thread at
 * a time.
 */
public final class CheckpointDirectory {
  private final Disk directory;

  /**
   * @param directory may hold other things too
   */
  public CheckpointDirectory(Disk directory) {
    this.directory = directory;
  }

  /**
   * Opens the checkpoint that recovery begins with, and deletes the others; empty: the log has all.
   *
   * @param logFrom the first LSN that the log still has
   * @throws IOException with what to do, when the log does not reach back to a checkpoint
   */
  public Optional<SnapshotReader> open(long logFrom) throws IOException {
    List<Checkpoints.Found> found = found();
    Optional<Checkpoints.Choice> choice = Checkpoints.choose(found, logFrom);
    if (choice.isEmpty()) {
      throw new IOException(
          "the log begins at "
              + logFrom
              + ", and no complete checkpoint reaches so far (found: "
              + found.stream()
                  .map(each -> each.name() + (each.complete() ? "" : ", incomplete"))
                  .toList()
              + "): bring back the missing files, or restore a backup");
    }
    Optional<SnapshotReader> reader = Optional.empty();
    if (choice.get().start().isPresent()) {
      DiskStore store = store(choice.get().start().get().lsn());
      reader = Optional.of(SnapshotReader.open(store));
      // The process before may have ended before it had made the manifest's name durable.
      store.force();
      directory.force();
    }
    delete(choice.get().needless());
    return reader;
  }

  /**
   * Writes a checkpoint. When this returns it is durable, and those before it are deleted: the log
   * is needed from its LSN on. When it fails, those before it are what they were, and nothing of it
   * takes room. When there is one of this LSN, nothing has happened since, and it is that one.
   */
  public Manifest write(SnapshotCut cut, SnapshotWriter writer, Transfer transfer)
      throws IOException {
    Manifest manifest;
    try (cut) {
      List<Checkpoints.Found> found = found();
      if (found.contains(new Checkpoints.Found(cut.lsn(), true))) {
        return SnapshotReader.open(store(cut.lsn())).manifest();
      }
      delete(found.stream().filter(each -> !each.complete()).toList());
      manifest = writeAll(cut, writer, transfer);
    }
    List<Checkpoints.Found> others = found();
    others.removeIf(each -> each.lsn() == cut.lsn());
    delete(others);
    return manifest;
  }

  private Manifest writeAll(SnapshotCut cut, SnapshotWriter writer, Transfer transfer)
      throws IOException {
    try {
      DiskStore store = store(cut.lsn());
      directory.force();
      return writer.write(cut, store, transfer);
    } catch (IOException | RuntimeException | Error failed) {
      try {
        delete(found().stream().filter(each -> each.lsn() == cut.lsn()).toList());
      } catch (IOException alsoFailed) {
        // The next one tries again.
        failed.addSuppressed(alsoFailed);
      }
      throw failed;
    }
  }

  /** Where the files of the checkpoint of an LSN are, or go. */
  public DiskStore store(long lsn) throws IOException {
    return new DiskStore(directory.directory(Checkpoints.nameOf(lsn)));
  }

  private List<Checkpoints.Found> found() throws IOException {
    List<Checkpoints.Found> found = new ArrayList<>();
    for (String name : directory.directories()) {
      Optional<Long> lsn = Checkpoints.lsnOf(name);
      if (lsn.isPresent()) {
        boolean complete = directory.directory(name).files().contains(Manifest.FILE);
        found.add(new Checkpoints.Found(lsn.get(), complete));
      }
    }
    return found;
  }

  private void delete(List<Checkpoints.Found> checkpoints) throws IOException {
    for (Checkpoints.Found each : checkpoints) {
      if (each.complete()) {
        // What is deleted in part must not look complete.
        Disk files = directory.directory(each.name());
        files.delete(Manifest.FILE);
        files.force();
      }
      directory.delete(each.name());
    }
    if (!checkpoints.isEmpty()) {
      directory.force();
    }
  }
}
