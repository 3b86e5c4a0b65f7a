package dev.coulomb.node.execution.sequence;

import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;

/** The draws of a transaction that changes nothing: it may ask what was drawn. */
public record ReadOnlyDraws(Draws session) implements Draws {
  @Override
  public long next(Sequence sequence) {
    throw refused("nextval", sequence);
  }

  @Override
  public long current(Sequence sequence) {
    return session.current(sequence);
  }

  @Override
  public long last() {
    return session.last();
  }

  @Override
  public long set(Sequence sequence, long value, boolean called) {
    throw refused("setval", sequence);
  }

  private static SqlError refused(String function, Sequence sequence) {
    return new SqlError(
            SqlState.READ_ONLY_SQL_TRANSACTION,
            "sequences cannot be drawn from or set in a read-only transaction")
        .with("function", function)
        .with("sequence", sequence.name());
  }
}
