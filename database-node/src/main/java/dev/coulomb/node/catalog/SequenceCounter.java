package dev.coulomb.node.catalog;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Where a sequence is: the one thing of the catalog that moves without a transaction, so that a
 * number is never given twice, also when whoever drew it is rolled back. Each restart has a counter
 * of its own, which therefore comes and goes with the schema that names it. Lock-free; any thread.
 */
public final class SequenceCounter {
  private final AtomicReference<Place> place;

  /**
   * A place of the counter.
   *
   * @param last the number that was given last, or
   * @param called false: that is given next
   */
  public record Place(long last, boolean called) {}

  public SequenceCounter(Place place) {
    this.place = new AtomicReference<>(place);
  }

  /** Where it is now. */
  public Place place() {
    return place.get();
  }

  /** The next number, which nobody else gets; 2200H at the end. */
  long next(SequenceDefinition definition, String name) {
    while (true) {
      Place now = place.get();
      long next = now.called() ? definition.after(now.last(), name) : now.last();
      if (place.compareAndSet(now, new Place(next, true))) {
        return next;
      }
    }
  }

  void set(long value, boolean called) {
    place.set(new Place(value, called));
  }
}
