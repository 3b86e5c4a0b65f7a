package dev.coulomb.node.plan;

import dev.coulomb.node.types.SqlType;
import java.util.List;

/**
 * A statement, planned.
 *
 * @param plan what to do
 * @param catalogVersion the version it was planned under; stale under any other
 * @param parameters types of {@code $1 …}
 * @param columns of the rows it answers with; empty when it answers with none
 * @param tag the word(s) of PostgreSQL's command tag: {@code SELECT}, {@code INSERT 0}, {@code
 *     CREATE TABLE}; counts are appended when it has run
 */
public record PreparedPlan(
    Plan plan,
    long catalogVersion,
    List<SqlType> parameters,
    List<OutputColumn> columns,
    String tag) {

  /**
   * A column of the answer.
   *
   * @param tableId id of the table it comes from unchanged, else 0
   * @param ordinal of the column in that table, from 1, else 0
   */
  public record OutputColumn(String name, SqlType type, int tableId, int ordinal) {}
}
