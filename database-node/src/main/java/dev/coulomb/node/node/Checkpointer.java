package dev.coulomb.node.node;

import dev.coulomb.node.durability.files.CheckpointDirectory;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotCut;
import dev.coulomb.node.durability.files.SnapshotWriter;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.durability.log.NodeLog;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.partition.Moment;
import dev.coulomb.node.plan.stored.StoredCatalog;
import dev.coulomb.node.snapshot.ViewRows;
import dev.coulomb.node.transaction.Transactions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
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

  /** A log that breaks tells nobody who waits for it. */
  private static final long LOOK_MILLIS = 100;

  private final CheckpointDirectory checkpoints;
  private final NodeLog log;
  private final Transactions transactions;
  private final Manifest.Origin origin;
  private final SnapshotWriter writer;
  private final ExecutorService thread;
  private final Clock clock;
  private final LongSupplier logBytesMax;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile Transfer transfer = new Transfer();
  private volatile long checkpointed;
  private volatile long notBeforeNanos;
  private final LongAdder written = new LongAdder();
  private final LongAdder failed = new LongAdder();

  /**
   * @param thread runs one checkpoint at a time
   * @param logBytesMax behind the last checkpoint, before the next one is due
   */
  Checkpointer(
      StoredData stored,
      Transactions transactions,
      Manifest.Origin origin,
      SnapshotWriter writer,
      ExecutorService thread,
      Clock clock,
      LongSupplier logBytesMax) {
    this.checkpoints = stored.checkpoints();
    this.checkpointed = stored.checkpointed();
    this.log = stored.log();
    this.transactions = transactions;
    this.origin = origin;
    this.writer = writer;
    this.thread = thread;
    this.clock = clock;
    this.logBytesMax = logBytesMax;
    this.notBeforeNanos = clock.nanos();
  }

  /** Begins a checkpoint when one is due. To be called a few times in a second. */
  void look() {
    boolean due = log.appended() - checkpointed >= logBytesMax.getAsLong();
    if (due && clock.nanos() - notBeforeNanos >= 0 && running.compareAndSet(false, true)) {
      try {
        thread.execute(this::attempt);
      } catch (RejectedExecutionException stopped) {
        running.set(false);
      }
    }
  }

  private void attempt() {
    try {
      write();
    } catch (IOException | RuntimeException cause) {
      notBeforeNanos = clock.nanos() + AGAIN_NANOS;
      failed.increment();
      LOG.error("a checkpoint failed, and will be tried again: {}", cause.toString());
    } finally {
      running.set(false);
    }
  }

  /** Bytes of the log behind the last checkpoint. */
  long logBytes() {
    return log.appended() - checkpointed;
  }

  /** Checkpoints that were written, since the node started. */
  long written() {
    return written.sum();
  }

  /** Checkpoints that were begun and not written. */
  long failed() {
    return failed.sum();
  }

  /** Ends one that is being written, which takes a moment. */
  void stop() {
    transfer.stop();
  }

  /** Writes one, when anything was logged since the last; on the caller's thread. */
  void write() throws IOException {
    Moment moment = moment();
    long began = clock.nanos();
    try (SnapshotCut cut = cut(moment)) {
      if (cut.lsn() == checkpointed) {
        return;
      }
      awaitDurable(cut.lsn());
      transfer = new Transfer();
      Manifest manifest = checkpoints.write(cut, writer, transfer);
      checkpointed = cut.lsn();
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

  /** What is not in the log for good must not be in a checkpoint either. */
  private void awaitDurable(long lsn) throws IOException {
    CompletableFuture<Boolean> durable = new CompletableFuture<>();
    log.whenDurable(lsn, () -> durable.complete(true));
    while (!durable.isDone()) {
      Throwable broken = log.failure();
      if (broken != null) {
        throw new IOException("the log is broken", broken);
      }
      durable.copy().completeOnTimeout(false, LOOK_MILLIS, TimeUnit.MILLISECONDS).join();
    }
  }

  private Moment moment() {
    CompletableFuture<Moment> moment = new CompletableFuture<>();
    transactions.freeze(moment::complete);
    return moment.join();
  }

  private SnapshotCut cut(Moment moment) {
    int count = moment.views().size() - 1;
    List<SnapshotCut.PartitionRows> partitions = new ArrayList<>();
    for (int number = 0; number <= count; number++) {
      boolean replicated = number == count;
      partitions.add(
          new ViewRows(
              number,
              moment.views().get(number),
              moment.catalog().tables().stream()
                  .filter(table -> table.isReplicated() == replicated)
                  .toList()));
    }
    StoredCatalog.Image image = StoredCatalog.encode(moment.catalog());
    return new SnapshotCut(
        Manifest.Kind.CHECKPOINT,
        origin,
        moment.place(),
        moment.catalog().version(),
        clock.micros(),
        count,
        partitions,
        ViewRows.describe(moment.catalog().tables()),
        image.json(),
        List.copyOf(image.jars().values()));
  }
}
