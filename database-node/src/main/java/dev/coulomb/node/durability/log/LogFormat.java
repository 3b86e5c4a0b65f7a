package dev.coulomb.node.durability.log;

import dev.coulomb.node.invariant.Invariant;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the log. All numbers are little-endian.
 *
 * <pre>
 * The stream: entries, one behind the other. A place in it is an LSN: bytes since the log began.
 *   0 length u32 of the body · 4 kind u8 · 5 body
 *
 * A batch: a piece of the stream, cut anywhere. It begins on a sector of 512 bytes, and what is left
 * of its last sector is 0: so no sector is written twice, and one that is torn takes along only what
 * was not forced.
 *   0 magic u32 · 4 crc32c u32 (of the segment's identity, then of bytes 8 … the end of the piece)
 *   8 length u32 of the piece; 0: nothing but the claim at 24
 *  12 rest u32: so many bytes from its first on belong to an entry that began before it
 *  16 first u64: LSN of its first byte
 *  24 forced u64: LSN up to which all is known to be on the disk
 *  32 begun u64: LSN at which the entry of its first byte begins
 *  40 the piece
 *
 * A segment: one file, named by its number. Its header is forced before the file gets its name.
 *   0 magic u64 · 8 format u32 · 12 crc32c u32 (of bytes 16 … 47)
 *  16 log u128 · 32 number u64 · 40 generation u32 (how often the log was opened) · 44 zero u32
 * 512 batches. What follows the last one are zeros, or bytes of another segment: its file is used again.
 * </pre>
 *
 * <p>A segment of a later generation may begin at an LSN that the one before it goes beyond: what
 * lies there, cut off when the log was opened, is void.
 */
final class LogFormat {
  static final int SECTOR_BYTES = 512;
  static final int BATCH_BYTES_MAX = 1 << 20;
  static final int ENTRY_HEADER_BYTES = 5;
  static final int BATCH_HEADER_BYTES = 40;

  private static final int FORMAT = 1;
  private static final long SEGMENT_MAGIC = 0x0a1a_474f_4c4c_5543L; // "CULLOG", 1a, 0a
  private static final int SEGMENT_FORMAT_AT = 8;
  private static final int SEGMENT_CRC_AT = 12;
  private static final int SEGMENT_IDENTITY_AT = 16;
  private static final int SEGMENT_END = 48;

  private static final int BATCH_MAGIC = 0x4254_4c43; // "CLTB"
  private static final int CRC_AT = 4;
  private static final int LENGTH_AT = 8;
  private static final int REST_AT = 12;
  private static final int FIRST_AT = 16;
  private static final int FORCED_AT = 24;
  private static final int BEGUN_AT = 32;

  private LogFormat() {}

  /** Which segment of which log a file is; part of every checksum in it. */
  record Identity(UUID log, long number, int generation) {
    ByteBuffer bytes() {
      return little(ByteBuffer.allocate(SEGMENT_END - SEGMENT_IDENTITY_AT))
          .putLong(log.getMostSignificantBits())
          .putLong(log.getLeastSignificantBits())
          .putLong(number)
          .putInt(generation)
          .putInt(0)
          .flip();
    }
  }

  /** What a batch says of itself. */
  record Batch(int length, int rest, long first, long forced, long begun) {
    /** LSN of its end. */
    long end() {
      return first + length;
    }

    /** Bytes in the file, to the end of its last sector. */
    long fileBytes() {
      return sectors(BATCH_HEADER_BYTES + length);
    }
  }

  static long sectors(long bytes) {
    return (bytes + SECTOR_BYTES - 1) & -SECTOR_BYTES;
  }

  static ByteBuffer little(ByteBuffer bytes) {
    return bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The first sector of a segment. */
  static ByteBuffer segmentHeader(Identity identity) {
    ByteBuffer sector = little(ByteBuffer.allocate(SECTOR_BYTES));
    sector.putLong(0, SEGMENT_MAGIC).putInt(SEGMENT_FORMAT_AT, FORMAT);
    sector.put(SEGMENT_IDENTITY_AT, identity.bytes(), 0, SEGMENT_END - SEGMENT_IDENTITY_AT);
    return sector.putInt(SEGMENT_CRC_AT, segmentCrc(sector));
  }

  /** The identity in the first sector of a file. */
  static Identity segment(String file, ByteBuffer sector) throws LogDamagedException {
    if (sector.limit() < SECTOR_BYTES || sector.getLong(0) != SEGMENT_MAGIC) {
      throw new LogDamagedException(file, 0, "it is no segment of a log");
    }
    int format = sector.getInt(SEGMENT_FORMAT_AT);
    if (format != FORMAT) {
      throw new LogDamagedException(
          file, SEGMENT_FORMAT_AT, "format " + format + " is unknown to this version");
    }
    if (sector.getInt(SEGMENT_CRC_AT) != segmentCrc(sector)) {
      throw new LogDamagedException(file, SEGMENT_CRC_AT, "the checksum of its header is wrong");
    }
    ByteBuffer fields = little(sector.duplicate()).position(SEGMENT_IDENTITY_AT);
    UUID log = new UUID(fields.getLong(), fields.getLong());
    return new Identity(log, fields.getLong(), fields.getInt());
  }

  private static int segmentCrc(ByteBuffer sector) {
    CRC32C crc = new CRC32C();
    crc.update(sector.duplicate().position(SEGMENT_IDENTITY_AT).limit(SEGMENT_END));
    return (int) crc.getValue();
  }

  /** Puts the header before a piece that begins 40 bytes behind the given place. */
  static void seal(ByteBuffer bytes, int at, Batch batch, ByteBuffer identity) {
    bytes
        .putInt(at, BATCH_MAGIC)
        .putInt(at + LENGTH_AT, batch.length())
        .putInt(at + REST_AT, batch.rest())
        .putLong(at + FIRST_AT, batch.first())
        .putLong(at + FORCED_AT, batch.forced())
        .putLong(at + BEGUN_AT, batch.begun());
    bytes.putInt(at + CRC_AT, batchCrc(bytes, at, batch.length(), identity));
  }

  /** Length of the piece of a batch that seems to begin here; −1 where none does. */
  static int pieceLength(ByteBuffer bytes, int at) {
    int length = bytes.getInt(at + LENGTH_AT);
    boolean plausible = bytes.getInt(at) == BATCH_MAGIC && length >= 0 && length <= BATCH_BYTES_MAX;
    return plausible ? length : -1;
  }

  /** The batch that is wholly there, or nothing when its checksum is wrong. */
  static @Nullable Batch batch(ByteBuffer bytes, int at, ByteBuffer identity) {
    int length = bytes.getInt(at + LENGTH_AT);
    if (bytes.getInt(at + CRC_AT) != batchCrc(bytes, at, length, identity)) {
      return null;
    }
    return new Batch(
        length,
        bytes.getInt(at + REST_AT),
        bytes.getLong(at + FIRST_AT),
        bytes.getLong(at + FORCED_AT),
        bytes.getLong(at + BEGUN_AT));
  }

  private static int batchCrc(ByteBuffer bytes, int at, int length, ByteBuffer identity) {
    CRC32C crc = new CRC32C();
    crc.update(identity.duplicate());
    crc.update(bytes.duplicate().limit(at + BATCH_HEADER_BYTES + length).position(at + LENGTH_AT));
    return (int) crc.getValue();
  }

  /**
   * The last place in a batch, at or before an LSN, at which an entry ends or begins; the beginning
   * of the entry that goes beyond it, where that one lies before the batch.
   *
   * @param piece of the batch, from its first byte on
   */
  static long boundary(Batch batch, ByteBuffer piece, long lsn) {
    Invariant.that(lsn >= batch.first() && lsn <= batch.end(), "a boundary is looked for inside");
    long at = batch.first() + Integer.toUnsignedLong(batch.rest());
    if (at > lsn) {
      return batch.begun();
    }
    while (lsn - at >= ENTRY_HEADER_BYTES) {
      long next = at + ENTRY_HEADER_BYTES + piece.getInt((int) (at - batch.first()));
      if (next > lsn) {
        break;
      }
      at = next;
    }
    return at;
  }
}
