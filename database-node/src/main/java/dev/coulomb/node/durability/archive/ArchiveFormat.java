package dev.coulomb.node.durability.archive;

import dev.coulomb.node.durability.files.DamagedFileException;
import dev.coulomb.node.durability.files.NewerFormatException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The layout of an object of the archive, a piece of the stream of a log. All numbers big-endian;
 * the stream is as {@code LogFormat} says, cut anywhere.
 *
 * <pre>
 * object  header, blocks, an end; no byte behind it
 *
 * header  offset 0   magic u64, "CLMBARCH"
 *                8   format u32
 *               12   history id, 16 bytes
 *               28   LSN of the first byte u64
 *               36   LSN behind the last byte u64
 *               44   crc32c u32 of the bytes before
 *
 * block   offset 0   bytes of the stream u32; 0: the end, with nothing behind the checksum
 *                4   bytes as they are stored u32; as many: not compressed, else Zstandard
 *                8   crc32c u32 of the header's crc32c, the 8 bytes before, the stored bytes
 *               12   stored bytes
 * </pre>
 */
final class ArchiveFormat {
  static final int FORMAT = 1;
  static final int HEADER_BYTES = 48;
  static final int BLOCK_HEADER_BYTES = 12;

  /** Bytes of the stream in a block, at most. */
  static final int BLOCK_BYTES = 1 << 20;

  private static final long MAGIC = 0x434C_4D42_4152_4348L;
  private static final int HEADER_CRC = 44;
  private static final int BLOCK_CRC = 8;

  private ArchiveFormat() {}

  static byte[] encode(ArchivedPiece piece) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.putLong(MAGIC).putInt(FORMAT);
    UUID history = piece.history();
    header.putLong(history.getMostSignificantBits()).putLong(history.getLeastSignificantBits());
    header.putLong(piece.from()).putLong(piece.to());
    return header.putInt(crc(header.array(), HEADER_CRC)).array();
  }

  static ArchivedPiece decode(String object, byte[] header)
      throws DamagedFileException, NewerFormatException {
    ByteBuffer from = ByteBuffer.wrap(header);
    if (from.getLong() != MAGIC) {
      throw new DamagedFileException(object, 0, "is no piece of an archive");
    }
    int format = from.getInt();
    if (crcOf(header) != crc(header, HEADER_CRC)) {
      throw new DamagedFileException(object, 0, "the header is damaged");
    }
    if (format > FORMAT) {
      throw new NewerFormatException(object, format, FORMAT);
    }
    UUID history = new UUID(from.getLong(), from.getLong());
    return new ArchivedPiece(history, from.getLong(), from.getLong());
  }

  /** The checksum at the end of a header, with which those of its blocks begin. */
  static int crcOf(byte[] header) {
    return ByteBuffer.wrap(header).getInt(HEADER_CRC);
  }

  /** Writes the header of a block before its stored bytes. */
  static void seal(byte[] block, int rawBytes, int storedBytes, int headerCrc) {
    ByteBuffer.wrap(block)
        .putInt(rawBytes)
        .putInt(storedBytes)
        .putInt(blockCrc(block, storedBytes, headerCrc));
  }

  static boolean isWhole(byte[] block, int storedBytes, int headerCrc) {
    return ByteBuffer.wrap(block).getInt(BLOCK_CRC) == blockCrc(block, storedBytes, headerCrc);
  }

  private static int blockCrc(byte[] block, int storedBytes, int headerCrc) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(headerCrc).flip());
    crc.update(block, 0, BLOCK_CRC);
    crc.update(block, BLOCK_HEADER_BYTES, storedBytes);
    return (int) crc.getValue();
  }

  private static int crc(byte[] bytes, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, count);
    return (int) crc.getValue();
  }
}
