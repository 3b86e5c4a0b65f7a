package dev.coulomb.node.durability.files;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The layout of a block file, the rows of one partition at one cut. All numbers big-endian:
 *
 * <pre>
 * file    header, blocks of rows, one end block; no byte behind it
 *
 * header  the same in every format
 *         offset 0   magic u64, "CLMBROWS"
 *                8   format u32
 *               12   partition u32
 *               16   history id, 16 bytes
 *               32   LSN of the cut u64
 *               40   crc32c u32 of the bytes before
 *
 * block   offset 0   kind u16: 1 rows, 2 end
 *                2   compression u16: 0 none, 1 Zstandard
 *                4   number of the block in the file u32, from 0
 *                8   rows, or tables of an end block, u32
 *               12   bytes of the contents u32
 *               16   bytes as they are stored u32
 *               20   crc32c u32 of the header's crc32c, the 20 bytes before, the stored bytes
 *               24   stored bytes
 *
 * rows    each: table u32 · key length u16 · row length u32 · key · row
 * end     each table that has rows: table u32 · rows u64 · sum of the rows, 16 bytes ({@link RowSum})
 * </pre>
 */
final class BlockFormat {
  static final int FORMAT = 1;
  static final int HEADER_BYTES = 44;
  static final int BLOCK_HEADER_BYTES = 24;
  static final int ROW_HEADER_BYTES = 10;
  static final int KEY_BYTES_MAX = 0xFFFF;

  /** A block is written when it has become so large, or larger by a row. */
  static final int BLOCK_BYTES = 256 << 10;

  static final int ROWS = 1;
  static final int END = 2;
  static final int PLAIN = 0;
  static final int ZSTANDARD = 1;

  private static final long MAGIC = 0x434C_4D42_524F_5753L;
  private static final int HEADER_CRC = 40;
  private static final int BLOCK_CRC = 20;
  private static final int END_TABLE_BYTES = 28;

  private BlockFormat() {}

  /** Whose rows a file holds. */
  record Identity(int partition, UUID history, long lsn) {}

  /** What stands before the stored bytes of a block. */
  record Block(int kind, int compression, int number, int rows, int rawBytes, int storedBytes) {}

  static ByteBuffer encode(Identity identity) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.putLong(MAGIC).putInt(FORMAT).putInt(identity.partition());
    UUID history = identity.history();
    header.putLong(history.getMostSignificantBits()).putLong(history.getLeastSignificantBits());
    header.putLong(identity.lsn());
    return header.putInt(crc(header.array(), HEADER_CRC)).flip();
  }

  /** What a header says. */
  static Identity decode(String file, byte[] header)
      throws DamagedFileException, NewerFormatException {
    ByteBuffer from = ByteBuffer.wrap(header);
    if (from.getLong() != MAGIC) {
      throw new DamagedFileException(file, 0, "is no file of rows");
    }
    int format = from.getInt();
    if (crcOf(header) != crc(header, HEADER_CRC)) {
      throw new DamagedFileException(file, 0, "the header is damaged");
    }
    if (format > FORMAT) {
      throw new NewerFormatException(file, format, FORMAT);
    }
    int partition = from.getInt();
    return new Identity(partition, new UUID(from.getLong(), from.getLong()), from.getLong());
  }

  /** The checksum at the end of a header, with which those of its blocks begin. */
  static int crcOf(byte[] header) {
    return ByteBuffer.wrap(header).getInt(HEADER_CRC);
  }

  /** Writes a block's header to the front of an array that has the stored bytes behind it. */
  static void encode(Block block, int fileCrc, byte[] into) {
    ByteBuffer header = ByteBuffer.wrap(into);
    header.putShort((short) block.kind()).putShort((short) block.compression());
    header.putInt(block.number()).putInt(block.rows());
    header.putInt(block.rawBytes()).putInt(block.storedBytes());
    header.putInt(blockCrc(fileCrc, into, block.storedBytes()));
  }

  /** The header at the front of an array; not checked. */
  static Block decodeBlock(byte[] from) {
    ByteBuffer header = ByteBuffer.wrap(from);
    int kind = header.getShort() & 0xFFFF;
    int compression = header.getShort() & 0xFFFF;
    int number = header.getInt();
    return new Block(kind, compression, number, header.getInt(), header.getInt(), header.getInt());
  }

  /** True when a header and the stored bytes behind it are those that were written to this file. */
  static boolean isWhole(Block block, int fileCrc, byte[] from) {
    return ByteBuffer.wrap(from).getInt(BLOCK_CRC) == blockCrc(fileCrc, from, block.storedBytes());
  }

  private static int blockCrc(int fileCrc, byte[] block, int storedBytes) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(fileCrc).flip());
    crc.update(block, 0, BLOCK_CRC);
    crc.update(block, BLOCK_HEADER_BYTES, storedBytes);
    return (int) crc.getValue();
  }

  private static int crc(byte[] bytes, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, count);
    return (int) crc.getValue();
  }

  static byte[] encode(Map<Integer, RowSum> tables) {
    ByteBuffer end = ByteBuffer.allocate(tables.size() * END_TABLE_BYTES);
    tables.forEach((table, sum) ->
        end.putInt(table).putLong(sum.rows()).putLong(sum.high()).putLong(sum.low()));
    return end.array();
  }

  static SortedMap<Integer, RowSum> decodeEnd(byte[] contents, int tables) {
    ByteBuffer end = ByteBuffer.wrap(contents);
    SortedMap<Integer, RowSum> sums = new TreeMap<>();
    for (int i = 0; i < tables; i++) {
      sums.put(end.getInt(), new RowSum(end.getLong(), end.getLong(), end.getLong()));
    }
    return sums;
  }
}
