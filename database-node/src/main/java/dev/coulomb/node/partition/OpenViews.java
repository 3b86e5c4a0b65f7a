package dev.coulomb.node.partition;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who holds frozen views. A view keeps pages alive that nobody else needs, so it may be held only
 * for so long, and all views together may keep only so much: whoever breaks a limit is told to let
 * go, the one that came first before the others. Any thread; {@link #sweep} by one at a time.
 */
public final class OpenViews {
  /** Of a holder that never gets too old. */
  private static final long AGELESS = Long.MAX_VALUE;

  private final ConcurrentSkipListMap<Long, Holder> holders = new ConcurrentSkipListMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final LongAdder endedByAge = new LongAdder();
  private final LongAdder endedByMemory = new LongAdder();

  /** Time of the last sweep, from the first one on. */
  private volatile long elapsedNanos;

  private long firstSweepNanos;
  private boolean swept;

  OpenViews() {}

  /**
   * Somebody begins to hold views, until he {@link Holder#letGo lets go}.
   *
   * @param ends is told, at most once and by any thread, to let go soon, and why: 57014 or 53200
   */
  public Holder hold(Consumer<SqlError> ends) {
    return add(elapsedNanos, ends);
  }

  /** As {@link #hold}, by somebody who may take as long as he needs, and not as much memory. */
  public Holder holdForAnyTime(Consumer<SqlError> ends) {
    return add(AGELESS, ends);
  }

  private Holder add(long sinceNanos, Consumer<SqlError> ends) {
    Holder holder = new Holder(numbers.incrementAndGet(), sinceNanos, ends);
    holders.put(holder.number, holder);
    return holder;
  }

  /** How many hold views now. */
  public int count() {
    return holders.size();
  }

  /** How many had to let go because they held views for too long. */
  public long endedByAge() {
    return endedByAge.sum();
  }

  /** How many had to let go because views kept too much memory. */
  public long endedByMemory() {
    return endedByMemory.sum();
  }

  /**
   * What may be held.
   *
   * @param ageNanosMax 0: any
   * @param bytesMax of pages that only views keep
   */
  public record Limits(long ageNanosMax, long bytesMax) {}

  /**
   * Looks for those that break a limit. An age is known as exactly as this is called often.
   *
   * @param nowNanos of a clock that only goes forward
   * @param bytes that views keep now
   */
  void sweep(long nowNanos, long bytes, Limits limits) {
    if (!swept) {
      swept = true;
      firstSweepNanos = nowNanos;
    }
    long elapsed = nowNanos - firstSweepNanos;
    elapsedNanos = elapsed;
    boolean tooMuch = bytes > limits.bytesMax();
    for (Map.Entry<Long, Holder> entry : holders.entrySet()) {
      Holder holder = entry.getValue();
      if (limits.ageNanosMax() > 0 && elapsed - holder.sinceNanos > limits.ageNanosMax()) {
        if (holder.end(tooOld())) {
          endedByAge.increment();
        }
      } else if (tooMuch && holder.end(tooLarge(limits.bytesMax()))) {
        // One at a time: how much that gives back is known when its pages have been taken over.
        endedByMemory.increment();
        return;
      } else if (!tooMuch && holder.sinceNanos != AGELESS) {
        return;
      }
    }
  }

  private static SqlError tooOld() {
    return new SqlError(
            SqlState.QUERY_CANCELED, "the query was open for too long and kept old data alive")
        .hint("Read faster or less at once, or raise sql.view-age.");
  }

  private static SqlError tooLarge(long bytesMax) {
    return new SqlError(
            SqlState.OUT_OF_MEMORY, "open queries kept too much old data alive; this one was first")
        .with("limit in bytes", bytesMax)
        .hint("Read faster or less at once, or raise memory.views.");
  }

  /** One who holds views. */
  public final class Holder {
    private final long number;
    private final long sinceNanos;
    private @Nullable Consumer<SqlError> ends;

    private Holder(long number, long sinceNanos, Consumer<SqlError> ends) {
      this.number = number;
      this.sinceNanos = sinceNanos;
      this.ends = ends;
    }

    /** It holds no views any more. Idempotent; any thread. */
    public void letGo() {
      holders.remove(number);
    }

    /** True: it has not been told before. */
    private boolean end(SqlError reason) {
      Consumer<SqlError> told = ends;
      ends = null;
      if (told == null) {
        return false;
      }
      told.accept(reason);
      return true;
    }
  }
}
