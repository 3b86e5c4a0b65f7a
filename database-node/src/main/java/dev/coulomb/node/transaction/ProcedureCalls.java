package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Procedure;
import dev.coulomb.node.execution.ChangeResult;
import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.RowSource;
import dev.coulomb.node.execution.WorkMemory;
import dev.coulomb.node.execution.change.WritableStores;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.procedure.CompiledCall;
import dev.coulomb.node.procedure.JavaProcedures;
import dev.coulomb.node.procedure.SqlProcedure;
import dev.coulomb.node.procedure.Statements;
import dev.coulomb.node.procedure.TooLong;
import dev.coulomb.node.transaction.Changes.PlacedChange;
import dev.coulomb.node.transaction.CompiledPlans.Compiled;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.PartitionHash;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls of procedures: each is a change that holds its one partition, or all of them, from its
 * first statement to its last.
 */
final class ProcedureCalls {
  private static final int NO_CHANGE = -1;

  /** Checkpoints of a class that may hold up the thread of others: a millisecond or two. */
  private static final long IN_PLACE_CHECKPOINTS = 20_000;

  /** As often its statements may look whether they are to end. */
  private static final int IN_PLACE_LOOKS = 64;

  private final Shared shared;
  private final Changes changes;
  private final Partitions partitions;

  /** Tells a call that has to be run elsewhere; nobody else sees it. */
  private final SqlError tooLong =
      new SqlError(SqlState.INTERNAL_ERROR, "the procedure takes too long to be run in place");

  ProcedureCalls(Shared shared, Changes changes) {
    this.shared = shared;
    this.changes = changes;
    this.partitions = shared.partitions();
  }

  /** Carries a call out as a transaction of its own. */
  void call(Call call, Plan.CallProcedure plan, Consumer<Outcome> receiver) {
    CompiledCall known = shared.compiled().of(plan).call();
    if (!plan.procedure().isOfOnePartition() || known.isLong()) {
      submit(call, plan, false, receiver);
      return;
    }
    CancelSignal limited = call.cancel().limited(IN_PLACE_LOOKS, tooLong);
    Call first = new Call(call.prepared(), call.parameters(), call.session(), limited);
    submit(
        first,
        plan,
        true,
        outcome -> {
          // It is undone; now it may take its time, on a thread that is there for it.
          if (outcome instanceof Outcome.Refused refused && refused.error() == tooLong) {
            known.tookLong();
            submit(call, plan, false, receiver);
          } else {
            receiver.accept(outcome);
          }
        });
  }

  private void submit(
      Call call, Plan.CallProcedure plan, boolean inPlace, Consumer<Outcome> receiver) {
    long checkpoints = inPlace ? IN_PLACE_CHECKPOINTS : Long.MAX_VALUE;
    PlacedChange placed = place(call, plan, inPlace, checkpoints, null);
    shared.submitChange(
        call.prepared().catalogVersion(),
        shared.participants(placed.partitions()),
        inPlace,
        receiver,
        () -> {
          call.cancel().check(); // It may have waited too long.
          ChangeResult result;
          try {
            result = placed.body().run(call, new LiveStores(partitions));
          } catch (TooLong again) {
            throw tooLong;
          }
          shared.metrics().changed(result.rows());
          return outcome(plan, result);
        });
  }

  private static boolean isJava(Plan.CallProcedure plan) {
    return plan.procedure().body() instanceof Procedure.Body.Java;
  }

  /** What a call answers. */
  static Outcome outcome(Plan.CallProcedure plan, ChangeResult result) {
    return plan.body().answersRows()
        ? new Outcome.Rows(new BufferedRows(result.returning()), NO_CHANGE)
        : new Outcome.Done();
  }

  /** As a statement among others of a transaction, which sees this catalog. */
  PlacedChange placeBetween(Call call, Plan.CallProcedure plan, Catalog seen) {
    boolean inPlace = plan.body().scope().small() && !isJava(plan);
    return place(call, plan, inPlace, Long.MAX_VALUE, seen);
  }

  /** The arguments are evaluated here. */
  private PlacedChange place(
      Call call,
      Plan.CallProcedure plan,
      boolean inPlace,
      long checkpoints,
      @Nullable Catalog seen) {
    CompiledCall compiledCall = shared.compiled().of(plan).call();
    @Nullable Object[] arguments =
        compiledCall.arguments(
            shared.context(call, new LiveStores(partitions), 0, shared.catalog()));
    BitSet where = where(plan, arguments);
    return new PlacedChange(
        where,
        inPlace,
        0,
        (again, stores) ->
            run(
                new Running(again, plan, where, stores, seen),
                compiledCall,
                arguments,
                checkpoints));
  }

