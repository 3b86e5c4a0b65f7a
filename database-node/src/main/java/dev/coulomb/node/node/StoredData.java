package dev.coulomb.node.node;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.durability.files.CheckpointDirectory;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotReader;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.durability.log.LogConfig;
import dev.coulomb.node.durability.log.NodeLog;
import dev.coulomb.node.durability.log.StoredLog;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.replication.StoredRecords;
import dev.coulomb.node.restore.SnapshotLoad;
import dev.coulomb.node.restore.StartProgress;
import dev.coulomb.node.transaction.Recovery;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the data directory holds of the data: the newest checkpoint, and the log from there on. For
 * the thread that starts the node.
 */
final class StoredData {
  private static final Logger LOG = LoggerFactory.getLogger(StoredData.class);
  private static final String LOG_DIRECTORY = "log";
  private static final String CHECKPOINTS = "checkpoints";

  private final CheckpointDirectory checkpoints;
  private final StoredLog stored;
  private @Nullable NodeLog log;
  private final Optional<SnapshotReader> checkpoint;
  private long lastMicros;

  /**
   * Looks at what is there; throws with a sentence for the user.
   *
   * @param directory of the history
   * @param history its id
   */
  StoredData(Disk directory, UUID history) throws IOException {
    stored = StoredLog.open(log(directory), history);
    checkpoints = new CheckpointDirectory(checkpoints(directory));
    // What is durable in them is nothing without their own names.
    directory.force();
    checkpoint = checkpoints.open(stored.start());
  }

  /** The directory of the log of a history. */
  static Disk log(Disk history) throws IOException {
    return history.directory(LOG_DIRECTORY);
  }

  /** The directory of its checkpoints. */
  static Disk checkpoints(Disk history) throws IOException {
    return history.directory(CHECKPOINTS);
  }

  /**
   * Goes on with the log; not before it was recovered from, so that what is damaged is left as it
   * is.
   *
   * @param onFailure told once, when the log breaks: the process has to end
   */
  NodeLog open(LogConfig config, Clock clock, Consumer<Throwable> onFailure) throws IOException {
    NodeLog opened = NodeLog.open(stored, config, clock, onFailure);
    log = opened;
    return opened;
  }

  /** The log, once it is open. */
  NodeLog log() {
    return Invariant.present(log, "the log is used after the recovery");
  }

  CheckpointDirectory checkpoints() {
    return checkpoints;
  }

  /** The last time in what was recovered, in microseconds since 1970; 0: there is none. */
  long lastMicros() {
    return lastMicros;
  }

  /** The checkpoint that was found; empty: there was none. */
  Optional<Manifest> checkpoint() {
    return checkpoint.map(SnapshotReader::manifest);
  }

  /** Its place; 0: there was none. */
  private long checkpointed() {
    return checkpoint().map(Manifest::lsn).orElse(0L);
  }

  /**
   * Brings empty partitions to where the log ends; gives the schema that holds.
   *
   * @param threads of the workers
   */
  Catalog recover(Partitions partitions, Executor workers, int threads, StartProgress progress)
      throws IOException {
    Recovery recovery = new Recovery(partitions, workers);
    Transfer transfer = new Transfer();
    if (checkpoint.isPresent()) {
      progress.begins("checkpoint", transfer);
      new SnapshotLoad(partitions, workers, threads).load(checkpoint.get(), recovery, transfer);
    }
    long from = checkpointed();
    Transfer log = new Transfer();
    log.begin(0, stored.end() - from);
    progress.begins("log", log);
    stored.replay(
        from,
        (kind, body, lsn) -> {
          StoredRecords.read(kind, body, recovery);
          log.moved(recovery.rows() - log.rows(), lsn - from - log.bytes());
        });
    Catalog catalog = recovery.finish();
    lastMicros = Math.max(recovery.micros(), checkpoint().map(Manifest::timeMicros).orElse(0L));
    LOG.info(
        "recovered {} tables: {} rows of checkpoint {}, and {} transactions behind it that changed {}"
            + " rows",
        catalog.tables().size(),
        transfer.rows(),
        from,
        recovery.transactions(),
        recovery.rows());
    return catalog;
  }
}
