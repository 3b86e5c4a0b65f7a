package dev.coulomb.node.execution.profile;

import dev.coulomb.node.execution.RowSource;
import dev.coulomb.node.plan.Operator;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what each operator of one statement does. A plan that is compiled while a profile observes
 * counts there for good, so it is compiled for one execution. Any thread.
 */
public final class Profile {
  private static final ScopedValue<Profile> OBSERVING = ScopedValue.newInstance();

  private final LongSupplier nanos;
  private final Map<Operator, Figures> figures =
      Collections.synchronizedMap(new IdentityHashMap<>());

  /**
   * @param nanos a clock
   */
  public Profile(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Compiles something that this profile observes. */
  public <T> T observing(Supplier<T> compilation) {
    return ScopedValue.where(OBSERVING, this).call(compilation::get);
  }

  /** The profile under which this thread compiles, or null. */
  public static @Nullable Profile current() {
    return OBSERVING.isBound() ? OBSERVING.get() : null;
  }

  /**
   * Opens an operator and counts what comes of it.
   *
   * @param partition at which it looks
   */
  public RowSource observed(Operator operator, int partition, Supplier<RowSource> opening) {
    Figures here = figures.computeIfAbsent(operator, o -> new Figures());
    long began = nanos.getAsLong();
    RowSource source = opening.get();
    here.opened(partition, nanos.getAsLong() - began);
    return new Observed(source, here);
  }

  /** What an operator did, or null: it was never opened. */
  public @Nullable Figures of(Operator operator) {
    return figures.get(operator);
  }

  /** Rows and time of one operator, its inputs' among them, in all partitions together. */
  public static final class Figures {
    private static final double NANOS_IN_MILLI = 1e6;

    private final BitSet partitions = new BitSet();
    private long rows;
    private long loops;
    private long nanos;

    private synchronized void opened(int partition, long took) {
      partitions.set(partition);
      loops++;
      nanos += took;
    }

    private synchronized void pulled(boolean row, long took) {
      rows += row ? 1 : 0;
      nanos += took;
    }

    public synchronized long rows() {
      return rows;
    }

    /** How often it was opened. */
    public synchronized long loops() {
      return loops;
    }

    /** Time within it and its inputs, summed over threads. */
    public synchronized double millis() {
      return nanos / NANOS_IN_MILLI;
    }

    /** At how many partitions it looked. */
    public synchronized int partitions() {
      return partitions.cardinality();
    }
  }

  private final class Observed implements RowSource {
    private final RowSource source;
    private final Figures here;

    Observed(RowSource source, Figures here) {
      this.source = source;
      this.here = here;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      long began = nanos.getAsLong();
      @Nullable Object @Nullable [] row = source.next();
      here.pulled(row != null, nanos.getAsLong() - began);
      return row;
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
