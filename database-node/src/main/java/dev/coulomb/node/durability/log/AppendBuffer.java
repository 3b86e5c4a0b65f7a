package dev.coulomb.node.durability.log;

import dev.coulomb.node.invariant.Invariant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What was appended and is not yet written: the stream, in chunks. Any thread appends, under one
 * short lock; one thread takes.
 */
final class AppendBuffer {
  /** Chunks that are kept for later, when they are empty. */
  private static final int IDLE_CHUNKS_MAX = 64;

  private static final long NEVER = Long.MAX_VALUE;

  private final int chunkBytes;
  private final ArrayDeque<Chunk> idle = new ArrayDeque<>();
  private List<Object> pieces = new ArrayList<>();
  private List<Object> spare = new ArrayList<>();
  private @Nullable Chunk open;

  /** LSN of the end; written under the lock. */
  private final AtomicLong appended;

  private long entries;
  private long taken;

  /** Room that was taken for what is here, and how many batches it is at most. */
  private long charge;

  private long batches;

  /** An append that reaches that LSN wakes the writer. */
  private long wakeAt = NEVER;

  AppendBuffer(long lsn, int chunkBytes) {
    this.appended = new AtomicLong(lsn);
    this.taken = lsn;
    this.chunkBytes = chunkBytes;
  }

  /** An entry that is not copied, since that would take too long: its arrays are kept. */
  record LargeEntry(long lsn, byte kind, byte[][] parts, int length) {}

  /**
   * All that was appended, in order: chunks and large entries.
   *
   * @param end LSN
   * @param charge room that was taken for it
   */
  record Round(List<Object> pieces, long end, long entries, long charge) {}

  /** LSN of the end of the last entry. Any thread. */
  long appended() {
    return appended.get();
  }

  /**
   * Appends an entry of two parts.
   *
   * @param room that was taken for it
   * @return LSN of its end; negative when the writer is to be woken
   */
  synchronized long append(byte kind, byte[] head, byte[] body, long room) {
    long start = appended.getPlain();
    int length = head.length + body.length;
    long end = start + LogFormat.ENTRY_HEADER_BYTES + length;
    if (length > chunkBytes) {
      keep(new LargeEntry(start, kind, new byte[][] {head, body}, length));
    } else {
      beginEntry(length, kind, start, end);
      copy(head, start, end);
      copy(body, start, end);
    }
    return endEntry(end, room);
  }

  /** As above, of any number of parts that have so many bytes together. */
  synchronized long append(byte kind, byte[][] parts, int length, long room) {
    long start = appended.getPlain();
    long end = start + LogFormat.ENTRY_HEADER_BYTES + length;
    if (length > chunkBytes) {
      keep(new LargeEntry(start, kind, parts, length));
    } else {
      beginEntry(length, kind, start, end);
      for (byte[] part : parts) {
        copy(part, start, end);
      }
    }
    return endEntry(end, room);
  }

  private void keep(LargeEntry entry) {
    closeChunk();
    pieces.add(entry);
    batches += entry.length() / chunkBytes + 2;
  }

  private void beginEntry(int length, byte kind, long start, long end) {
    Chunk chunk = open;
    if (chunk == null || chunk.room() < LogFormat.ENTRY_HEADER_BYTES) {
      chunk = openChunk(start, start, end);
    }
    chunk.putEntryHeader(length, kind);
  }

  private void copy(byte[] part, long start, long end) {
    Chunk chunk = Invariant.present(open, "an entry has begun");
    int done = 0;
    while (done < part.length) {
      if (chunk.room() == 0) {
        chunk = openChunk(chunk.end(), start, end);
      }
      int length = Math.min(chunk.room(), part.length - done);
      chunk.put(part, done, length);
      done += length;
    }
  }

  private long endEntry(long end, long room) {
    appended.setRelease(end);
    entries++;
    charge += room;
    if (end < wakeAt) {
      return end;
    }
    wakeAt = NEVER;
    return -end;
  }

  private Chunk openChunk(long lsn, long entryBegun, long entryEnd) {
    closeChunk();
    Chunk chunk = idle.pollLast();
    if (chunk == null) {
      chunk = new Chunk(chunkBytes);
    }
    chunk.begin(lsn, entryBegun, entryEnd);
    open = chunk;
    batches++;
    return chunk;
  }

  private void closeChunk() {
    if (open != null) {
      open.close();
      pieces.add(open);
      open = null;
    }
  }

  /** All that was appended since; nothing when that is nothing. For the writer. */
  synchronized @Nullable Round take() {
    if (appended.getPlain() == taken) {
      return null;
    }
    closeChunk();
    Round round = new Round(pieces, appended.getPlain(), entries, charge);
    pieces = spare;
    taken = round.end();
    entries = 0;
    charge = 0;
    batches = 0;
    return round;
  }

  /** A round was written: its chunks can be filled again. For the writer. */
  synchronized void giveBack(Round round) {
    for (Object piece : round.pieces()) {
      if (piece instanceof Chunk chunk && idle.size() < IDLE_CHUNKS_MAX) {
        idle.add(chunk);
      }
    }
    round.pieces().clear();
    spare = round.pieces();
  }

  /**
   * Room that was taken for entries one by one, and is not needed since they are written together.
   *
   * @param perBatch room that a batch takes beside its piece
   * @param splits how often a batch may be split
   */
  synchronized long reclaim(long perBatch, long splits) {
    long needed = appended.getPlain() - taken + perBatch * (batches + splits);
    long back = Math.max(0, charge - needed);
    charge -= back;
    return back;
  }

  /**
   * From now on an append wakes the writer when so many bytes wait.
   *
   * @return false when they do already
   */
  synchronized boolean sleep(long bytes) {
    if (appended.getPlain() - taken >= bytes) {
      wakeAt = NEVER;
      return false;
    }
    wakeAt = taken + bytes;
    return true;
  }

  /** True while nothing waits. Any thread. */
  synchronized boolean isEmpty() {
    return appended.getPlain() == taken;
  }
}
