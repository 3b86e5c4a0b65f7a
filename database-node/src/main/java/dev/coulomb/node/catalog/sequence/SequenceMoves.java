package dev.coulomb.node.catalog.sequence;

import java.util.HashMap;
import java.util.Map;

/** What all moves of a log come to. Confined to the thread that reads the log. */
public final class SequenceMoves {
  private final Map<Integer, SequenceMove> newest = new HashMap<>();

  /** The next move of the log. */
  public void add(SequenceMove move) {
    newest.merge(move.sequence(), move, (old, other) -> other.isAfter(old) ? other : old);
  }

  /** Moves a counter of the catalog that holds at the end of the log; nobody has drawn yet. */
  public void applyTo(SequenceCounter counter) {
    SequenceMove move = newest.get(counter.sequence());
    if (move != null) {
      counter.recover(move);
    }
  }
}
