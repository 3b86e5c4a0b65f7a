package dev.coulomb.node.procedure;

import dev.coulomb.node.execution.SessionInfo;
import dev.coulomb.node.execution.WorkMemory;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.plan.ProcedureBody;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.procedure.Batch;
import dev.coulomb.procedure.RowList;
import dev.coulomb.procedure.Rows;
import dev.coulomb.procedure.Sql;
import dev.coulomb.procedure.SqlFailure;
import dev.coulomb.procedure.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The transaction that a procedure in Java sees. Of one call, and of its thread. */
final class JavaTransaction implements Transaction {
  private final LoadedProcedure procedure;
  private final ProcedureBody body;
  private final Statements statements;
  private final SessionInfo session;
  private final Budget budget;
  private final WorkMemory.Held memory;
  private @Nullable SqlError failure;
  private boolean ended;
  private long changed;

  JavaTransaction(
      LoadedProcedure procedure,
      ProcedureBody body,
      Statements statements,
      SessionInfo session,
      Budget budget,
      WorkMemory.Held memory) {
    this.procedure = procedure;
    this.body = body;
    this.statements = statements;
    this.session = session;
    this.budget = budget;
    this.memory = memory;
  }

  /** The error of the first statement that failed. */
  @Nullable SqlError failure() {
    return failure;
  }

  /** Rows that its statements changed. */
  long changed() {
    return changed;
  }

  /** The call is over: who kept it can do nothing with it. */
  void end() {
    ended = true;
  }

  @Override
  public Rows query(Sql statement, @Nullable Object... parameters) {
    return run(statement, parameters);
  }

  @Override
  public long update(Sql statement, @Nullable Object... parameters) {
    return run(statement, parameters).changed();
  }

  private JavaRows run(Sql statement, @Nullable Object[] given) {
    if (ended) {
      throw new IllegalStateException("the transaction has ended");
    }
    budget.spend(Budget.STATEMENT);
    SqlError before = failure;
    if (before != null) {
      throw failed(before);
    }
    try {
      Integer number = procedure.number(statement);
      if (number == null) {
        throw new SqlError(
                SqlState.INVALID_SQL_STATEMENT_NAME,
                "a statement of a procedure is a static final field of its class")
            .with("statement", statement.text());
      }
      PreparedPlan plan = body.statements().get(number);
      Statements.Result result = statements.run(number, parameters(plan, given));
      changed += result.changed();
      return new JavaRows(plan.columns(), result);
    } catch (SqlError error) {
      failure = error;
      throw failed(error);
    }
  }

  private static @Nullable Object[] parameters(PreparedPlan plan, @Nullable Object[] given) {
    if (given.length != plan.parameters().size()) {
      throw new SqlError(
              SqlState.UNDEFINED_PARAMETER, "a statement is run with as many values as parameters")
          .with("parameters", plan.parameters().size())
          .with("values", given.length);
    }
    @Nullable Object[] values = new Object[given.length];
    for (int i = 0; i < given.length; i++) {
      values[i] = Values.toSql(plan.parameters().get(i), given[i]);
    }
    return values;
  }

  private static SqlFailure failed(SqlError error) {
    return new SqlFailure(error.code(), error.getMessage());
  }

  @Override
  public Batch batch() {
    return new Queue();
  }

  @Override
  public Instant time() {
    return Values.instant(session.transactionMicros());
  }

  @Override
  public RandomGenerator random() {
    return session.random();
  }

  @Override
  public UUID randomUuid() {
    long high = session.random().nextLong() & ~0xF000L | 0x4000L;
    long low = session.random().nextLong() >>> 2 | Long.MIN_VALUE;
    return new UUID(high, low);
  }

  @Override
  public RowList rows(String... columns) {
    return new MadeRows(List.of(columns), memory);
  }

  /** Statements that wait. */
  private final class Queue implements Batch {
    private final List<Queued> queued = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent")
    private record Queued(Sql statement, @Nullable Object[] parameters) {}

    @Override
    public Batch add(Sql statement, @Nullable Object... parameters) {
      queued.add(new Queued(statement, parameters));
      return this;
    }

    @Override
    public List<Rows> run() {
      List<Rows> results = new ArrayList<>(queued.size());
      for (Queued next : queued) {
        results.add(JavaTransaction.this.run(next.statement(), next.parameters()));
      }
      queued.clear();
      return results;
    }
  }
}
