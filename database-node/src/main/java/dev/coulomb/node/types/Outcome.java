package dev.coulomb.node.types;

/** What a statement answers. */
public sealed interface Outcome {
  /** The place before all that was ever executed. */
  long NOTHING = 0;

  /** Stands for the place behind all that was executed when an answer is told. */
  long ALL_SO_FAR = Long.MAX_VALUE;

  /**
   * A query's rows, or those that {@code RETURNING} asked for.
   *
   * @param changed how many rows; -1 for a query
   * @param restsOn the place in the log that has to be committed before they are told
   */
  record Rows(RowStream stream, long changed, long restsOn) implements Outcome {
    /** Rows that may rest on anything that was executed. */
    public Rows(RowStream stream, long changed) {
      this(stream, changed, ALL_SO_FAR);
    }
  }

  /** Rows that were inserted, updated, deleted or copied. */
  record Changed(long rows) implements Outcome {}

  /** Done, with nothing to count. */
  record Done() implements Outcome {}

  /** The plan was made under another catalog version; nothing happened. Plan it again. */
  record Stale() implements Outcome {}

  /** Refused or failed; nothing of the statement remains. */
  record Refused(SqlError error) implements Outcome {}
}
