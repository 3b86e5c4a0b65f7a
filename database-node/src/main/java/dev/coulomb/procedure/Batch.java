package dev.coulomb.procedure;

import java.util.List;

/** Statements that wait to be run together, in their order. */
public interface Batch {
  /** Adds a statement; gives this batch. */
  Batch add(Sql statement, Object... parameters);

  /** Runs what was added since the last run; gives what each gave, in the same order. */
  List<Rows> run();
}
