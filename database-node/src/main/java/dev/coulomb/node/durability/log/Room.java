package dev.coulomb.node.durability.log;

import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.DiskFullException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Room in segments that are there, less what is reserved and what is not yet written. An entry is
 * charged what it takes when the writer cuts batches as badly as it may; what is left over comes
 * back when it is written. Any thread.
 */
final class Room {
  /** Batches that a small entry may be cut into, and one more where a chunk ends early. */
  private static final int CUTS = 4;

  /** From one attempt to make room on a full disk to the next. */
  private static final long RETRY_NANOS = 100_000_000;

  private final Disk disk;
  private final Segments segments;
  private final AppendBuffer buffer;
  private final LogConfig config;
  private final Clock clock;
  private final AtomicLong left = new AtomicLong();

  /** No room is looked for before; meaningful while {@link #full}. */
  private volatile long retryNanos;

  private volatile boolean full;
  private volatile long keptBytes;

  Room(Disk disk, Segments segments, AppendBuffer buffer, LogConfig config, Clock clock) {
    this.disk = disk;
    this.segments = segments;
    this.buffer = buffer;
    this.config = config;
    this.clock = clock;
  }

  /** Room that an entry takes at most. */
  long charge(long bodyBytes) {
    long bytes = bodyBytes + LogFormat.ENTRY_HEADER_BYTES;
    long cuts = CUTS;
    if (bytes > config.batchBytes()) {
      cuts += bytes / config.batchBytes() + splits(bytes);
    }
    return bytes + cuts * Segment.BATCH_ROOM;
  }

  private long splits(long bytes) {
    return bytes / Segments.room(config);
  }

  /** Takes room when it is there. */
  boolean take(long charge) {
    long seen = left.get();
    while (seen >= charge) {
      if (left.compareAndSet(seen, seen - charge)) {
        return true;
      }
      seen = left.get();
    }
    return false;
  }

  /** Gives back what was taken. */
  void give(long charge) {
    left.addAndGet(charge);
  }

  /**
   * Takes room, made where it is not there.
   *
   * @param written LSN up to which entries are written
   * @throws DiskFullException when there is none
   */
  void make(long charge, long written) throws IOException {
    synchronized (segments) {
      while (!take(charge)) {
        long splits = splits(buffer.appended() - written) + CUTS;
        long back = buffer.reclaim(Segment.BATCH_ROOM, splits);
        if (back > 0) {
          give(back);
        } else {
          makeAhead(charge - left.get());
        }
      }
    }
  }

  /** Makes one segment, when there is room for so many bytes. */
  private void makeAhead(long bytes) throws IOException {
    if (waits()) {
      throw new DiskFullException("there is no room for the log");
    }
    try {
      if (bytes > config.segmentBytes() && bytes > disk.freeBytes()) {
        throw new DiskFullException("there is no room for " + bytes + " bytes of the log");
      }
      if (!segments.hasFree() && disk.freeBytes() - config.segmentBytes() < keptBytes) {
        throw new DiskFullException("what is free on the disk is kept for a checkpoint");
      }
      segments.makeAhead();
      full = false;
      give(Segments.room(config));
    } catch (DiskFullException noRoom) {
      retryNanos = clock.nanos() + RETRY_NANOS;
      full = true;
      throw noRoom;
    }
  }

  /** Sees to it that a segment is ready, unless the disk is full. */
  void keepOneAhead() throws IOException {
    synchronized (segments) {
      if (!segments.hasOneAhead() && !waits()) {
        try {
          makeAhead(config.segmentBytes());
        } catch (DiskFullException later) {
          // Reservations say so, as long as it is so.
          return;
        }
      }
    }
  }

  /** How long nothing is to be made ready. */
  long idleNanos(long now) {
    if (segments.hasOneAhead()) {
      return Long.MAX_VALUE;
    }
    return full ? Math.max(0, retryNanos - now) : 0;
  }

  /** From now on so much of the disk is left to others. */
  void keepFree(long bytes) {
    keptBytes = bytes;
  }

  /** Whether two more segments would take what is kept. */
  boolean isTight() throws IOException {
    return full || disk.freeBytes() - 2L * config.segmentBytes() < keptBytes;
  }

  boolean isFull() {
    return full;
  }

  private boolean waits() {
    return full && clock.nanos() - retryNanos < 0;
  }
}
