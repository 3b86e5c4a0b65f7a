package dev.coulomb.node.execution;

import dev.coulomb.node.types.Interval;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a query may hold for sorting, hashing and collecting. What is counted is an
 * estimate of the heap that the rows take. Threads that work for the query share it.
 */
public final class WorkMemory {
  private static final int ARRAY_BYTES = 16;
  private static final int REFERENCE_BYTES = 8;
  private static final int NUMBER_BYTES = 24;
  private static final int TEXT_BYTES = 48;
  private static final int OTHER_BYTES = 64;

  private final long limitBytes;
  private final AtomicLong usedBytes = new AtomicLong();

  /** A budget of this many bytes (≥ 0). */
  public WorkMemory(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Bytes taken and not given back. */
  public long usedBytes() {
    return usedBytes.get();
  }

  /** Takes bytes of the budget, or fails with 53200 when it is used up. */
  void take(long bytes) {
    if (usedBytes.addAndGet(bytes) > limitBytes) {
      throw new SqlError(
              SqlState.OUT_OF_MEMORY, "the query needs more working memory than memory.work allows")
          .with("limit", limitBytes)
          .hint("Read fewer rows at once, or raise memory.work.");
    }
  }

  void give(long bytes) {
    usedBytes.addAndGet(-bytes);
  }

  /** About how many bytes a row takes on the heap. */
  public static long bytesOf(@Nullable Object[] row) {
    long bytes = ARRAY_BYTES + (long) REFERENCE_BYTES * row.length;
    for (Object value : row) {
      bytes += bytesOf(value);
    }
    return bytes;
  }

  static long bytesOf(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case Boolean truth -> 0;
      case Long number -> NUMBER_BYTES;
      case Double number -> NUMBER_BYTES;
      case Float number -> NUMBER_BYTES;
      case String text -> TEXT_BYTES + 2L * text.length();
      case byte[] bytes -> ARRAY_BYTES + (long) bytes.length;
      case BigDecimal number -> OTHER_BYTES + number.precision() / 2;
      case Interval interval -> NUMBER_BYTES;
      default -> OTHER_BYTES;
    };
  }

  /** What one source has taken of the query's working memory, to be given back at once. */
  public static final class Held {
    private final WorkMemory memory;
    private long bytes;

    public Held(WorkMemory memory) {
      this.memory = memory;
    }

    /** Takes more of the budget; 53200 when it is used up. */
    public void take(long more) {
      bytes += more;
      memory.take(more);
    }

    /** Gives everything back; idempotent. */
    public void release() {
      memory.give(bytes);
      bytes = 0;
    }
  }
}
