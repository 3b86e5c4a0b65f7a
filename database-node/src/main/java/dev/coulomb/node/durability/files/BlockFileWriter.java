package dev.coulomb.node.durability.files;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.coulomb.node.invariant.Invariant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.zip.CRC32C;

/**
 * Writes the rows of one partition as a block file. Confined to one thread. A row is copied into
 * {@link #buffer} by its owner, and compressed from there:
 *
 * <pre>
 * int at = file.begin(table, keyLength, rowLength);
 * … copy the key to file.buffer() at that place, and the row behind it
 * file.end();
 * </pre>
 */
public final class BlockFileWriter implements AutoCloseable {
  private static final int LEVEL = 1;

  /** An array that a large row has made larger is not kept. */
  private static final int KEPT_BYTES_MAX = 8 * BlockFormat.BLOCK_BYTES;

  private final SnapshotStore.Upload out;
  private final Throttle throttle;
  private final Transfer transfer;
  private final ZstdCompressCtx compressor = new ZstdCompressCtx();
  private final RowSums sums = new RowSums();
  private final CRC32C crc = new CRC32C();
  private final int fileCrc;
  private byte[] raw = new byte[BlockFormat.BLOCK_BYTES + (BlockFormat.BLOCK_BYTES >> 3)];
  private byte[] stored = new byte[0];
  private int length;
  private int rows;
  private int blocks;
  private long bytes;

  private int table;
  private int row;
  private int rowEnd;

  BlockFileWriter(
      SnapshotStore.Upload out, BlockFormat.Identity identity, Throttle throttle, Transfer transfer)
      throws IOException {
    this.out = out;
    this.throttle = throttle;
    this.transfer = transfer;
    compressor.setLevel(LEVEL);
    ByteBuffer header = BlockFormat.encode(identity);
    fileCrc = BlockFormat.crcOf(header.array());
    write(header);
  }

  /** Opens a row; gives where in {@link #buffer} its key goes, and the row behind it. */
  public int begin(int tableId, int keyLength, int rowLength) {
    Invariant.that(keyLength <= BlockFormat.KEY_BYTES_MAX, "the length of a key has 16 bits");
    int key = length + BlockFormat.ROW_HEADER_BYTES;
    int end = Math.addExact(Math.addExact(key, keyLength), rowLength);
    if (end > raw.length) {
      raw = Arrays.copyOf(raw, end);
    }
    ByteBuffer.wrap(raw, length, BlockFormat.ROW_HEADER_BYTES)
        .putInt(tableId)
        .putShort((short) keyLength)
        .putInt(rowLength);
    table = tableId;
    row = key + keyLength;
    rowEnd = end;
    return key;
  }

  /** Where the bytes of the row that is open go; another one for each row. */
  public byte[] buffer() {
    return raw;
  }

  /** The bytes of the row are there. */
  public void end() throws IOException {
    sums.add(table, raw, row, rowEnd - row);
    length = rowEnd;
    rows++;
    if (length >= BlockFormat.BLOCK_BYTES) {
      flush();
    }
  }

  /** Writes what is left, and the end; the file is complete. */
  void finish() throws IOException {
    if (rows > 0) {
      flush();
    }
    byte[] end = BlockFormat.encode(sums.sums());
    write(BlockFormat.END, sums.sums().size(), end, end.length);
    out.finish();
  }

  private void flush() throws IOException {
    write(BlockFormat.ROWS, rows, raw, length);
    length = 0;
    rows = 0;
    if (raw.length > KEPT_BYTES_MAX) {
      raw = new byte[BlockFormat.BLOCK_BYTES];
      stored = new byte[0];
    }
  }

  private void write(int kind, int count, byte[] contents, int size) throws IOException {
    int most = BlockFormat.BLOCK_HEADER_BYTES + Math.toIntExact(Zstd.compressBound(size));
    if (stored.length < most) {
      stored = new byte[most];
    }
    int from = BlockFormat.BLOCK_HEADER_BYTES;
    int compression = BlockFormat.ZSTANDARD;
    int storedBytes =
        compressor.compressByteArray(stored, from, stored.length - from, contents, 0, size);
    if (storedBytes >= size) {
      compression = BlockFormat.PLAIN;
      storedBytes = size;
      System.arraycopy(contents, 0, stored, from, size);
    }
    BlockFormat.encode(
        new BlockFormat.Block(kind, compression, blocks++, count, size, storedBytes),
        fileCrc,
        stored);
    write(ByteBuffer.wrap(stored, 0, from + storedBytes));
    transfer.moved(rows, from + storedBytes);
  }

  private void write(ByteBuffer part) throws IOException {
    throttle.pass(part.remaining(), transfer);
    crc.update(part.duplicate());
    bytes += part.remaining();
    out.write(part);
  }

  /** Bytes of the file so far. */
  long bytes() {
    return bytes;
  }

  /** CRC32C of the file so far. */
  int crc() {
    return (int) crc.getValue();
  }

  /** The rows so far, by table. */
  SortedMap<Integer, RowSum> sums() {
    return sums.sums();
  }

  /** Gives back what it holds; a file that is not finished is none. */
  @Override
  public void close() throws IOException {
    compressor.close();
    out.close();
  }
}
