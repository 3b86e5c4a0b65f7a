package dev.coulomb.node.types;

/** What a statement answers. */
public sealed interface Outcome {
  /**
   * A query's rows, or those that {@code RETURNING} asked for; {@code changed} is -1 for a query.
   */
  record Rows(RowStream stream, long changed) implements Outcome {}

  /** Rows that were inserted, updated, deleted or copied. */
  record Changed(long rows) implements Outcome {}

  /** Done, with nothing to count. */
  record Done() implements Outcome {}

  /** The plan was made under another catalog version; nothing happened. Plan it again. */
  record Stale() implements Outcome {}

  /** Refused or failed; nothing of the statement remains. */
  record Refused(SqlError error) implements Outcome {}
}
