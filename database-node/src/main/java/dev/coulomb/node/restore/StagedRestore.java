package dev.coulomb.node.restore;

import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotWriter;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.restore.RestoreException.Reason;
import dev.coulomb.node.storage.PagePool;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out at a start what was staged before. A process that ends under way, whenever that is,
 * leaves it to the next. For the thread that starts the node.
 */
public final class StagedRestore {
  private static final Logger LOG = LoggerFactory.getLogger(StagedRestore.class);

  private final HistoriesFile file;
  private final Clock clock;
  private final Manifest.Origin node;

  /**
   * @param node origin of what it writes; the history is another one
   */
  public StagedRestore(HistoriesFile file, Clock clock, Manifest.Origin node) {
    this.file = file;
    this.clock = clock;
    this.node = node;
  }

  /** What a restore may use. */
  public record Means(
      PagePool pages, Executor workers, int threads, SnapshotWriter writer, int partitions) {}

  /**
   * Carries it out, if one is staged; gives what the directory holds then.
   *
   * @throws IOException when it cannot be carried out, which is noted: the next start begins with
   *     what was there before
   */
  public Histories carryOut(Means means, StartProgress progress) throws IOException {
    Histories histories = file.read();
    Restoration staged = histories.restoration();
    if (staged != null && staged.state() == Restoration.State.STAGED) {
      LOG.info("carries out restore {}", staged.id());
      Manifest made = write(histories, staged, means, progress);
      histories = histories.switched(staged.completed(made, clock.micros()));
      // When this fails, nobody knows which of the two is on the disk: nothing may be deleted.
      file.write(histories);
      LOG.info("restore {} is complete", staged.id());
    }
    file.tidy(histories);
    return histories;
  }

  private Manifest write(
      Histories histories, Restoration staged, Means means, StartProgress progress)
      throws IOException {
    try {
      return write(staged, means, progress);
    } catch (IOException | RuntimeException | Error failed) {
      fail(histories, staged, failed);
      throw failed;
    }
  }

  private Manifest write(Restoration staged, Means means, StartProgress progress)
      throws IOException {
    Disk history = file.directory(Histories.History.of(staged.history()));
    return new FirstCheckpoint(
            means.pages(), means.workers(), means.threads(), means.writer(), means.partitions())
        .write(
            history,
            staged,
            new Manifest.Origin(node.cluster(), node.node(), staged.history(), node.version()),
            progress);
  }

  private void fail(Histories histories, Restoration staged, Throwable failed) {
    String sentence = "the restore could not be carried out: " + failed.getMessage();
    Restoration.Failure failure = new Restoration.Failure(Reason.INTERNAL, sentence);
    try {
      Histories without = histories.failed(staged.failed(failure, clock.micros()));
      // First, for its room may be what is needed.
      file.tidy(without);
      file.write(without);
    } catch (IOException alsoFailed) {
      failed.addSuppressed(alsoFailed);
    }
  }
}
