package dev.coulomb.node.transaction;

import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our own mistakes met while a statement runs: logged whole, answered without details. */
final class Defects {
  private static final Logger LOG = LoggerFactory.getLogger(Defects.class);

  private Defects() {}

  /** Whatever happens there is an outcome, so that no client waits for one for ever. */
  static Outcome outcome(Supplier<Outcome> work) {
    try {
      return work.get();
    } catch (SqlError error) {
      return new Outcome.Refused(error);
    } catch (RuntimeException | Error defect) {
      return new Outcome.Refused(asError(defect));
    }
  }

  static SqlError asError(Throwable defect) {
    if (defect instanceof StackOverflowError) {
      return new SqlError(SqlState.STATEMENT_TOO_COMPLEX, "the statement is nested too deeply");
    }
    LOG.error("a statement met a defect of the node", defect);
    return new SqlError(SqlState.INTERNAL_ERROR, "a defect of the node; its log says more");
  }
}
