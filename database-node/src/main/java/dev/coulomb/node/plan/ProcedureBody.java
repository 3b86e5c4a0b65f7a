package dev.coulomb.node.plan;

import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import java.util.List;

/**
 * What a procedure does, planned under one catalog version.
 *
 * @param statements queries and changes; their parameters are, in SQL, those of the procedure
 * @param answer over the columns of the last statement's rows; empty when it answers none
 * @param columns of the answer
 * @param oneRow it answers exactly one row, of nulls where there is none
 * @param scope what they touch
 */
public record ProcedureBody(
    List<PreparedPlan> statements,
    List<Expression> answer,
    List<OutputColumn> columns,
    boolean oneRow,
    Scope scope) {

  /**
   * What the statements of a procedure touch.
   *
   * @param changes false: they only read
   * @param changesReplicated true: rows of replicated tables are among what they change
   * @param small each is about a row or a few, found by their key
   */
  public record Scope(boolean changes, boolean changesReplicated, boolean small) {}

  public boolean answersRows() {
    return !columns.isEmpty();
  }
}
