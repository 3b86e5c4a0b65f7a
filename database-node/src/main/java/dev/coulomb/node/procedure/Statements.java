package dev.coulomb.node.procedure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements of a procedure that runs, in its transaction. Confined to its thread. */
public interface Statements {
  /**
   * Runs one of them, by its place in the procedure's body. What fails ends the procedure: all that
   * it has done is taken back.
   */
  Result run(int statement, @Nullable Object[] parameters);

  /**
   * What a statement gave.
   *
   * @param rows of a query, or those that {@code RETURNING} asked for
   * @param changed rows inserted, updated or deleted
   */
  record Result(List<@Nullable Object[]> rows, long changed) {}
}
