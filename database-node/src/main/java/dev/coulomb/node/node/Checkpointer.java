package dev.coulomb.node.node;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.coulomb.node.admin.NodeStatus;
import dev.coulomb.node.durability.files.CheckpointDirectory;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotCut;
import dev.coulomb.node.durability.files.SnapshotWriter;
import dev.coulomb.node.durability.files.Throttle;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.durability.log.NodeLog;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.node.backup.LiveCuts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a checkpoint when so much was logged since the last one, and lets the log before it go.
 * {@link #look} by one thread at a time; the writing is done by a thread of its own.
 */
final class Checkpointer {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  /** After a checkpoint that failed, on a full disk for example. */
  private static final long AGAIN_NANOS = 10_000_000_000L;

  /** So many times the log that makes a checkpoint due, and it does not go slowly any more. */
  private static final long LATE_FACTOR = 2;

  private final CheckpointDirectory checkpoints;
  private final NodeLog log;
  private final LiveCuts cuts;
  private final SnapshotWriter writer;
  private final LongSupplier bytesPerSecond;
  private final ExecutorService thread;
  private final Clock clock;
  private final LongSupplier logBytesMax;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile Newest newest;
  private volatile long notBeforeNanos;
  private final LongAdder written = new LongAdder();
  private final LongAdder failed = new LongAdder();

  @GuardedBy("this")
  private Transfer transfer = new Transfer();

  @GuardedBy("this")
  private boolean stopping;

  /** The newest checkpoint: its LSN, when it was cut, its size; zeros: there is none. */
  private record Newest(long lsn, long atMicros, long bytes) {
    static Newest of(Manifest manifest) {
      return new Newest(manifest.lsn(), manifest.timeMicros(), manifest.byteCount());
    }
  }

  /**
   * @param thread runs one checkpoint at a time
   * @param bytesPerSecond what a checkpoint may write; 0: as fast as it goes
   * @param logBytesMax behind the last checkpoint, before the next one is due
   */
  Checkpointer(
      StoredData stored,
      LiveCuts cuts,
      LongSupplier bytesPerSecond,
      ExecutorService thread,
      Clock clock,
      LongSupplier logBytesMax) {
    this.checkpoints = stored.checkpoints();
    this.newest = stored.checkpoint().map(Newest::of).orElse(new Newest(0, 0, 0));
    this.log = stored.log();
    this.cuts = cuts;
    this.bytesPerSecond = bytesPerSecond;
    this.thread = thread;
    this.clock = clock;
    this.logBytesMax = logBytesMax;
    this.notBeforeNanos = clock.nanos();
    this.writer =
        new SnapshotWriter(
            Runnable::run, 1, new Throttle(this::rate, clock, LockSupport::parkNanos));
  }

  /** Nobody waits for a stop, or for a log that grows faster than it is let go. */
  private long rate() {
    boolean hurry = logBytes() > LATE_FACTOR * logBytesMax.getAsLong() || isStopping();
    return hurry ? 0 : bytesPerSecond.getAsLong();
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  /** Begins a checkpoint when one is due. To be called a few times in a second. */
  void look() {
    // The next checkpoint is not larger than the last one and all that was logged since.
    log.keepFree(newest.bytes() + logBytes());
    if (clock.nanos() - notBeforeNanos >= 0 && isDue()) {
      begin();
    }
  }

  private boolean isDue() {
    try {
      return logBytes() >= logBytesMax.getAsLong() || log.isTight(logBytes());
    } catch (IOException failed) {
      LOG.warn("how much room the disk has is not known: {}", failed.toString());
      return false;
    }
  }

  /** Begins a checkpoint, unless one is being written. */
  void begin() {
    if (running.compareAndSet(false, true)) {
      try {
        thread.execute(this::attempt);
      } catch (RejectedExecutionException stopped) {
        running.set(false);
      }
    }
  }

  private void attempt() {
    try {
      write(next());
    } catch (InterruptedIOException stopped) {
      LOG.info("a checkpoint was given up, because the node stops");
    } catch (IOException | RuntimeException cause) {
      notBeforeNanos = clock.nanos() + AGAIN_NANOS;
      failed.increment();
      LOG.error("a checkpoint failed, and will be tried again: {}", cause.toString());
    } finally {
      running.set(false);
    }
  }

  /** One that can be stopped, or already is. */
  private synchronized Transfer next() {
    transfer = new Transfer();
    if (stopping) {
      transfer.stop();
    }
    return transfer;
  }

  /** Bytes of the log behind the last checkpoint. */
  long logBytes() {
    return log.appended() - newest.lsn();
  }

  /** Checkpoints that were written, since the node started. */
  long written() {
    return written.sum();
  }

  /** Checkpoints that were begun and not written. */
  long failed() {
    return failed.sum();
  }

  NodeStatus.Checkpoint status() {
    Newest last = newest;
    return new NodeStatus.Checkpoint(
        running.get(), last.lsn(), last.atMicros(), failed.sum(), log.isFull());
  }

  /** Ends one that is being written, which takes a moment; no other one begins by itself. */
  synchronized void stop() {
    stopping = true;
    transfer.stop();
  }

  /** Writes one, when anything was logged since the last; on the caller's thread. */
  void write() throws IOException {
    write(new Transfer());
  }

  private void write(Transfer writing) throws IOException {
    long began = clock.nanos();
    try (SnapshotCut cut = cuts.cut(Manifest.Kind.CHECKPOINT, null)) {
      if (cut.lsn() == newest.lsn()) {
        return;
      }
      cuts.awaitDurable(cut, writing);
      Manifest manifest = checkpoints.write(cut, writer, writing);
      newest = Newest.of(manifest);
      written.increment();
      log.release(cut.lsn());
      LOG.info(
          "checkpoint {}: {} rows, {} bytes, {} ms",
          manifest.lsn(),
          manifest.rowCount(),
          manifest.byteCount(),
          (clock.nanos() - began) / 1_000_000);
    }
  }
}
