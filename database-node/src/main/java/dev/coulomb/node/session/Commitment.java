package dev.coulomb.node.session;

/**
 * What may be told: an answer waits until nothing that it rests on can be lost any more. Places are
 * those of the node's log, which only grow. Any thread.
 */
public interface Commitment {
  /** The place behind all that was executed. */
  long executed();

  /** The place up to which nothing can be lost. */
  long committed();

  /** Runs once, on any thread, when a place is committed. */
  void whenCommitted(long place, Runnable then);
}
