package dev.coulomb.node.durability.log;

import dev.coulomb.node.durability.log.LogFormat.Batch;
import dev.coulomb.node.invariant.Invariant;
import java.nio.ByteBuffer;

/**
 * A piece of the stream in memory, with room for the header of a batch before it. Whoever fills it
 * holds the lock of the {@link AppendBuffer}; then it is the writer's.
 */
final class Chunk {
  private static final int START = LogFormat.BATCH_HEADER_BYTES;

  private final ByteBuffer bytes;

  /** The same bytes, with limits of its own. */
  private final ByteBuffer view;

  private final int payloadBytes;
  private long first;
  private long begun;
  private long rest;

  Chunk(int payloadBytes) {
    this.payloadBytes = payloadBytes;
    this.bytes =
        LogFormat.little(ByteBuffer.allocateDirect(START + payloadBytes + LogFormat.SECTOR_BYTES));
    this.view = bytes.duplicate();
  }

  /** Empties it, to be filled from an LSN on, which an entry that began before it may cover. */
  void begin(long lsn, long entryBegun, long entryEnd) {
    first = lsn;
    begun = entryBegun;
    rest = entryBegun == lsn ? 0 : entryEnd - lsn;
    bytes.clear().limit(START + payloadBytes).position(START);
  }

  /** Bytes that can still be filled in. */
  int room() {
    return bytes.remaining();
  }

  void putEntryHeader(int length, byte kind) {
    bytes.putInt(length).put(kind);
  }

  void put(byte[] source, int from, int length) {
    bytes.put(source, from, length);
  }

  /** LSN of what is filled in next. */
  long end() {
    return first + bytes.position() - START;
  }

  /** Nothing more is filled in. */
  void close() {
    bytes.limit(bytes.position()).position(START);
  }

  // The writer's part.

  /** LSN of its first byte that is not taken. */
  long first() {
    return first;
  }

  /** Bytes that are not taken. */
  int remaining() {
    return bytes.remaining();
  }

  /**
   * Makes a batch of the next so many bytes, which are taken: its header goes where bytes were that
   * have been taken before. When it is the last one it is filled up with zeros to a whole sector;
   * another one ends with a sector.
   *
   * @return what is to be written, valid until the next call
   */
  ByteBuffer take(int length, long forced, ByteBuffer identity) {
    Batch batch = new Batch(length, (int) rest, first, forced, begun);
    int at = bytes.position();
    int limit = bytes.limit();
    int header = at - LogFormat.BATCH_HEADER_BYTES;
    int fileEnd = (int) (header + batch.fileBytes());
    if (at + length < limit) {
      Invariant.that(fileEnd == at + length, "a batch that is split off ends with a sector");
      goOnFrom(first + length, batch);
    } else {
      bytes.limit(fileEnd);
      for (int i = limit; i < fileEnd; i++) {
        bytes.put(i, (byte) 0);
      }
    }
    LogFormat.seal(bytes, header, batch, identity);
    bytes.limit(limit).position(at + length);
    first = batch.end();
    return view.limit(fileEnd).position(header);
  }

  /** What the next batch says of the entry that this one cuts. */
  private void goOnFrom(long split, Batch batch) {
    ByteBuffer piece = LogFormat.little(bytes.slice());
    long at = LogFormat.boundary(batch, piece, split);
    long end = split;
    if (at < batch.first()) {
      end = batch.first() + rest;
    } else if (at < split) {
      int length = piece.getInt((int) (at - batch.first()));
      end = at + LogFormat.ENTRY_HEADER_BYTES + length;
    }
    begun = at;
    rest = end - split;
  }
}
