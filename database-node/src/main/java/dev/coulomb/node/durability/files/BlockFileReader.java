package dev.coulomb.node.durability.files;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a block file from its beginning to its end, and gives out only what was proved to be what
 * was written. Confined to one thread.
 */
final class BlockFileReader implements AutoCloseable {
  private final String name;
  private final SnapshotStore.Download from;
  private final Transfer transfer;
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
  private final RowSums sums = new RowSums();
  private final CRC32C crc = new CRC32C();
  private byte[] stored = new byte[BlockFormat.BLOCK_BYTES];
  private byte[] raw = new byte[BlockFormat.BLOCK_BYTES * 2];
  private long offset;
  private int blocks;

  BlockFileReader(String name, SnapshotStore.Download from, Transfer transfer) {
    this.name = name;
    this.from = from;
    this.transfer = transfer;
  }

  /**
   * Reads the whole file.
   *
   * @param expected whose rows they must be
   * @param sink is given the rows, null: nobody; is not told of the end
   */
  void read(BlockFormat.Identity expected, @Nullable RowSink sink) throws IOException {
    byte[] header = new byte[BlockFormat.HEADER_BYTES];
    fill(header, 0, header.length);
    if (!BlockFormat.decode(name, header).equals(expected)) {
      throw damaged(0, "holds rows of another partition or another snapshot");
    }
    transfer.moved(0, header.length);
    int fileCrc = BlockFormat.crcOf(header);
    while (readBlock(fileCrc, sink)) {
      transfer.check();
    }
    if (offset != from.size()) {
      throw damaged(offset, "has bytes behind its end");
    }
  }

  /** Reads one block; false when it was the last. */
  private boolean readBlock(int fileCrc, @Nullable RowSink sink) throws IOException {
    long start = offset;
    fill(stored, 0, BlockFormat.BLOCK_HEADER_BYTES);
    BlockFormat.Block block = BlockFormat.decodeBlock(stored);
    // Not checked yet, so it is believed only as far as the file goes.
    if (block.storedBytes() < 0 || block.storedBytes() > from.size() - offset) {
      throw damaged(start, "a block is damaged, or the file ends within it");
    }
    int whole = BlockFormat.BLOCK_HEADER_BYTES + block.storedBytes();
    if (stored.length < whole) {
      stored = Arrays.copyOf(stored, whole);
    }
    fill(stored, BlockFormat.BLOCK_HEADER_BYTES, block.storedBytes());
    if (!BlockFormat.isWhole(block, fileCrc, stored)) {
      throw damaged(start, "the checksum of a block is wrong");
    }
    if (block.number() != blocks++) {
      throw damaged(start, "a block is not in its place");
    }
    byte[] contents = contents(block, start);
    transfer.moved(block.kind() == BlockFormat.ROWS ? block.rows() : 0, whole);
    if (block.kind() == BlockFormat.END) {
      if (!sums.sums().equals(BlockFormat.decodeEnd(contents, block.rows()))) {
        throw damaged(start, "the rows are not those that were written");
      }
      return false;
    }
    RowBatch batch = new RowBatch(contents, block.rawBytes());
    if (!batch.isExactly(block.rows(), sums)) {
      throw damaged(start, "the rows of a block do not fill it");
    }
    if (sink != null) {
      sink.rows(batch);
    }
    return true;
  }

  private byte[] contents(BlockFormat.Block block, long start) throws DamagedFileException {
    if (raw.length < block.rawBytes()) {
      raw = new byte[block.rawBytes()];
    }
    int head = BlockFormat.BLOCK_HEADER_BYTES;
    int size;
    if (block.compression() == BlockFormat.PLAIN) {
      System.arraycopy(stored, head, raw, 0, block.storedBytes());
      size = block.storedBytes();
    } else {
      try {
        size =
            decompressor.decompressByteArray(
                raw, 0, block.rawBytes(), stored, head, block.storedBytes());
      } catch (ZstdException wrong) {
        throw damaged(start, "a block cannot be decompressed: " + wrong.getMessage());
      }
    }
    if (size != block.rawBytes()) {
      throw damaged(start, "a block has another size than it says");
    }
    return raw;
  }

  private void fill(byte[] into, int at, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, at, count);
    while (buffer.hasRemaining()) {
      if (from.read(buffer) == 0) {
        throw damaged(offset + buffer.position() - at, "the file ends before its end");
      }
    }
    crc.update(into, at, count);
    offset += count;
  }

  private DamagedFileException damaged(long at, String what) {
    return new DamagedFileException(name, at, what);
  }

  /** Bytes so far. */
  long bytes() {
    return offset;
  }

  /** CRC32C of the file so far. */
  int crc() {
    return (int) crc.getValue();
  }

  /** The rows so far, by table. */
  SortedMap<Integer, RowSum> sums() {
    return sums.sums();
  }

  @Override
  public void close() throws IOException {
    decompressor.close();
    from.close();
  }
}
