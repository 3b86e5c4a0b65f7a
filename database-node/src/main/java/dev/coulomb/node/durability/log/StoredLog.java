package dev.coulomb.node.durability.log;

import dev.coulomb.node.durability.log.LogFormat.Batch;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.DiskFile;
import dev.coulomb.node.invariant.Invariant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The log as a process finds it on the disk: where it ends, and its entries. Only reads; {@link
 * NodeLog} goes on with it. One thread.
 *
 * <p>The end is where the first batch is missing, less an entry that is not whole. What lies behind
 * is a torn tail as long as no batch found anywhere claims that more had been forced; else the log
 * is damaged.
 */
public final class StoredLog {
  private final Disk disk;
  private final List<StoredSegment> segments;

  /** Segments that hold some of the log; those behind were made ahead, or are torn. */
  private int begun;

  /** The first segment that may hold what was not forced. */
  private int unforced;

  /** LSN up to which all is known to be on the disk. */
  private long forced;

  /** Byte of the last begun segment behind its last batch. */
  private long endOffset;

  private long end;

  private StoredLog(Disk disk, List<StoredSegment> segments) {
    this.disk = disk;
    this.segments = segments;
  }

  /**
   * Looks at a log.
   *
   * @param disk the directory that is the log's alone; an empty one is a log that begins at LSN 0
   * @throws LogDamagedException when it is damaged, or of another log or an unknown format
   */
  public static StoredLog open(Disk disk, UUID log) throws IOException {
    List<StoredSegment> segments = new ArrayList<>();
    for (String name : disk.files()) {
      if (StoredSegment.isName(name)) {
        StoredSegment segment = StoredSegment.read(disk, name, log);
        if (!segments.isEmpty()) {
          checkNeighbours(segments.getLast(), segment);
        }
        segments.add(segment);
      }
    }
    StoredLog stored = new StoredLog(disk, List.copyOf(segments));
    if (!segments.isEmpty()) {
      stored.findEnd();
    }
    return stored;
  }

  private static void checkNeighbours(StoredSegment segment, StoredSegment next)
      throws LogDamagedException {
    if (next.identity().number() != segment.identity().number() + 1) {
      throw new LogDamagedException(
          StoredSegment.name(segment.identity().number() + 1), 0, "the file is missing");
    }
    if (next.identity().generation() < segment.identity().generation()) {
      throw new LogDamagedException(next.name(), 0, "it is older than the segment before it");
    }
  }

  /** LSN of the end of the last whole entry. */
  public long end() {
    return end;
  }

  /** LSN from which on entries are there. */
  public long start() {
    Batch first = segments.isEmpty() ? null : segments.getFirst().first();
    return begun == 0 || first == null ? 0 : first.first();
  }

  private void findEnd() throws IOException {
    for (StoredSegment segment : segments) {
      Batch first = segment.first();
      forced = first == null ? forced : Math.max(forced, first.forced());
    }
    int at = 0;
    for (int i = 0; i < segments.size(); i++) {
      Batch first = segments.get(i).first();
      if (first != null && first.first() <= forced) {
        at = i;
      }
    }
    Batch first = segments.get(at).first();
    if (first == null && segments.getFirst().identity().number() > 1) {
      throw new LogDamagedException(
          segments.getFirst().name(), LogFormat.SECTOR_BYTES, "its first batch is gone");
    }
    unforced = at;
    scan(at, first == null ? 0 : first.first());
  }

  private void scan(int from, long lsn) throws IOException {
    long reached = lsn;
    for (int i = from; ; i++) {
      StoredSegment segment = segments.get(i);
      long offset = LogFormat.SECTOR_BYTES;
      try (SegmentReader reader = segment.open(disk)) {
        for (Batch batch = next(reader, offset, reached);
            batch != null;
            batch = next(reader, offset, reached)) {
          reached = batch.end();
          forced = Math.max(forced, batch.forced());
          end = LogFormat.boundary(batch, reader.piece(offset, batch), reached);
          offset += batch.fileBytes();
        }
        if (goesOn(i, reached)) {
          reached = Invariant.present(segments.get(i + 1).first(), "it goes on").first();
          continue;
        }
        forced = Math.max(forced, reader.forcedBehind(offset));
      }
      for (StoredSegment behind : segments.subList(i + 1, segments.size())) {
        try (SegmentReader reader = behind.open(disk)) {
          forced = Math.max(forced, reader.forcedBehind(LogFormat.SECTOR_BYTES));
        }
      }
      if (forced > end) {
        throw new LogDamagedException(
            segment.name(),
            offset,
            "the log ends at LSN " + end + ", but was on the disk up to " + forced);
      }
      begun = segment.first() == null ? i : i + 1;
      endOffset = offset;
      return;
    }
  }