  private BitSet where(Plan.CallProcedure plan, @Nullable Object[] arguments) {
    BitSet where = new BitSet();
    if (plan.procedure().isOfOnePartition()) {
      int parameter = plan.procedure().partitionParameter();
      Object key = arguments[parameter];
      if (key == null) {
        throw new SqlError(
                SqlState.NULL_VALUE_NOT_ALLOWED, "the argument that says which partition is null")
            .with("procedure", plan.procedure().name())
            .with("parameter", plan.procedure().parameters().get(parameter).name());
      }
      where.set(PartitionHash.partition(key, partitions.count()));
    } else {
      where.set(0, partitions.count());
      where.set(partitions.count(), plan.body().scope().changesReplicated());
    }
    return where;
  }

  private ChangeResult run(
      Running running, CompiledCall compiledCall, @Nullable Object[] arguments, long checkpoints) {
    Call call = running.call;
    Plan.CallProcedure plan = running.plan;
    if (isJava(plan)) {
      JavaProcedures.Frame frame =
          new JavaProcedures.Frame(running, call.session(), call.cancel(), running.memory);
      Statements.Result result =
          shared.java().run(plan.procedure(), plan.body(), arguments, frame, checkpoints);
      return new ChangeResult(result.changed(), result.rows());
    }
    Statements.Result result = SqlProcedure.run(plan.body(), arguments, running);
    return new ChangeResult(
        result.changed(), compiledCall.answer(result.rows(), running.context(call, 0)));
  }

  /** A procedure that runs: its statements see and change what it holds. */
  private final class Running implements Statements {
    private final Call call;
    private final Plan.CallProcedure plan;
    private final BitSet held;
    private final WritableStores stores;
    private final @Nullable Catalog seen;
    private final WorkMemory.Held memory =
        new WorkMemory.Held(new WorkMemory(shared.limits().workMemoryBytes()));

    Running(
        Call call,
        Plan.CallProcedure plan,
        BitSet held,
        WritableStores stores,
        @Nullable Catalog seen) {
      this.call = call;
      this.plan = plan;
      this.held = held;
      this.stores = stores;
      this.seen = seen;
    }

    ExecutionContext context(Call inner, int partition) {
      return shared.context(inner, stores, partition, shared.catalog());
    }

    @Override
    public Result run(int statement, @Nullable Object[] parameters) {
      call.cancel().check();
      PreparedPlan prepared = plan.body().statements().get(statement);
      Call inner = new Call(prepared, parameters, call.session(), call.cancel());
      return switch (prepared.plan()) {
        case Plan.Query query -> query(inner, query);
        case Plan.Insert insert -> change(inner, changes.place(inner, insert));
        case Plan.Update update -> change(inner, changes.place(inner, update));
        case Plan.Delete delete -> change(inner, changes.place(inner, delete));
        case Plan.ChangeFound found -> change(inner, changes.place(inner, found));
        case Plan.CallProcedure other -> throw notHere();
        case Plan.ChangeSchema change -> throw notHere();
        case Plan.CopyFrom copy -> throw notHere();
        case Plan.CopyTo copy -> throw notHere();
        case Plan.Explain explain -> throw notHere();
        case Plan.SetSetting set -> throw notHere();
        case Plan.ShowSetting show -> throw notHere();
        case Plan.SessionCommand command -> throw notHere();
      };
    }

    private Result query(Call inner, Plan.Query query) {
      Compiled compiledQuery = shared.compiled().of(query);
      BitSet touched = shared.gathered(inner, query.routing(), compiledQuery.routingKeys());
      requireHeld(touched);
      int partition = query.routing() instanceof Routing.OnePartition ? touched.nextSetBit(0) : 0;
      List<@Nullable Object[]> rows = new ArrayList<>();
      try (RowSource source = compiledQuery.query().open(context(inner, partition))) {
        for (@Nullable Object[] row = source.next(); row != null; row = source.next()) {
          memory.take(WorkMemory.bytesOf(row));
          rows.add(row);
        }
      }
      return new Result(rows, 0);
    }

    private Result change(Call inner, PlacedChange change) {
      requireHeld(change.partitions());
      Catalog catalog = seen == null ? shared.catalog() : seen;
      ChangeResult result = Changes.run(change, inner, catalog, stores);
      return new Result(result.returning(), result.rows());
    }

    /** A statement never looks at another partition than its procedure holds. */
    private void requireHeld(BitSet touched) {
      int other = touched.nextSetBit(0);
      while (other >= 0 && held.get(other)) {
        other = touched.nextSetBit(other + 1);
      }
      if (other >= 0) {
        throw new SqlError(
                SqlState.INVALID_PARAMETER_VALUE,
                "a statement touches a row of another partition than its procedure runs on")
            .with("procedure", plan.procedure().name())
            .with("partition", held.nextSetBit(0))
            .with("touched", other)
            .hint("Bind it to the partition parameter, or declare it without PARTITION BY.");
      }
    }
  }

  private static SqlError notHere() {
    return new SqlError(SqlState.INTERNAL_ERROR, "a procedure holds queries and changes only");
  }
}
