package dev.coulomb.node.durability.log;

import dev.coulomb.node.durability.log.LogFormat.Identity;
import dev.coulomb.node.environment.DiskFile;
import dev.coulomb.node.invariant.Invariant;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The file of a segment that is or will be written. For the writer. */
final class Segment {
  /** Room that a batch takes beside its piece, at most. */
  static final int BATCH_ROOM = LogFormat.BATCH_HEADER_BYTES + LogFormat.SECTOR_BYTES - 1;

  /**
   * Zeros are written so far ahead of small batches. A file system promises room without writing
   * it, and then each force of a place that is written for the first time changes the file's map
   * too, which costs several times what the bytes do.
   */
  private static final int ZEROS_BYTES = 1 << 20;

  private static final int SMALL_BATCH_BYTES = ZEROS_BYTES / 16;

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(ZEROS_BYTES).asReadOnlyBuffer();

  private final DiskFile file;
  private final Identity identity;
  private final ByteBuffer identityBytes;
  private final long bytes;

  /** Byte from which on nothing was ever written. */
  private long untouched;

  private long position = LogFormat.SECTOR_BYTES;
  private long first = -1;

  /**
   * A segment whose header is on the disk.
   *
   * @param untouched byte from which on nothing was ever written
   */
  Segment(DiskFile file, Identity identity, long bytes, long untouched) {
    this.file = file;
    this.identity = identity;
    this.identityBytes = identity.bytes();
    this.bytes = bytes;
    this.untouched = untouched;
  }

  String name() {
    return StoredSegment.name(identity.number());
  }

  long bytes() {
    return bytes;
  }

  /** LSN at which it begins, −1 before. */
  long first() {
    return first;
  }

  void begin(long lsn) {
    Invariant.that(first < 0, "a segment begins once");
    first = lsn;
  }

  /** Bytes that can still be written to it. */
  long room() {
    return bytes - position;
  }

  /**
   * Writes as much of a chunk as there is room for, as one batch.
   *
   * @param forced LSN up to which all is known to be on the disk
   * @param zeros whether to write zeros ahead, since each round will be forced
   * @return bytes written, to the end of the last sector
   */
  int write(Chunk chunk, long forced, boolean zeros) throws IOException {
    int length = (int) Math.min(chunk.remaining(), room() - LogFormat.BATCH_HEADER_BYTES);
    ByteBuffer batch = chunk.take(length, forced, identityBytes);
    int written = batch.remaining();
    file.write(position, batch);
    position += written;
    if (zeros && position > untouched && written < SMALL_BATCH_BYTES) {
      ByteBuffer ahead = ZEROS.duplicate();
      ahead.limit((int) Math.min(ahead.capacity(), room()));
      untouched = position + ahead.remaining();
      file.write(position, ahead);
    }
    return written;
  }

  void force() throws IOException {
    file.force();
  }

  void close() throws IOException {
    file.close();
  }
}
