package dev.coulomb.node.transaction;

import dev.coulomb.node.types.Outcome;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code COPY FROM} puts rows: staged, and inserted in one transaction when it finishes.
 * Confined to one session.
 */
public interface CopyTarget {
  /**
   * Stages a row of all the table's columns, in which the columns that are not in the file take
   * their defaults; 54000 when the stage is full, 23502 for nulls.
   */
  void add(@Nullable Object[] row);

  /** Inserts all staged rows, or none; the receiver is called once, on any thread. */
  void finish(Consumer<Outcome> receiver);

  /** Forgets them. */
  void abort();
}
