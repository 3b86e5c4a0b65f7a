package dev.coulomb.node.catalog;

import java.util.HashMap;
import java.util.Map;

/** What all moves of a log come to. Confined to the thread that reads the log. */
public final class SequenceMoves {
  private final Map<Integer, SequenceMove> newest = new HashMap<>();

  /** The next move of the log. */
  public void add(SequenceMove move) {
    newest.merge(move.sequence(), move, (old, other) -> other.isAfter(old) ? other : old);
  }

  /** Moves the counters of the catalog that holds at the end of the log; nobody has drawn yet. */
  public void applyTo(Catalog catalog) {
    for (Sequence sequence : catalog.sequences().all()) {
      SequenceMove move = newest.get(sequence.id());
      if (move != null) {
        sequence.counter().recover(move);
      }
    }
  }
}
