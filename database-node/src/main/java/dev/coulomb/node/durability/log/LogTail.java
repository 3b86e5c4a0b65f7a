package dev.coulomb.node.durability.log;

import dev.coulomb.node.durability.log.LogFormat.Batch;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.invariant.Invariant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/**
 * Reads the stream of a log that goes on, from some LSN to the next, as far as it is on the disk.
 * One thread; the log does not let go of what is still to be read, see {@link NodeLog#keep}.
 */
public final class LogTail {
  private final Disk disk;
  private final UUID log;
  private final Segments segments;
  private long lsn;

  /** Where the batch begins that has the LSN: a segment, and a byte of it. */
  private String name = "";

  private long offset;

  LogTail(Disk disk, UUID log, Segments segments, long lsn) {
    this.disk = disk;
    this.log = log;
    this.segments = segments;
    this.lsn = lsn;
  }

  /** Takes pieces of the stream, in order. */
  @FunctionalInterface
  public interface Reader {
    /** The next bytes, valid during the call only. */
    void piece(ByteBuffer bytes) throws IOException;
  }

  /** LSN up to which it has read. */
  public long lsn() {
    return lsn;
  }

  /**
   * Reads on.
   *
   * @param to an LSN that is durable
   * @throws LogDamagedException when the log is not what was written
   */
  public void read(long to, Reader reader) throws IOException {
    while (lsn < to) {
      List<Segments.Begun> begun = segments.begun();
      int at = 0;
      for (int i = 0; i < begun.size(); i++) {
        at = begun.get(i).first() <= lsn ? i : at;
      }
      Invariant.that(
          !begun.isEmpty() && begun.get(at).first() <= lsn, "what is to be read is kept");
      long until = at + 1 < begun.size() ? begun.get(at + 1).first() : to;
      read(begun.get(at).name(), Math.min(until, to), reader);
    }
  }

  private void read(String segment, long until, Reader into) throws IOException {
    if (!segment.equals(name)) {
      name = segment;
      offset = LogFormat.SECTOR_BYTES;
    }
    try (SegmentReader reader = StoredSegment.read(disk, segment, log).open(disk)) {
      while (lsn < until) {
        Batch batch = reader.batch(offset);
        if (batch == null || batch.first() > lsn) {
          throw new LogDamagedException(
              segment, offset, "the log breaks off, and goes on to LSN " + until);
        }
        long end = Math.min(batch.end(), until);
        if (end > lsn) {
          ByteBuffer piece = reader.piece(offset, batch);
          piece.limit((int) (end - batch.first())).position((int) (lsn - batch.first()));
          into.piece(piece);
          lsn = end;
        }
        if (end == batch.end()) {
          offset += batch.fileBytes();
        }
      }
    }
  }
}
