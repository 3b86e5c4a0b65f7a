package dev.coulomb.node.durability.archive;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.coulomb.node.durability.files.DamagedFileException;
import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.durability.log.LogTail;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads one piece of the stream, and gives out only what was proved to be what was written. */
final class PieceReader implements AutoCloseable {
  private final String name;
  private final SnapshotStore.Download from;
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
  private final byte[] raw = new byte[ArchiveFormat.BLOCK_BYTES];
  private byte[] block = new byte[ArchiveFormat.BLOCK_HEADER_BYTES + ArchiveFormat.BLOCK_BYTES];
  private long offset;

  PieceReader(String name, SnapshotStore.Download from) {
    this.name = name;
    this.from = from;
  }

  /** Reads the whole object, which must hold that piece. */
  void read(ArchivedPiece piece, LogTail.Reader into) throws IOException {
    byte[] header = new byte[ArchiveFormat.HEADER_BYTES];
    fill(header, 0, header.length);
    if (!ArchiveFormat.decode(name, header).equals(piece)) {
      throw damaged(0, "holds another piece than its name says");
    }
    int headerCrc = ArchiveFormat.crcOf(header);
    long left = piece.to() - piece.from();
    for (int count = block(headerCrc); count > 0; count = block(headerCrc)) {
      left -= count;
      if (left < 0) {
        throw damaged(offset, "has more bytes than its name says");
      }
      into.piece(ByteBuffer.wrap(raw, 0, count));
    }
    if (left != 0 || offset != from.size()) {
      throw damaged(offset, "has another length than its name says");
    }
  }

  /** Reads one block; gives its bytes of the stream, 0 at the end. */
  private int block(int headerCrc) throws IOException {
    long start = offset;
    int head = ArchiveFormat.BLOCK_HEADER_BYTES;
    fill(block, 0, head);
    ByteBuffer sizes = ByteBuffer.wrap(block);
    int rawBytes = sizes.getInt();
    int stored = sizes.getInt();
    if (rawBytes < 0 || rawBytes > raw.length || stored < 0 || stored > rawBytes) {
      throw damaged(start, "a block is damaged");
    }
    fill(block, head, stored);
    if (!ArchiveFormat.isWhole(block, stored, headerCrc)) {
      throw damaged(start, "the checksum of a block is wrong");
    }
    if (stored == rawBytes) {
      System.arraycopy(block, head, raw, 0, rawBytes);
      return rawBytes;
    }
    try {
      if (decompressor.decompressByteArray(raw, 0, rawBytes, block, head, stored) == rawBytes) {
        return rawBytes;
      }
    } catch (ZstdException wrong) {
      throw damaged(start, "a block cannot be decompressed: " + wrong.getMessage());
    }
    throw damaged(start, "a block has another size than it says");
  }

  private void fill(byte[] into, int at, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, at, count);
    while (buffer.hasRemaining()) {
      if (from.read(buffer) == 0) {
        throw damaged(offset + buffer.position() - at, "the object ends before its end");
      }
    }
    offset += count;
  }

  private DamagedFileException damaged(long at, String what) {
    return new DamagedFileException(name, at, what);
  }

  @Override
  public void close() throws IOException {
    decompressor.close();
    from.close();
  }
}
