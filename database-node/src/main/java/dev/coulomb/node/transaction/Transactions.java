package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.execution.VirtualTables;
import dev.coulomb.node.execution.change.WritableStores;
import dev.coulomb.node.execution.profile.Profile;
import dev.coulomb.node.partition.Moment;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.procedure.JavaProcedures;
import dev.coulomb.node.storage.FrozenView;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The door to the data: carries out planned statements, each as one strictly serializable
 * transaction. Any thread; nothing here blocks.
 */
public final class Transactions {
  private final Shared shared;
  private final Reads reads;
  private final Changes changes;
  private final ProcedureCalls procedures;
  private final SchemaTransaction schema;

  /**
   * @param pool runs what reads frozen views
   * @param virtual the system catalog
   */
  public Transactions(
      Partitions partitions, Executor pool, VirtualTables virtual, TransactionLimits limits) {
    this(partitions, pool, virtual, limits, new JavaProcedures(), Catalog.EMPTY);
  }

  /**
   * @param java procedures that are classes; the planner asks the same
   * @param catalog of what the partitions have
   */
  public Transactions(
      Partitions partitions,
      Executor pool,
      VirtualTables virtual,
      TransactionLimits limits,
      JavaProcedures java,
      Catalog catalog) {
    this.shared = new Shared(partitions, pool, virtual, limits, java, catalog);
    this.reads = new Reads(shared);
    this.changes = new Changes(shared);
    this.procedures = new ProcedureCalls(shared, changes);
    this.schema = new SchemaTransaction(shared);
  }

  /** The newest catalog. */
  public Catalog catalog() {
    return shared.catalog();
  }

  /**
   * Carries a statement out. The receiver is called once, on any thread, maybe before this returns,
   * maybe while tokens are held: it must be quick. What only a session can do is not for here.
   */
  public void execute(Call call, Consumer<Outcome> receiver) {
    Consumer<Outcome> counted = shared.metrics().counting(call.prepared().plan(), receiver);
    try {
      call.cancel().check();
      switch (call.prepared().plan()) {
        case Plan.Query query -> reads.query(call, query, query, counted);
        case Plan.CopyTo copy -> reads.query(call, copy, copy.query(), counted);
        case Plan.Insert insert ->
            changes.change(
                call, changes.place(call, insert), !insert.returning().isEmpty(), counted);
        case Plan.Update update ->
            changes.change(
                call, changes.place(call, update), !update.returning().isEmpty(), counted);
        case Plan.Delete delete ->
            changes.change(
                call, changes.place(call, delete), !delete.returning().isEmpty(), counted);
        case Plan.ChangeFound found ->
            changes.change(call, changes.place(call, found), !found.returning().isEmpty(), counted);
        case Plan.CallProcedure procedure -> procedures.call(call, procedure, counted);
        case Plan.ChangeSchema change -> schema.change(call, change, counted);
        case Plan.CopyFrom copy -> throw ofTheSession();
        case Plan.Explain explain -> throw ofTheSession();
        case Plan.SetSetting set -> throw ofTheSession();
        case Plan.ShowSetting show -> throw ofTheSession();
        case Plan.SessionCommand command -> throw ofTheSession();
      }
    } catch (SqlError error) {
      counted.accept(new Outcome.Refused(error));
    } catch (RuntimeException | Error defect) {
      counted.accept(new Outcome.Refused(Defects.asError(defect)));
    }
  }

  /** Executions of this plan, which belongs to the caller alone, are observed from now on. */
  public void observe(Plan plan, Profile profile) {
    shared.compiled().observe(plan, profile);
  }

  /** Where {@code COPY FROM} puts its rows; refused at its end when the plan is stale by then. */
  public CopyTarget openCopy(Call call, Plan.CopyFrom plan) {
    Catalog catalog = shared.catalog();
    return new StagedCopy(
        shared,
        call,
        plan,
        catalog,
        (rows, receiver) ->
            shared.submitChange(
                catalog.version(),
                shared.participants(rows.partitions()),
                false,
                shared.metrics().counting(plan, receiver),
                () -> {
                  WritableStores live = new LiveStores(shared.partitions());
                  return Changes.outcome(false, Changes.run(rows, call, shared.catalog(), live));
                }));
  }

  /**
   * Begins a transaction of several statements.
   *
   * @param readOnly it will change nothing; then it sees one moment and cannot fail in the end
   * @param ends is told, by any thread and at most once, when it keeps too much old data alive: it
   *     is to be rolled back soon
   */
  public InteractiveTransaction begin(boolean readOnly, Consumer<SqlError> ends) {
    return new InteractiveTransaction(shared, changes, procedures, readOnly, ends);
  }

  /** Gives everything as it is at a moment soon, by any thread, while all tokens are held. */
  public void freeze(Consumer<Moment> receiver) {
    Partitions partitions = shared.partitions();
    partitions.submitAnyway(
        partitions.everything(),
        () -> {
          List<FrozenView> views = partitions.everything().stream().map(Partition::freeze).toList();
          receiver.accept(new Moment(shared.catalog(), views, partitions.logged()));
        });
  }

  /** Refuses changes from now on (25006), or takes them again. */
  public void pause(boolean paused) {
    shared.pause(paused);
  }

  public boolean isPaused() {
    return shared.isPaused();
  }

  /** What the transactions did so far, for metrics. */
  public TransactionMetrics metrics() {
    return shared.metrics();
  }

  /** Cuts so far. */
  public long cuts() {
    return shared.cuts().made();
  }

  private static SqlError ofTheSession() {
    return new SqlError(SqlState.INTERNAL_ERROR, "this statement is carried out by the session");
  }
}