  private static @Nullable Batch next(SegmentReader reader, long offset, long lsn)
      throws IOException {
    Batch batch = reader.batch(offset);
    return batch != null && batch.first() == lsn ? batch : null;
  }

  /** Whether the segment behind takes the log up where it was reached, or voids what lies there. */
  private boolean goesOn(int at, long reached) {
    if (at + 1 == segments.size()) {
      return false;
    }
    StoredSegment segment = segments.get(at);
    StoredSegment next = segments.get(at + 1);
    Batch first = next.first();
    return first != null
        && (first.first() == reached
            || (first.first() < reached
                && next.identity().generation() > segment.identity().generation()));
  }

  /**
   * Reads all entries behind an LSN, which is the end of an entry, to the end of the log.
   *
   * @throws LogDamagedException when they are not all there
   */
  public void replay(long from, EntryReader reader) throws IOException {
    if (from < start() || from > end) {
      throw new LogDamagedException(
          segments.isEmpty() ? StoredSegment.name(1) : segments.getFirst().name(),
          0,
          "entries behind LSN "
              + from
              + " are needed, and there are those of "
              + start()
              + " … "
              + end);
    }
    int at = 0;
    for (int i = 0; i < begun; i++) {
      Batch first = segments.get(i).first();
      at = first != null && first.first() <= from ? i : at;
    }
    EntryAssembler entries = new EntryAssembler(from, reader);
    for (; at < begun && entries.lsn() < end; at++) {
      replay(segments.get(at), validUntil(at), entries);
    }
    Invariant.that(entries.lsn() == end, "a log is read to its end");
  }

  private void replay(StoredSegment segment, long until, EntryAssembler entries)
      throws IOException {
    long reached = -1;
    long offset = LogFormat.SECTOR_BYTES;
    try (SegmentReader reader = segment.open(disk)) {
      while (Math.max(reached, entries.lsn()) < until) {
        Batch batch = reader.batch(offset);
        if (batch == null || (reached >= 0 && batch.first() != reached)) {
          throw new LogDamagedException(
              segment.name(), offset, "the log breaks off, and goes on to LSN " + until);
        }
        reached = batch.end();
        long to = Math.min(reached, until);
        if (to > entries.lsn()) {
          ByteBuffer piece = reader.piece(offset, batch);
          if (entries.lsn() > batch.first()) {
            Invariant.that(
                LogFormat.boundary(batch, piece, entries.lsn()) == entries.lsn(),
                "a log is read from the end of an entry");
          }
          piece.limit((int) (to - batch.first()));
          piece.position((int) (entries.lsn() - batch.first()));
          entries.accept(piece);
        }
        offset += batch.fileBytes();
      }
    }
  }

  /** LSN up to which a segment counts: behind it others go on, or nothing does. */
  private long validUntil(int at) throws LogDamagedException {
    long until = end;
    for (int i = at + 1; i < begun; i++) {
      until = Math.min(until, first(i).first());
    }
    return until;
  }

  private Batch first(int at) throws LogDamagedException {
    StoredSegment segment = segments.get(at);
    Batch first = segment.first();
    if (first == null) {
      throw new LogDamagedException(
          segment.name(), LogFormat.SECTOR_BYTES, "its first batch is gone");
    }
    return first;
  }

  /** Segments that hold some of the log, oldest first. */
  List<StoredSegment> begunSegments() {
    return segments.subList(0, begun);
  }

  /** Bytes of the file of a begun segment, once all was forced. */
  long bytes(StoredSegment segment) {
    boolean last = segment.equals(segments.get(begun - 1));
    return last ? Math.min(segment.bytes(), endOffset) : segment.bytes();
  }

  /** Segments that hold nothing of it, newest first. */
  List<StoredSegment> voidSegments() {
    return segments.subList(begun, segments.size()).reversed();
  }

  /**
   * Brings all of it to the disk. What is not known to be there is written once more: a force that
   * failed in the process before may have left bytes that are read here, will never be on the disk,
   * and are no part of the next force. The last segment gives back the room behind its end.
   */
  void forceAll() throws IOException {
    for (int i = Math.min(unforced, begun); i < begun; i++) {
      StoredSegment segment = segments.get(i);
      try (DiskFile file = disk.open(segment.name())) {
        if (i == begun - 1) {
          file.truncate(endOffset);
        }
        SegmentReader reader = new SegmentReader(file, segment.identity());
        long offset = LogFormat.SECTOR_BYTES;
        for (Batch batch = reader.batch(offset); batch != null; batch = reader.batch(offset)) {
          if (batch.end() > forced) {
            file.write(offset, reader.bytes(offset, batch));
          }
          offset += batch.fileBytes();
        }
        file.force();
      }
    }
  }

  /** The largest generation of a segment, 0 without any. */
  int generation() {
    return segments.isEmpty() ? 0 : segments.getLast().identity().generation();
  }

  /** The disk it lies on. */
  Disk disk() {
    return disk;
  }
}
