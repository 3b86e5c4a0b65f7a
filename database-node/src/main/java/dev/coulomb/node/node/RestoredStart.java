package dev.coulomb.node.node;

import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotWriter;
import dev.coulomb.node.durability.files.Throttle;
import dev.coulomb.node.durability.log.StoredLog;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.host.DataDirectory;
import dev.coulomb.node.node.restore.Restores;
import dev.coulomb.node.restore.Histories;
import dev.coulomb.node.restore.HistoriesFile;
import dev.coulomb.node.restore.StagedRestore;
import dev.coulomb.node.storage.PagePool;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes before the data at a start: a restore that is waited for, or was staged. For the
 * thread that starts the node.
 */
final class RestoredStart {
  private static final Logger LOG = LoggerFactory.getLogger(RestoredStart.class);

  private final DataDirectory directory;
  private final Settings settings;
  private final Clock clock;
  private final Control control;
  private final HistoriesFile file;

  RestoredStart(DataDirectory directory, Settings settings, Clock clock, Control control)
      throws IOException {
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
    this.control = control;
    this.file = new HistoriesFile(directory.disk(), directory.nodeId());
  }

  /** Somebody asked the node to stop while it waited. */
  static final class Stopped extends IOException {
    private static final long serialVersionUID = 1L;

    private Stopped() {
      super("the node was stopped before it was restored");
    }
  }

  HistoriesFile file() {
    return file;
  }

  /**
   * Waits for a restore, where the settings say so, and carries out what is staged; gives what the
   * directory holds then.
   *
   * @throws Stopped when somebody asked the node to stop meanwhile
   */
  Histories histories(PagePool pages, ExecutorService workers, int threads, Restores restores)
      throws IOException, InterruptedException {
    Optional<String> awaited = settings.find(Setting.BOOTSTRAP_RESTORE);
    Histories histories = carryOut(pages, workers, threads, restores);
    while (awaited.isPresent() && !histories.restored().contains(awaited.get())) {
      Histories before = histories;
      LOG.info("waits for restore {}", awaited.get());
      control.waiting().await(() -> holdsData(before));
      if (control.isStopping()) {
        throw new Stopped();
      }
      histories = carryOut(pages, workers, threads, restores);
    }
    return histories;
  }

  private Histories carryOut(
      PagePool pages, ExecutorService workers, int threads, Restores restores) throws IOException {
    Throttle unthrottled = new Throttle(() -> 0, clock, nanos -> {});
    StagedRestore.Means means =
        new StagedRestore.Means(
            pages,
            workers,
            threads,
            new SnapshotWriter(workers, threads, unthrottled),
            settings.number(Setting.PARTITIONS));
    try {
      return new StagedRestore(file, clock, origin())
          .carryOut(
              means,
              (phase, transfer) -> {
                control.starts(phase, transfer);
                restores.carries(transfer);
              });
    } finally {
      restores.carries(null);
    }
  }

  private Manifest.Origin origin() {
    return new Manifest.Origin(
        settings.get(Setting.CLUSTER_NAME),
        directory.nodeId(),
        directory.nodeId(),
        Version.CURRENT);
  }

  private boolean holdsData(Histories histories) throws IOException {
    Disk current = file.directory(histories.current());
    return StoredLog.open(StoredData.log(current), histories.current().id()).end() > 0
        || !StoredData.checkpoints(current).directories().isEmpty();
  }
}
