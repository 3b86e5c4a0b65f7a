package dev.coulomb.node.durability.log;

import dev.coulomb.node.durability.log.LogFormat.Identity;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.DiskFile;
import dev.coulomb.node.invariant.Invariant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a log that is open: the one that is written, those made ahead, those that are full.
 * The writer writes; files are made ahead and let go by any thread, under the lock of this object.
 *
 * <p>Names of segments have no gaps at any moment, whatever of it is on the disk: a name comes or
 * goes only when the one before it is forced.
 */
final class Segments {
  private static final String FRESH = "fresh";
  private static final String FREE = "free-";

  /** Files of released segments that are kept to be used again. */
  private static final int FREE_MAX = 2;

  private final Disk disk;
  private final LogConfig config;
  private final int generation;
  private final boolean zeros;

  /** Full ones, oldest first: name, size and first LSN. */
  private final ArrayDeque<Full> full = new ArrayDeque<>();

  private final ArrayDeque<Segment> ahead = new ArrayDeque<>();
  private final ArrayDeque<String> free = new ArrayDeque<>();
  private @Nullable Segment open;
  private long nextNumber = 1;

  /** Full ones that are not forced yet. For the writer. */
  private final List<Segment> unforced = new ArrayList<>();

  private record Full(String name, long first, long bytes) {}

  private Segments(StoredLog stored, LogConfig config) {
    this.disk = stored.disk();
    this.config = config;
    this.generation = stored.generation() + 1;
    this.zeros = config.durability() == Durability.SYNC;
  }

  /**
   * Goes on behind the end of a stored log: what is there is forced, what lies behind is void. This
   * way a second crash finds the same end, or a later one.
   */
  static Segments goOn(StoredLog stored, LogConfig config) throws IOException {
    Segments segments = new Segments(stored, config);
    Disk disk = stored.disk();
    disk.force();
    for (StoredSegment segment : stored.voidSegments()) {
      disk.delete(segment.name());
      disk.force();
    }
    for (String name : disk.files()) {
      if (name.equals(FRESH) || name.startsWith(FREE)) {
        disk.delete(name);
      }
    }
    stored.forceAll();
    for (StoredSegment segment : stored.begunSegments()) {
      long first = Invariant.present(segment.first(), "a begun segment has a batch").first();
      segments.full.add(new Full(segment.name(), first, stored.bytes(segment)));
      segments.nextNumber = segment.identity().number() + 1;
    }
    return segments;
  }

  /** Room in bytes that a segment has for batches. */
  static long room(LogConfig config) {
    return (long) config.segmentBytes() - LogFormat.SECTOR_BYTES;
  }

  /** A segment that holds some of the log, and the LSN at which it begins. */
  record Begun(String name, long first) {}

  /**
   * Those, oldest first: each counts up to where the next one begins. Left out is what counts for
   * nothing, since a later process went on before it: an entry was torn that began in a segment
   * further ahead.
   */
  synchronized List<Begun> begun() {
    List<Begun> begun = new ArrayList<>();
    full.forEach(each -> add(begun, each.name(), each.first()));
    if (open != null) {
      add(begun, open.name(), open.first());
    }
    return begun;
  }

  private static void add(List<Begun> begun, String name, long first) {
    while (!begun.isEmpty() && begun.getLast().first() >= first) {
      begun.removeLast();
    }
    begun.add(new Begun(name, first));
  }

  /** Segments that are there. */
  synchronized int count() {
    return full.size() + ahead.size() + (open == null ? 0 : 1);
  }

  /** Whether a segment is ready for when the open one is full. */
  synchronized boolean hasOneAhead() {
    return !ahead.isEmpty();
  }

  /** Whether the next segment made is a file that is there. */
  synchronized boolean hasFree() {
    return !free.isEmpty();
  }

  /**
   * Makes a segment ahead.
   *
   * @throws dev.coulomb.node.environment.DiskFullException when there is no room for it
   */
  synchronized void makeAhead() throws IOException {
    Identity identity = new Identity(config.id(), nextNumber, generation);
    String used = free.peek();
    String name = used == null ? FRESH : used;
    DiskFile file = used == null ? create() : disk.open(used);
    ByteBuffer header = LogFormat.segmentHeader(identity);
    file.write(0, header);
    file.force();
    disk.rename(name, StoredSegment.name(nextNumber));
    disk.force();
    free.poll();
    long bytes = config.segmentBytes();
    ahead.add(new Segment(file, identity, bytes, used == null ? LogFormat.SECTOR_BYTES : bytes));
    nextNumber++;
  }

  private DiskFile create() throws IOException {
    disk.delete(FRESH);
    return disk.create(FRESH, config.segmentBytes());
  }

  /**
   * Writes all of a chunk. There is room, since it was taken before.
   *
   * @return bytes written
   */
  long write(Chunk chunk, long forced) throws IOException {
    long written = 0;
    while (chunk.remaining() > 0) {
      written += withRoom(chunk.first()).write(chunk, forced, zeros);
    }
    return written;
  }

  /** Writes a batch that holds nothing but what is on the disk, where there is room. */
  void writeClaim(Chunk empty, long forced) throws IOException {
    if (open != null && open.room() > 0) {
      open.write(empty, forced, false);
    }
  }

  private Segment withRoom(long lsn) {
    Segment segment = open;
    if (segment != null && segment.room() > 0) {
      return segment;
    }
    return next(lsn);
  }

  private synchronized Segment next(long lsn) {
    if (open != null) {
      unforced.add(open);
      full.add(new Full(open.name(), open.first(), open.bytes()));
    }
    Segment next = Invariant.present(ahead.poll(), "room was taken in a segment that is there");
    next.begin(lsn);
    open = next;
    return next;
  }

  /** Forces all that was written. */
  void force() throws IOException {
    for (Segment segment : unforced) {
      segment.force();
      segment.close();
    }
    unforced.clear();
    if (open != null) {
      open.force();
    }
  }

  /**
   * Lets go of the oldest segment, when it ends at or before an LSN. The newest that was written to
   * stays, since it says where the log is; and one goes only when the beginning of the next is on
   * the disk.
   *
   * @return whether one went
   */
  synchronized boolean releaseOldest(long lsn, long forced) throws IOException {
    if (full.isEmpty()) {
      return false;
    }
    Full oldest = full.remove();
    long end = full.isEmpty() ? (open == null ? lsn + 1 : open.first()) : full.getFirst().first();
    if (end > lsn || end >= forced) {
      full.addFirst(oldest);
      return false;
    }
    if (free.size() < FREE_MAX && oldest.bytes() == config.segmentBytes()) {
      String kept = FREE + oldest.name();
      disk.rename(oldest.name(), kept);
      free.add(kept);
    } else {
      disk.delete(oldest.name());
    }
    disk.force();
    return true;
  }

  void close() throws IOException {
    if (open != null) {
      open.close();
    }
    for (Segment segment : ahead) {
      segment.close();
    }
    for (Segment segment : unforced) {
      segment.close();
    }
  }
}
