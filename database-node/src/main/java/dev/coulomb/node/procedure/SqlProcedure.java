package dev.coulomb.node.procedure;

import dev.coulomb.node.plan.ProcedureBody;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Procedures in SQL: one statement after the other, each with the arguments as parameters. */
public final class SqlProcedure {
  private SqlProcedure() {}

  /** Runs all statements; gives the rows of the last, and how many rows all of them changed. */
  public static Statements.Result run(
      ProcedureBody body, @Nullable Object[] arguments, Statements statements) {
    long changed = 0;
    List<@Nullable Object[]> rows = List.of();
    for (int i = 0; i < body.statements().size(); i++) {
      Statements.Result result = statements.run(i, arguments);
      changed += result.changed();
      rows = result.rows();
    }
    return new Statements.Result(rows, changed);
  }
}
