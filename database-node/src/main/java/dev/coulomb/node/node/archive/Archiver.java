package dev.coulomb.node.node.archive;

import dev.coulomb.node.admin.AdminError;
import dev.coulomb.node.admin.backup.ArchiveControl;
import dev.coulomb.node.admin.backup.ArchiveStatus;
import dev.coulomb.node.admin.backup.Destination;
import dev.coulomb.node.admin.backup.Failure;
import dev.coulomb.node.admin.backup.TrimStatus;
import dev.coulomb.node.durability.archive.Archive;
import dev.coulomb.node.durability.archive.ArchiveEnd;
import dev.coulomb.node.durability.archive.PieceWriter;
import dev.coulomb.node.durability.archive.StoredPiece;
import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.durability.log.LogTail;
import dev.coulomb.node.durability.log.NodeLog;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.node.backup.Failures;
import dev.coulomb.node.node.backup.Places;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the log to an archive, a piece at every interval, and keeps of the log what is not there
 * yet; deletes old pieces when it is asked to. {@link #look} by one thread at a time; copying and
 * deleting is done by a thread of its own, one thing at a time.
 */
public final class Archiver implements ArchiveControl {
  private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);

  /** A log that breaks tells nobody who waits for it. */
  private static final long LOOK_MILLIS = 100;

  private static final long UNKNOWN = -1;

  private final Mode how;
  private final NodeLog log;
  private final Places places;
  private final Executor thread;
  private final Clock clock;
  private final LongSupplier intervalNanos;

  /** Somebody archives or trims. */
  private final AtomicBoolean running = new AtomicBoolean();

  private final LongAdder failed = new LongAdder();
  private volatile @Nullable Destination destination;
  private volatile @Nullable Failure failure;

  /** LSN up to which everything is archived, and when nothing was behind it. */
  private volatile ArchiveEnd reached = new ArchiveEnd(UNKNOWN, 0);

  private volatile long dueNanos;
  private volatile @Nullable Trim trim;
  private volatile boolean stopping;
  private @Nullable LogTail tail;

  /**
   * @param how whether there is an archive, and of which history
   * @param thread copies one piece at a time
   */
  public Archiver(
      Mode how,
      NodeLog log,
      Places places,
      Executor thread,
      Clock clock,
      LongSupplier intervalNanos)
      throws IOException {
    this.how = how;
    this.log = log;
    this.places = places;
    this.thread = thread;
    this.clock = clock;
    this.intervalNanos = intervalNanos;
    this.dueNanos = clock.nanos();
    if (how.enabled()) {
      log.keep(0);
    }
  }

  /**
   * What is archived.
   *
   * @param enabled the log is kept until it is archived
   * @param pieceBytesMax of the log that is one object
   */
  public record Mode(boolean enabled, UUID history, long pieceBytesMax) {
    private static final long PIECE_BYTES_MAX = 64L << 20;

    /** With objects of a size that stores like. */
    public Mode(boolean enabled, UUID history) {
      this(enabled, history, PIECE_BYTES_MAX);
    }
  }

  @Override
  public ArchiveStatus begin(Destination where) {
    checkEnabled();
    places.check(where);
    synchronized (this) {
      if (!where.equals(destination)) {
        destination = where;
        reached = new ArchiveEnd(UNKNOWN, 0);
      }
    }
    dueNanos = clock.nanos();
    return status();
  }

  private void checkEnabled() {
    if (!how.enabled()) {
      throw new AdminError(
          409, "archive-disabled", "this node has no archive: set archive.enabled", null);
    }
  }

  @Override
  public synchronized TrimStatus trim(UUID ofHistory, long before) {
    checkEnabled();
    Destination where = destination;
    if (where == null) {
      throw new AdminError(
          409,
          "archive-unknown",
          "this node was not told since its start where its archive is: PUT /v1/archive first",
          null);
    }
    Trim last = trim;
    if (last != null && last.covers(ofHistory, before, where)) {
      return last.tell();
    }
    if (last != null && last.isRunning()) {
      throw new AdminError(
          409, "trim-running", "other pieces are being deleted: of " + last.history(), "history");
    }
    ArchiveEnd end = reached;
    long possible = end.position() == UNKNOWN ? log.durable() : end.position();
    if (ofHistory.equals(how.history()) && before > possible) {
      throw new AdminError(400, "before", tooFar(possible), "before.position");
    }
    Trim next = new Trim(ofHistory, before, where);
    trim = next;
    return next.status();
  }

  private static String tooFar(long end) {
    return "the archive of this history ends before that, at position " + end;
  }

  @Override
  public Optional<TrimStatus> trimmed() {
    return Optional.ofNullable(trim).map(Trim::status);
  }

  @Override
  public ArchiveStatus status() {
    ArchiveEnd end = reached;
    boolean known = end.position() != UNKNOWN;
    long position = known ? end.position() : 0;
    long lag = how.enabled() ? log.durable() - (known ? position : log.start()) : 0;
    return new ArchiveStatus(how.enabled(), position, end.timeMicros(), Math.max(0, lag), failure);
  }

  /** Rounds that failed. Any thread. */
  public long failed() {
    return failed.sum();
  }

  /** Begins a round when one is due, and trims. To be called a few times in a second. */
  public void look() {
    if ((isDue() || trims()) && running.compareAndSet(false, true)) {
      try {
        thread.execute(this::work);
      } catch (RejectedExecutionException stopped) {
        running.set(false);
      }
    }
  }

  private boolean isDue() {
    return destination != null && clock.nanos() - dueNanos >= 0;
  }

  private boolean trims() {
    Trim last = trim;
    return last != null && last.isRunning();
  }

  private void work() {
    try {
      archiveWhenDue();
      Trim next = trim;
      if (next != null && next.isRunning()) {
        attempt(next);
      }
    } finally {
      running.set(false);
    }
  }

  private void archiveWhenDue() {
    Destination where = destination;
    if (where != null && isDue()) {
      dueNanos = clock.nanos() + intervalNanos.getAsLong();
      attempt(where);
    }
  }

  /** Archives what is left, unless it failed lately; nothing is appended any more. */
  public void stop() {
    stopping = true;
    Destination where = destination;
    if (where != null && failure == null && running.compareAndSet(false, true)) {
      try {
        attempt(where);
      } finally {
        running.set(false);
      }
    }
  }

  private void attempt(Destination where) {
    try (SnapshotStore store = places.open(where)) {
      archive(where, new Archive(store, how.history()));
      failure = null;
    } catch (IOException | RuntimeException cause) {
      // What was written of it is not known: it is looked at again.
      forget(where);
      failed.increment();
      failure = Failures.of(cause, where.describe());
      LOG.error("the log could not be archived, and will be tried again: {}", cause.toString());
    }
  }

  private void attempt(Trim next) {
    try (SnapshotStore store = places.open(next.where())) {
      trim(next, new Archive(store, next.history()));
    } catch (IOException | RuntimeException cause) {
      LOG.warn("old pieces of the archive could not be deleted: {}", cause.toString());
      next.failed(Failures.of(cause, next.where().describe()));
    }
  }

  /** What is due to be archived meanwhile does not wait for the end. */
  private void trim(Trim next, Archive archive) throws IOException {
    long end = archive.everReached().orElse(0);
    if (next.history().equals(how.history()) && next.position() > end) {
      next.failed(new Failure(Failure.Reason.TARGET_NOT_REACHABLE, tooFar(end)));
      return;
    }
    // What an earlier one deleted does not come back behind a gap.
    archive.force();
    for (StoredPiece old : archive.endedBy(next.position())) {
      archive.delete(old.piece());
      next.deleted(old.bytes());
      archiveWhenDue();
      if (stopping) {
        return;
      }
    }
    next.completed();
    LOG.info(
        "history {} is archived from position {} on: {} older pieces of {} bytes are deleted",
        next.history(),
        next.position(),
        next.status().deleted(),
        next.status().bytes());
  }

  private synchronized void forget(Destination where) {
    if (where.equals(destination)) {
      reached = new ArchiveEnd(UNKNOWN, reached.timeMicros());
    }
  }

  private void archive(Destination where, Archive archive) throws IOException {
    long micros = clock.micros();
    long to = log.appended();
    awaitDurable(to);
    LogTail from = tail;
    if (from == null || reached.position() != from.lsn()) {
      from = log.tail(begin(archive, to));
      tail = from;
    }
    while (from.lsn() < to) {
      copy(archive, from, Math.min(to, from.lsn() + how.pieceBytesMax()));
    }
    ArchiveEnd end = new ArchiveEnd(to, micros);
    archive.end(end);
    if (note(where, end)) {
      log.keep(to);
    }
  }

  /** Nothing of it counts for another place that was named meanwhile. */
  private synchronized boolean note(Destination where, ArchiveEnd end) {
    if (!where.equals(destination)) {
      return false;
    }
    reached = end;
    return true;
  }

  /** Where the archive goes on: behind what is there, if the log reaches back so far. */
  private long begin(Archive archive, long to) throws IOException {
    archive.deleteIncomplete();
    // A process that was killed finished pieces that a loss of power can still undo; what comes
    // behind them would stay.
    archive.force();
    long ever = archive.everReached().orElse(UNKNOWN);
    if (ever > to) {
      throw new IOException(
          "the archive has this log up to %d, and the log ends at %d: was an older volume brought"
                  .formatted(ever, to)
              + " back? Choose another place for the archive");
    }
    long there = archive.reached().orElse(UNKNOWN);
    long first = log.start();
    if (there >= first) {
      return there;
    }
    if (ever != UNKNOWN && ever < first) {
      LOG.warn(
          "the archive has a gap from {} to {}: take a new backup, which goes on behind it",
          ever,
          first);
    }
    return first;
  }

  private static void copy(Archive archive, LogTail from, long to) throws IOException {
    try (PieceWriter piece = archive.put(from.lsn(), to)) {
      from.read(to, piece::write);
      piece.finish();
    }
    archive.force();
  }

  /** What could still be lost here must not be in the archive. */
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
}
