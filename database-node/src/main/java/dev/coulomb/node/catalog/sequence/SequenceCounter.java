package dev.coulomb.node.catalog.sequence;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Where a sequence is: the one thing of the catalog that moves without a transaction, so that a
 * number is never given twice, also when whoever drew it is rolled back. Each restart has a counter
 * of its own, which therefore comes and goes with the schema that names it.
 *
 * <p>It is logged ahead (see {@link SequenceLog}). A counter that no committed schema names is not:
 * nobody else draws from it, and the schema says where it is. Any thread; lock-free within what was
 * logged.
 */
public final class SequenceCounter {
  /** Numbers behind the one that is drawn, as in PostgreSQL; {@code CACHE} may ask for more. */
  private static final long AHEAD = 32;

  private final int sequence;
  private final int restarts;
  private final AtomicReference<State> state;
  private volatile SequenceLog log = SequenceLog.NONE;

  /** Of the moves that were logged, or failed to be; guarded by this. */
  private long moves;

  /**
   * A place of the counter.
   *
   * @param last the number that was given last, or
   * @param called false: that is given next
   */
  public record Place(long last, boolean called) {}

  /**
   * Where the counter was at one moment.
   *
   * @param moves number of its last move before that; what it gives after that has a greater one
   */
  public record Mark(Place place, long moves) {}

  private record State(long last, boolean called, Logged logged) {}

  /**
   * What the log knows.
   *
   * @param upTo the numbers between the last one and this one may be given
   * @param move by which it knows
   * @param logPlace where that is kept
   */
  private record Logged(long upTo, long move, long logPlace) {
    /** True when a number behind another one may be given. */
    boolean covers(long last, long next) {
      return last < next ? next <= upTo : next >= upTo;
    }
  }

  /**
   * A counter as it was marked.
   *
   * @param sequence id of its sequence
   * @param restarts how many counters the sequence had before
   */
  public SequenceCounter(int sequence, int restarts, Mark mark) {
    this.sequence = sequence;
    this.restarts = restarts;
    this.moves = mark.moves();
    this.state = new AtomicReference<>(state(mark.place(), mark.moves(), 0));
  }

  /** A counter that has not moved yet. */
  public static SequenceCounter beginning(int sequence, int restarts, long at) {
    return new SequenceCounter(sequence, restarts, new Mark(new Place(at, false), 0));
  }

  private static State state(Place place, long move, long logPlace) {
    return new State(place.last(), place.called(), new Logged(place.last(), move, logPlace));
  }

  int sequence() {
    return sequence;
  }

  /** How many counters the sequence had before. */
  public int restarts() {
    return restarts;
  }

  /** Where it is now. */
  public Place place() {
    State now = state.get();
    return new Place(now.last, now.called);
  }

  /** The place in the log up to which all must be kept before what was drawn so far is told. */
  public long restsOn() {
    return state.get().logged.logPlace;
  }

  /** Where it is now; what is drawn from now on is logged first. */
  public synchronized Mark mark() {
    while (true) {
      State now = state.get();
      Place place = new Place(now.last, now.called);
      if (state.compareAndSet(now, state(place, now.logged.move, now.logged.logPlace))) {
        return new Mark(place, now.logged.move);
      }
    }
  }

  /** A committed schema names it: from now on it is logged. */
  public synchronized void logTo(SequenceLog other) {
    if (!log.equals(other)) {
      log = other;
      mark();
    }
  }

  /** A log says that it was moved; nobody has drawn yet. */
  synchronized void recover(SequenceMove move) {
    if (move.restarts() == restarts && move.number() > moves) {
      moves = move.number();
      state.set(state(move.place(), move.number(), 0));
    }
  }

  /** The next number, which nobody else gets; 2200H at the end. */
  public long next(SequenceDefinition definition, String name) {
    while (true) {
      State now = state.get();
      long next = next(now, definition, name);
      if (!now.called || !now.logged.covers(now.last, next)) {
        return logAndGive(definition, name);
      }
      if (state.compareAndSet(now, new State(next, true, now.logged))) {
        return next;
      }
    }
  }

  private static long next(State now, SequenceDefinition definition, String name) {
    return now.called ? definition.after(now.last, name) : now.last;
  }

  /** Others may go on meanwhile, if they draw under another definition. */
  private synchronized long logAndGive(SequenceDefinition definition, String name) {
    while (true) {
      State now = state.get();
      long next = next(now, definition, name);
      Logged logged = now.logged;
      if (!now.called || !logged.covers(now.last, next)) {
        long upTo = definition.ahead(next, Math.max(AHEAD, definition.cache()));
        logged = log(new Place(upTo, true));
      }
      if (state.compareAndSet(now, new State(next, true, logged))) {
        return next;
      }
    }
  }

  private Logged log(Place place) {
    long number = ++moves;
    return new Logged(
        place.last(), number, log.moved(new SequenceMove(sequence, restarts, number, place)));
  }

  /** Goes on from there, whatever it gave. */
  public synchronized void set(long value, boolean called) {
    Logged logged = log(new Place(value, called));
    state.set(new State(value, called, logged));
  }
}
