package dev.coulomb.node.durability.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.invariant.Invariant;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes one piece of the stream. Confined to one thread. */
public final class PieceWriter implements AutoCloseable {
  private static final int LEVEL = 1;

  private final SnapshotStore.Upload out;
  private final ArchivedPiece piece;
  private final int headerCrc;
  private final ZstdCompressCtx compressor = new ZstdCompressCtx();
  private final byte[] raw = new byte[ArchiveFormat.BLOCK_BYTES];
  private final byte[] block =
      new byte
          [ArchiveFormat.BLOCK_HEADER_BYTES + (int) Zstd.compressBound(ArchiveFormat.BLOCK_BYTES)];
  private int filled;
  private long lsn;

  /** Begins the object. */
  PieceWriter(SnapshotStore store, ArchivedPiece piece) throws IOException {
    this.piece = piece;
    this.lsn = piece.from();
    compressor.setLevel(LEVEL);
    byte[] header = ArchiveFormat.encode(piece);
    headerCrc = ArchiveFormat.crcOf(header);
    out = store.put(piece.name());
    out.write(ByteBuffer.wrap(header));
  }

  /** Appends the next bytes of the stream, all that remain. */
  public void write(ByteBuffer bytes) throws IOException {
    lsn += bytes.remaining();
    while (bytes.hasRemaining()) {
      int count = Math.min(bytes.remaining(), raw.length - filled);
      bytes.get(raw, filled, count);
      filled += count;
      if (filled == raw.length) {
        flush();
      }
    }
  }

  /** All bytes were given: the object is complete, and durable. */
  public void finish() throws IOException {
    Invariant.that(lsn == piece.to(), "a piece of the archive has the bytes that its name says");
    if (filled > 0) {
      flush();
    }
    ArchiveFormat.seal(block, 0, 0, headerCrc);
    out.write(ByteBuffer.wrap(block, 0, ArchiveFormat.BLOCK_HEADER_BYTES));
    out.finish();
  }

  private void flush() throws IOException {
    int head = ArchiveFormat.BLOCK_HEADER_BYTES;
    int stored = compressor.compressByteArray(block, head, block.length - head, raw, 0, filled);
    if (stored >= filled) {
      System.arraycopy(raw, 0, block, head, filled);
      stored = filled;
    }
    ArchiveFormat.seal(block, filled, stored, headerCrc);
    out.write(ByteBuffer.wrap(block, 0, head + stored));
    filled = 0;
  }

  /** An object that was not finished is none. */
  @Override
  public void close() throws IOException {
    compressor.close();
    out.close();
  }
}
