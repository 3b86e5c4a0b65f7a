package dev.coulomb.node.execution.sequence;

import dev.coulomb.node.catalog.Sequence;

/** What a statement draws from sequences. Confined to the thread that runs it. */
public interface Draws {
  /** {@code nextval}; 2200H when there is none. */
  long next(Sequence sequence);

  /** {@code currval}: what the session drew last; 55000 when it drew nothing. */
  long current(Sequence sequence);

  /** {@code lastval}: the current value of the sequence that the session drew from last. */
  long last();

  /** {@code setval}; gives the value. */
  long set(Sequence sequence, long value, boolean called);
}
