package dev.coulomb.node.durability.log;

import dev.coulomb.node.durability.log.LogFormat.Batch;
import dev.coulomb.node.durability.log.LogFormat.Identity;
import dev.coulomb.node.environment.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the batches of one segment, wherever one is looked for. One thread. */
final class SegmentReader implements AutoCloseable {
  /** More than the largest batch takes. */
  private static final int WINDOW_BYTES = 2 * LogFormat.BATCH_BYTES_MAX;

  private final DiskFile file;
  private final ByteBuffer identity;
  private final ByteBuffer window;
  private long windowStart;

  SegmentReader(DiskFile file, Identity identity) throws IOException {
    this.file = file;
    this.identity = identity.bytes();
    int windowBytes = (int) Math.min(WINDOW_BYTES, file.size());
    this.window = LogFormat.little(ByteBuffer.allocate(windowBytes)).limit(0);
  }

  /** The whole batch at that place of the file, nothing where there is none. */
  @Nullable Batch batch(long offset) throws IOException {
    if (!ensure(offset, LogFormat.BATCH_HEADER_BYTES)) {
      return null;
    }
    int length = LogFormat.pieceLength(window, at(offset));
    if (length < 0 || !ensure(offset, LogFormat.BATCH_HEADER_BYTES + length)) {
      return null;
    }
    return LogFormat.batch(window, at(offset), identity);
  }

  /** The piece of the stream in the batch that was read last; until the next one is read. */
  ByteBuffer piece(long offset, Batch batch) {
    return LogFormat.little(
        window.slice(at(offset) + LogFormat.BATCH_HEADER_BYTES, batch.length()));
  }

  /** The batch that was read last, as it is in the file. */
  ByteBuffer bytes(long offset, Batch batch) {
    return window.slice(at(offset), LogFormat.BATCH_HEADER_BYTES + batch.length());
  }

  /**
   * The largest claim, of all batches from that place on, of what was on the disk. Where a batch
   * begins is not known there, so all sectors are tried.
   */
  long forcedBehind(long offset) throws IOException {
    long forced = 0;
    for (long at = offset; ensure(at, LogFormat.BATCH_HEADER_BYTES); at += LogFormat.SECTOR_BYTES) {
      Batch batch = batch(at);
      if (batch != null) {
        forced = Math.max(forced, batch.forced());
      }
    }
    return forced;
  }

  private int at(long offset) {
    return (int) (offset - windowStart);
  }

  private boolean ensure(long offset, int bytes) throws IOException {
    if (offset < windowStart || offset + bytes > windowStart + window.limit()) {
      windowStart = offset;
      window.clear();
      window.limit(file.read(offset, window)).position(0);
    }
    return offset + bytes <= windowStart + window.limit();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
