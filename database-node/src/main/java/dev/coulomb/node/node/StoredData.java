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
import dev.coulomb.node.plan.stored.StoredCatalog;
import dev.coulomb.node.replication.StoredRecords;
import dev.coulomb.node.snapshot.StoreSink;
import dev.coulomb.node.transaction.Recovery;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
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

  /**
   * Looks at what is there; throws with a sentence for the user.
   *
   * @param directory the node's
   */
  StoredData(Disk directory, UUID node) throws IOException {
    stored = StoredLog.open(directory.directory(LOG_DIRECTORY), node);
    checkpoints = new CheckpointDirectory(directory.directory(CHECKPOINTS));
    // What is durable in them is nothing without their own names.
    directory.force();
    checkpoint = checkpoints.open(stored.start());
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

  /** The checkpoint that was found; empty: there was none. */
  Optional<Manifest> checkpoint() {
    return checkpoint.map(SnapshotReader::manifest);
  }

  /** Its place; 0: there was none. */
  private long checkpointed() {
    return checkpoint().map(Manifest::lsn).orElse(0L);
  }

  /** Where a recovery is. Called by the thread that recovers. */
  interface Progress {
    /**
     * How far a phase is.
     *
     * @param phase {@code checkpoint}, in rows, or {@code log}, in bytes
     */
    void at(String phase, long done, long total);
  }

  /**
   * Brings empty partitions to where the log ends; gives the schema that holds.
   *
   * @param threads of the workers
   */
  Catalog recover(Partitions partitions, Executor workers, int threads, Progress progress)
      throws IOException {
    Recovery recovery = new Recovery(partitions, workers);
    if (checkpoint.isPresent()) {
      load(checkpoint.get(), partitions, recovery, workers, threads, progress);
    }
    long from = checkpointed();
    long length = stored.end() - from;
    stored.replay(
        from,
        (kind, body, lsn) -> {
          StoredRecords.read(kind, body, recovery);
          progress.at("log", lsn - from, length);
        });
    Catalog catalog = recovery.finish();
    LOG.info(
        "recovered {} tables from checkpoint {} and {} transactions of the log",
        catalog.tables().size(),
        from,
        recovery.transactions());
    return catalog;
  }

  private static void load(
      SnapshotReader reader,
      Partitions partitions,
      Recovery recovery,
      Executor workers,
      int threads,
      Progress progress)
      throws IOException {
    Manifest manifest = reader.manifest();
    if (manifest.partitionCount() != partitions.count()) {
      throw new IOException(
          "the data directory has %d partitions, not %d: their number cannot change"
              .formatted(manifest.partitionCount(), partitions.count()));
    }
    Map<String, byte[]> jars = new HashMap<>();
    for (Manifest.Jar jar : manifest.jars()) {
      jars.put(jar.digest(), reader.jar(jar));
    }
    recovery.begin(StoredCatalog.decode(reader.catalog(), jars::get));
    Transfer transfer = new Transfer();
    reader.read(
        part -> {
          progress.at("checkpoint", transfer.rows(), manifest.rowCount());
          return new StoreSink(partitions.everything().get(part.number()).store());
        },
        workers,
        threads,
        transfer);
    manifest
        .partitions()
        .forEach(part ->
            partitions.everything().get(part.number()).recovered(part.epoch(), part.position()));
  }
}
