package dev.coulomb.node.node;

import dev.coulomb.node.durability.log.NodeLog;
import dev.coulomb.node.host.LogWriter;
import dev.coulomb.node.node.archive.Archiver;
import dev.coulomb.node.node.backup.Backups;
import dev.coulomb.node.replication.RecordLog;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the data is kept on disk while the node runs. Any thread; stopped once.
 *
 * @param records takes what transactions do
 * @param checkpoints the checkpointer's thread
 */
record Kept(
    NodeLog log,
    RecordLog records,
    LogWriter writer,
    Checkpointer checkpointer,
    ExecutorService checkpoints,
    Backups backups,
    Archiver archiver)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Kept.class);

  /** A shorter log is sooner read than a checkpoint is written. */
  private static final long SHORT_LOG_BYTES = 16L << 20;

  /** Nobody changes anything any more: sees to it that the next start is quick. */
  void stop() throws InterruptedException, IOException {
    backups.stop();
    checkpointer.stop();
    checkpoints.close();
    if (log.failure() == null && checkpointer.logBytes() > SHORT_LOG_BYTES) {
      try {
        checkpointer.write();
      } catch (IOException | RuntimeException failed) {
        LOG.warn("no checkpoint was written: {}; the next start reads the log", failed.toString());
      }
    }
    if (log.failure() == null) {
      archiver.stop();
    }
    close();
  }

  /** Brings what is left to the disk, and nothing more. */
  @Override
  public void close() throws InterruptedException, IOException {
    writer.close();
    log.close();
  }
}
