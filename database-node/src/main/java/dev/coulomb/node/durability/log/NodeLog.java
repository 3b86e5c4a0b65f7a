package dev.coulomb.node.durability.log;

import dev.coulomb.node.durability.log.AppendBuffer.LargeEntry;
import dev.coulomb.node.durability.log.AppendBuffer.Round;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.DiskFullException;
import dev.coulomb.node.invariant.Invariant;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of one node. Entries are appended by any thread, to room that was reserved before
 * anything became final; one thread, started elsewhere, calls {@link #write} while {@link
 * #idleNanos} is 0. An LSN is the number of bytes from the beginning of the log to the end of an
 * entry.
 *
 * <p>When a write or a force fails, the log is broken for good: nobody is released any more, and
 * who opened it is told.
 */
public final class NodeLog implements AutoCloseable {
  /** An entry has fewer bytes than an array can. */
  public static final int BODY_BYTES_MAX = Integer.MAX_VALUE - 64;

  private static final byte[] NOTHING = {};
  private static final long NEVER = Long.MAX_VALUE;

  /** Where replies do not wait, the writer is woken early when so much waits. */
  private static final long EARLY_BYTES = 1 << 20;

  private final LogConfig config;
  private final Clock clock;
  private final Disk disk;
  private final Segments segments;
  private final AppendBuffer buffer;
  private final Waiters released;
  private final Waiters durableWaiters;
  private final LogFigures figures = new LogFigures();
  private final Consumer<Throwable> onFailure;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private final Room room;

  /** Used by the writer, to cut large entries. */
  private final Chunk cutting;

  private volatile Runnable waker = () -> {};
  private volatile long intervalNanos;
  private volatile long written;
  private volatile long durable;
  private volatile long releasedAtFailure;

  /** Somebody waits until this is forced, whatever the mode. */
  private final AtomicLong forceWanted = new AtomicLong();

  /** Entries from it on stay, whatever was released. */
  private volatile long kept = NEVER;

  private volatile long releasedTo;

  private long roundNanos;
  private long forceNanos;
  private boolean closed;

  private NodeLog(
      StoredLog stored,
      Segments segments,
      LogConfig config,
      Clock clock,
      Consumer<Throwable> told) {
    this.config = config;
    this.intervalNanos = config.intervalNanos();
    this.clock = clock;
    this.disk = stored.disk();
    this.segments = segments;
    this.onFailure = told;
    this.buffer = new AppendBuffer(stored.end(), config.batchBytes());
    this.room = new Room(stored.disk(), segments, buffer, config, clock);
    this.cutting = new Chunk(config.batchBytes());
    this.written = stored.end();
    this.durable = stored.end();
    this.released = new Waiters(stored.end());
    this.durableWaiters = new Waiters(stored.end());
    this.roundNanos = clock.nanos();
    this.forceNanos = roundNanos;
  }

  /**
   * Goes on with a log behind its last whole entry. What is there is forced first; a full disk is
   * no failure, there is only no room then.
   *
   * @param onFailure told once, by the thread that finds out: the process has to end
   */
  public static NodeLog open(
      StoredLog stored, LogConfig config, Clock clock, Consumer<Throwable> onFailure)
      throws IOException {
    Segments segments = Segments.goOn(stored, config);
    NodeLog log = new NodeLog(stored, segments, config, clock, onFailure);
    log.room.keepOneAhead();
    return log;
  }

  /** From now on {@link Durability#INTERVAL} forces so often. Any thread. */
  public void interval(long nanos) {
    intervalNanos = nanos;
  }

  /** Told, by any thread, that the writer has something to do; to be set once, before appends. */
  public void wakeWith(Runnable wake) {
    waker = wake;
  }

  /**
   * Takes room for one entry, before anything of it becomes final. It is used up by {@link
   * #append}, or has to be given back. Any thread; makes a file when none is ready.
   *
   * @param bodyBytes of the entry, at most
   * @return the reservation
   * @throws DiskFullException when there is no room on the disk
   * @throws LogBacklogException when too much waits to be written
   * @throws LogBrokenException when the log is broken
   */
  public long reserve(long bodyBytes) throws IOException {
    Invariant.that(bodyBytes >= 0 && bodyBytes <= BODY_BYTES_MAX, "an entry fits into an array");
    checkNotBroken();
    long waiting = buffer.appended() - written;
    if (waiting > config.backlogBytesMax()) {
      throw new LogBacklogException(waiting);
    }
    long charge = room.charge(bodyBytes);
    if (!room.take(charge)) {
      makeRoom(charge);
    }
    return charge;
  }

  /**
   * What an entry takes of a reservation: one for two entries has what both take, and is used up in
   * two parts.
   */
  public long charge(long bodyBytes) {
    return room.charge(bodyBytes);
  }

  /** Gives back a reservation of which nothing was appended. Any thread. */
  public void giveBack(long reservation) {
    room.give(reservation);
  }

  /**
   * Appends an entry. Any thread; a large one keeps the array, which does not change any more.
   *
   * @param reservation for at least so many bytes, which is used up
   * @return LSN of its end
   */
  public long append(long reservation, byte kind, byte[] body) {
    return append(reservation, kind, NOTHING, body);
  }

  /** As above; the body is in two parts. */
  public long append(long reservation, byte kind, byte[] head, byte[] body) {
    checkReserved(reservation, (long) head.length + body.length);
    return appended(buffer.append(kind, head, body, reservation));
  }

  /** As above; the body is in any number of parts. */
  public long append(long reservation, byte kind, byte[][] parts) {
    long length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    checkReserved(reservation, length);
    return appended(buffer.append(kind, parts, (int) length, reservation));
  }

  private void makeRoom(long charge) throws IOException {
    try {
      room.make(charge, written);
    } catch (DiskFullException full) {
      throw full;
    } catch (IOException failed) {
      fail(failed);
      throw failed;
    }
  }

  private long appended(long end) {
    if (end > 0) {
      return end;
    }
    waker.run();
    return -end;
  }

  private void checkReserved(long reservation, long bodyBytes) {
    Invariant.that(room.charge(bodyBytes) <= reservation, "an entry fits into its reservation");
  }

  /**
   * One round of the writer: writes all that was appended, forces it as the mode says, tells who
   * waits, and sees to it that room is ready. One thread.
   *
   * @return whether there was anything to do
   */
  public boolean write() {
    if (failure.get() != null) {
      return false;
    }
    try {
      boolean wrote = writeAppended();
      boolean forced = isForceDue(clock.nanos());
      if (forced) {
        force();
      }
      room.keepOneAhead();
      return wrote || forced;
    } catch (IOException | RuntimeException | Error failed) {
      fail(failed);
      return false;
    }
  }

  private boolean writeAppended() throws IOException {
    Round round = buffer.take();
    roundNanos = clock.nanos();
    if (round == null) {
      return false;
    }
    long bytes = 0;
    for (Object piece : round.pieces()) {
      bytes +=
          piece instanceof LargeEntry entry ? write(entry) : segments.write((Chunk) piece, durable);
    }
    Invariant.that(bytes <= round.charge(), "entries take no more room than was reserved");
    room.give(round.charge() - bytes);
    written = round.end();
    figures.wrote(bytes, round.entries());
    buffer.giveBack(round);
    return true;
  }

  /** Cuts an entry into batches. */
  private long write(LargeEntry entry) throws IOException {
    long end = entry.lsn() + LogFormat.ENTRY_HEADER_BYTES + entry.length();
    long bytes = 0;
    cutting.begin(entry.lsn(), entry.lsn(), end);
    cutting.putEntryHeader(entry.length(), entry.kind());
    for (byte[] part : entry.parts()) {
      int done = 0;
      while (done < part.length) {
        if (cutting.room() == 0) {
          bytes += writeCut();
          cutting.begin(cutting.first(), entry.lsn(), end);
        }
        int length = Math.min(cutting.room(), part.length - done);
        cutting.put(part, done, length);
        done += length;
      }
    }
    return bytes + writeCut();
  }

  private long writeCut() throws IOException {
    cutting.close();
    return segments.write(cutting, durable);
  }

  private boolean isForceDue(long now) {
    if (written == durable) {
      return false;
    }
    return forceWanted.get() > durable
        || switch (config.durability()) {
          case SYNC -> true;
          case INTERVAL -> now - forceNanos >= intervalNanos;
          case NONE -> false;
        };
  }

  private void force() throws IOException {
    long begin = clock.nanos();
    segments.force();
    forceNanos = clock.nanos();
    figures.forced(forceNanos - begin);
    durable = written;
    if (config.durability() == Durability.SYNC) {
      released.pass(durable);
    }
    durableWaiters.pass(durable);
  }

  /**
   * How long {@link #write} will have nothing to do, in nanoseconds: 0 when it has something now,
   * {@link Long#MAX_VALUE} when it has not until it is woken. For the writer, who may wait so long.
   */
  public long idleNanos() {
    if (failure.get() != null) {
      return NEVER;
    }
    boolean waits = config.durability() == Durability.SYNC || buffer.isEmpty();
    long now = clock.nanos();
    if (!buffer.sleep(waits ? 1 : EARLY_BYTES) || forceWanted.get() > durable) {
      return 0;
    }
    long idle = NEVER;
    if (!waits) {
      idle = roundNanos + config.pauseNanos() - now;
    }
    if (config.durability() == Durability.INTERVAL && written != durable) {
      idle = Math.min(idle, forceNanos + intervalNanos - now);
    }
    return Math.max(0, Math.min(idle, room.idleNanos(now)));
  }

  /** LSN of the end of the last entry. Any thread. */
  public long appended() {
    return buffer.appended();
  }

  /** LSN up to which everything was forced to the disk. Any thread. */
  public long durable() {
    return durable;
  }

  /** LSN up to which replies may go, by the mode. Any thread. */
  public long released() {
    if (failure.get() != null) {
      return releasedAtFailure;
    }
    return config.durability() == Durability.SYNC ? durable : appended();
  }

  /**
   * Runs a task when replies up to an LSN may go: here and at once when they may already, else on
   * the writer's thread, so it is short and does not throw. Any thread. Of two tasks of one thread
   * the one with the smaller LSN is run first; when the log breaks none is run any more.
   */
  public void whenReleased(long lsn, Runnable then) {
    if (config.durability() == Durability.SYNC) {
      released.add(lsn, then);
    } else if (failure.get() == null) {
      then.run();
    }
  }

  /** As above, when everything up to an LSN is on the disk, which is seen to in every mode. */
  public void whenDurable(long lsn, Runnable then) {
    Invariant.that(lsn <= appended(), "what is waited for was appended");
    durableWaiters.add(lsn, then);
    if (lsn > durable) {
      forceWanted.accumulateAndGet(lsn, Math::max);
      waker.run();
    }
  }

  /**
   * Entries up to an LSN are needed no more: segments that end before it go. They stay as long as
   * what follows them is not on the disk. Any thread.
   */
  public void release(long lsn) throws IOException {
    releasedTo = lsn;
    releaseOldest();
  }

  /**
   * Entries from an LSN on are needed, whatever is released, until this is called again; {@link
   * Long#MAX_VALUE}: none. What was released before it goes. Any thread.
   */
  public void keep(long from) throws IOException {
    kept = from;
    releaseOldest();
  }

  private void releaseOldest() throws IOException {
    checkNotBroken();
    try {
      boolean more = true;
      while (more) {
        more = segments.releaseOldest(Math.min(releasedTo, kept), durable);
      }
    } catch (IOException failed) {
      fail(failed);
      throw failed;
    }
  }

  /** LSN from which on the log has everything. Any thread. */
  public long start() {
    List<Segments.Begun> begun = segments.begun();
    return begun.isEmpty() ? appended() : begun.getFirst().first();
  }

  /** Reads it while it goes on, from an LSN on that is kept. */
  public LogTail tail(long from) {
    return new LogTail(disk, config.id(), segments, from);
  }

  /** Why the log is broken; nothing while it is not. Any thread. */
  public @Nullable Throwable failure() {
    return failure.get();
  }

  /** What the writer has done. Any thread. */
  public LogFigures figures() {
    return figures;
  }

  /** Bytes appended that are not yet written. Any thread. */
  public long waitingBytes() {
    return buffer.appended() - written;
  }

  /** Files of the log, those made ahead included. Any thread. */
  public int segments() {
    return segments.count();
  }

  /** Whether the disk had no room when it was last asked for some. Any thread. */
  public boolean isFull() {
    return room.isFull();
  }

  /**
   * From now on no segment is made that would leave less than so many bytes of the disk free: what
   * lets the log go, a checkpoint, needs them. Any thread.
   */
  public void keepFree(long bytes) {
    room.keepFree(bytes);
  }

  /**
   * Whether little more can be logged and there are segments that could be released. Any thread.
   */
  public boolean isTight(long releasable) throws IOException {
    return releasable > config.segmentBytes() && room.isTight();
  }

  /**
   * Writes and forces what is left, in every mode, and says in the log that it did. The writer's
   * thread has ended, and nobody appends.
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (failure.get() == null) {
        writeAppended();
        if (written != durable) {
          force();
        }
        cutting.begin(written, written, written);
        cutting.close();
        segments.writeClaim(cutting, durable);
        segments.force();
      }
    } catch (IOException failed) {
      fail(failed);
      throw failed;
    } finally {
      segments.close();
    }
  }

  private void checkNotBroken() throws LogBrokenException {
    Throwable broken = failure.get();
    if (broken != null) {
      throw new LogBrokenException(broken);
    }
  }

  private void fail(Throwable cause) {
    if (failure.get() == null) {
      releasedAtFailure = config.durability() == Durability.SYNC ? durable : appended();
    }
    if (failure.compareAndSet(null, cause)) {
      onFailure.accept(cause);
    }
  }
}
