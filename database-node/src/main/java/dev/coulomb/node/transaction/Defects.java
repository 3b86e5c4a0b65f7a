package dev.coulomb.node.transaction;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our own mistakes met while a statement runs: logged whole, answered without details. */
final class Defects {
  private static final Logger LOG = LoggerFactory.getLogger(Defects.class);

  private Defects() {}

  static SqlError asError(Throwable defect) {
    if (defect instanceof StackOverflowError) {
      return new SqlError(SqlState.STATEMENT_TOO_COMPLEX, "the statement is nested too deeply");
    }
    LOG.error("a statement met a defect of the node", defect);
    return new SqlError(SqlState.INTERNAL_ERROR, "a defect of the node; its log says more");
  }
}
