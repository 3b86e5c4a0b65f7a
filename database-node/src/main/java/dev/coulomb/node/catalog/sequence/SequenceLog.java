package dev.coulomb.node.catalog.sequence;

/**
 * Takes where the counters of sequences are, so that a number is never given twice, whatever stops
 * the node. A counter is logged ahead, a block of numbers at a time, and tells of it before it
 * gives the first of them: after a stop it goes on behind the block, and what was left of it is a
 * gap. Any thread; called while the counter stands still, so it must not wait for long, nor for
 * anybody who draws.
 *
 * <p>Who reads a log again needs an image of the catalog ({@link SequenceCounter#mark}) that was
 * made after the place from which on it reads, and all moves behind that place: {@link
 * SequenceMoves} says what they come to, in whatever order the two lie in the log.
 */
@FunctionalInterface
public interface SequenceLog {
  /** Keeps nothing: everything is where it was once the node runs again. */
  SequenceLog NONE = move -> 0;

  /**
   * A counter is about to move; when this fails, it has not.
   *
   * @return the place in the log up to which all must be kept before a number is told that rests on
   *     this
   */
  long moved(SequenceMove move);
}
