package dev.coulomb.node.session;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns defects of the node into answers, so that no client waits for one for ever. */
final class Defects {
  private static final Logger LOG = LoggerFactory.getLogger(Defects.class);

  private Defects() {}

  /** Runs a task; what it throws fails the statement. */
  static void guard(Runnable task, Consumer<SqlError> failed) {
    try {
      task.run();
    } catch (SqlError error) {
      failed.accept(error);
    } catch (RuntimeException | Error defect) {
      failed.accept(asError(defect));
    }
  }

  /** Logs it, and gives what the client is told. */
  static SqlError asError(Throwable defect) {
    if (defect instanceof StackOverflowError) {
      return new SqlError(SqlState.STATEMENT_TOO_COMPLEX, "the statement is nested too deeply");
    }
    LOG.error("a statement met a defect of the node", defect);
    return new SqlError(SqlState.INTERNAL_ERROR, "a defect of the node; its log says more");
  }
}
