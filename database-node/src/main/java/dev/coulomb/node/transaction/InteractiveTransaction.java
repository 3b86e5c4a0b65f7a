package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.SchemaChange;
import dev.coulomb.node.catalog.SchemaChanges;
import dev.coulomb.node.execution.ChangeResult;
import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.RowSource;
import dev.coulomb.node.execution.Stores;
import dev.coulomb.node.execution.sequence.RecordedDraws;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.transaction.Changes.PlacedChange;
import dev.coulomb.node.transaction.CompiledPlans.Compiled;
import dev.coulomb.node.transaction.Journal.Step;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.RowStream;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of several statements whose client thinks between them. Nothing is held meanwhile:
 * statements run on an {@link Overlay} of the database, and a {@link Journal} notes what the client
 * was told. The {@link Commit} does all of it again on the partitions themselves, as one
 * transaction, or fails with 40001 when the client would be told something else.
 *
 * <p>One statement at a time, on any thread; {@link #rollback} may come at any time.
 */
public final class InteractiveTransaction {
  private static final int NO_CHANGE = -1;

  private final Shared shared;
  private final Changes changes;
  private final ProcedureCalls procedures;
  private final Overlay overlay;
  private final Journal journal;
  private final Map<Integer, Place> places = new HashMap<>();
  private int lastMark;
  private boolean ended;

  /** A savepoint: rows, and the schema if it had been changed. */
  private record Place(Mark mark, @Nullable Catalog catalog) {}

  InteractiveTransaction(
      Shared shared,
      Changes changes,
      ProcedureCalls procedures,
      boolean readOnly,
      Consumer<SqlError> ends) {
    this.shared = shared;
    this.changes = changes;
    this.procedures = procedures;
    this.journal = new Journal(shared);
    this.overlay = new Overlay(shared, readOnly, journal::clear, ends);
    shared.metrics().interactive().began();
  }

  /** The schema that it sees. */
  public Catalog catalog() {
    return overlay.catalog();
  }

  /** True once a statement has looked at the database. */
  public boolean hasSeenSomething() {
    return overlay.hasSeenSomething();
  }

  /** It will change nothing: from now on it sees one moment, if it has seen nothing yet. */
  public void readOnly() {
    overlay.inOneCut();
  }

  /**
   * Carries a statement out. The receiver is called once, on any thread, maybe before this returns,
   * but not while tokens are held. A statement that fails has changed nothing.
   */
  public void execute(Call call, Consumer<Outcome> receiver) {
    try {
      call.cancel().check();
      switch (call.prepared().plan()) {
        case Plan.Query query -> query(call, query, query, receiver);
        case Plan.CopyTo copy -> query(call, copy, copy.query(), receiver);
        case Plan.Insert insert ->
            change(
                call,
                changes.under(catalog()).place(call, insert),
                !insert.returning().isEmpty(),
                receiver);
        case Plan.Update update ->
            change(
                call,
                changes.under(catalog()).place(call, update),
                !update.returning().isEmpty(),
                receiver);
        case Plan.Delete delete ->
            change(
                call,
                changes.under(catalog()).place(call, delete),
                !delete.returning().isEmpty(),
                receiver);
        case Plan.ChangeFound found ->
            change(
                call,
                changes.under(catalog()).place(call, found),
                !found.returning().isEmpty(),
                receiver);
        case Plan.CallProcedure procedure -> procedure(call, procedure, receiver);
        case Plan.ChangeSchema schema -> schema(call, schema, receiver);
        case Plan.CopyFrom copy -> throw ofTheSession();
        case Plan.Explain explain -> throw ofTheSession();
        case Plan.SetSetting set -> throw ofTheSession();
        case Plan.ShowSetting show -> throw ofTheSession();
        case Plan.SessionCommand command -> throw ofTheSession();
      }
    } catch (SqlError error) {
      receiver.accept(new Outcome.Refused(error));
    } catch (RuntimeException | Error defect) {
      receiver.accept(new Outcome.Refused(Defects.asError(defect)));
    }
  }

  /** Where {@code COPY FROM} puts its rows. */
  public CopyTarget openCopy(Call call, Plan.CopyFrom plan) {
    return new StagedCopy(
        shared, call, plan, catalog(), (rows, receiver) -> change(call, rows, false, receiver));
  }

  // Statements.

  private void query(Call call, Plan plan, Plan.Query query, Consumer<Outcome> receiver) {
    Compiled compiled = shared.compiled().of(plan);
    BitSet touched = shared.gathered(call, query.routing(), compiled.routingKeys());
    int partition = query.routing() instanceof Routing.OnePartition ? touched.nextSetBit(0) : 0;
    covered(
        call,
        touched,
        receiver,
        () -> {
          Step.Queried step =
              new Step.Queried(
                  repeatable(call), catalog(), compiled.query(), partition, new Answer());
          journal.add(step, touched);
          return query.atMostOneRow() && touched.cardinality() == 1
              ? atOnce(step)
              : stream(step, touched);
        });
  }

  private Outcome atOnce(Step.Queried step) {
    Call call = step.statement().run();
    List<@Nullable Object[]> rows = new ArrayList<>(1);
    try (RowSource source = step.query().open(context(call, overlay, step.partition()))) {
      for (@Nullable Object[] row = source.next(); row != null; row = source.next()) {
        rows.add(row);
      }
    } catch (SqlError error) {
      step.answer().failed(error);
      throw error;
    }
    return new Outcome.Rows(new WitnessedRows(new BufferedRows(rows), step.answer()), NO_CHANGE);
  }

  private Outcome stream(Step.Queried step, BitSet touched) {
    Call call = step.statement().run();
    Overlay.Look look = overlay.look(touched);
    RowStream rows =
        new QueryStream(
            step.query(), context(call, look, step.partition()), look::close, shared.pool());
    return new Outcome.Rows(new WitnessedRows(rows, step.answer()), NO_CHANGE);
  }

  private void change(Call call, PlacedChange change, boolean returns, Consumer<Outcome> receiver) {
    change(call, change, result -> Changes.outcome(returns, result), receiver);
  }

  private void procedure(Call call, Plan.CallProcedure plan, Consumer<Outcome> receiver) {
    PlacedChange change = procedures.placeBetween(call, plan, catalog());
    change(call, change, result -> ProcedureCalls.outcome(plan, result), receiver);
  }

  private void change(
      Call call,
      PlacedChange change,
      Function<ChangeResult, Outcome> outcome,
      Consumer<Outcome> receiver) {
    covered(
        call,
        touched(change),
        receiver,
        () -> {
          if (change.isSmall()) {
            return outcome.apply(change(call, change));
          }
          elsewhere(() -> outcome.apply(change(call, change)), receiver);
          return null;
        });
  }

  /** Rows of replicated tables may be named by rows of any partition. */
  private BitSet touched(PlacedChange change) {
    int replicated = shared.partitions().count();
    BitSet touched = change.partitions();
    if (touched.get(replicated) && !catalog().foreignKeys().all().isEmpty()) {
      touched = (BitSet) touched.clone();
      touched.set(0, replicated);
    }
    return touched;
  }

  /** Long work: not on the thread of the caller. */
  private void elsewhere(Body body, Consumer<Outcome> receiver) {
    overlay.keep();
    shared
        .pool()
        .execute(() -> {
          Outcome outcome = guarded(body);
          overlay.release();
          receiver.accept(Invariant.present(outcome, "what runs elsewhere has an outcome"));
        });
  }

  /** The stores of all partitions are led to the next schema, which nobody else sees yet. */
  private void schema(Call call, Plan.ChangeSchema change, Consumer<Outcome> receiver) {
    BitSet all = new BitSet();
    all.set(0, shared.partitions().count() + 1);
    covered(
        call,
        all,
        receiver,
        () -> {
          elsewhere(() -> schema(call, change, all), receiver);
          return null;
        });
  }

  private Outcome schema(Call call, Plan.ChangeSchema plan, BitSet all) {
    Catalog before = catalog();
    if (SchemaTransaction.restsOnVersion(plan)
        && call.prepared().catalogVersion() != before.version()) {
      return new Outcome.Stale();
    }
    SchemaChange whole = plan.change().with(call.parameters());
    SchemaTransaction.check(shared, whole);
    Catalog after = SchemaChanges.apply(before, whole);
    if (after != before) {
      PlacedChange.Body body =
          (again, stores) -> {
            ExecutionContext context = shared.context(again, stores, 0, after);
            SchemaTransaction.Rewriting rewriting = SchemaTransaction.rewriting(plan, context);
            SchemaTransaction.lead(before, after, stores, rewriting, context.cancel());
            return new ChangeResult(0, List.of());
          };
      change(call, new PlacedChange(all, false, 0, body));
      overlay.changeCatalog(after.as(shared.privateVersion()));
    }
    return new Outcome.Done();
  }

  private ChangeResult change(Call call, PlacedChange change) {
    shared.checkNotPaused();
    Answer answer = new Answer();
    Repeatable statement = repeatable(call);
    Catalog seen = catalog();
    PlacedChange.Body body = (again, stores) -> Changes.run(change, again, seen, stores);
    PlacedChange kept = new PlacedChange(touched(change), change.isSmall(), change.bytes(), body);
    journal.add(new Step.Changed(statement, kept, answer), kept.partitions());
    Mark before = new Mark(overlay.changed());
    try {
      ChangeResult result = body.run(statement.run(), overlay);
      answer.change(result);
      return result;
    } catch (SqlError error) {
      before.restore(overlay.changed());
      if (!answer.failed(error)) {
        journal.forgetLast();
      }
      throw error;
    } catch (RuntimeException | Error defect) {
      before.restore(overlay.changed());
      journal.forgetLast();
      throw defect;
    }
  }

  private static Repeatable repeatable(Call call) {
    return new Repeatable(call, call.session().random().nextLong(), new RecordedDraws());
  }

  /** What a statement does once there are views; null: it goes on elsewhere. */
  private interface Body {
    @Nullable Outcome run();
  }

  private void covered(Call call, BitSet touched, Consumer<Outcome> receiver, Body body) {
    Runnable then =
        () -> {
          boolean stale = call.prepared().catalogVersion() != catalog().version();
          Outcome outcome = guarded(stale ? Outcome.Stale::new : body);
          if (outcome != null) {
            receiver.accept(outcome);
          }
        };
    if (overlay.covers(touched)) {
      then.run();
      return;
    }
    overlay.keep();
    try {
      overlay.cover(touched, error -> shared.pool().execute(() -> covered(error, then, receiver)));
    } catch (SqlError refused) {
      overlay.release();
      throw refused;
    }
  }

  private void covered(@Nullable SqlError error, Runnable then, Consumer<Outcome> receiver) {
    if (error == null) {
      then.run();
    }
    overlay.release();
    if (error != null) {
      receiver.accept(new Outcome.Refused(error));
    }
  }

  private static @Nullable Outcome guarded(Body body) {
    try {
      return body.run();
    } catch (SqlError error) {
      return new Outcome.Refused(error);
    } catch (RuntimeException | Error defect) {
      return new Outcome.Refused(Defects.asError(defect));
    }
  }

  private ExecutionContext context(Call call, Stores stores, int partition) {
    return shared.context(call, stores, partition, catalog());
  }

  // Savepoints.

  /** Marks a place to go back to; gives its number. 54000 when there is too much already. */
  public int savepoint() {
    journal.add(new Step.Marked(lastMark + 1), new BitSet());
    lastMark++;
    places.put(lastMark, new Place(new Mark(overlay.changed()), overlay.changedCatalog()));
    return lastMark;
  }

  /** Takes back what was changed since; the place stays. */
  public void rollbackTo(int savepoint) {
    Place place =
        Invariant.present(places.get(savepoint), "one goes back to a savepoint that is set");
    journal.add(new Step.WentBack(savepoint), new BitSet());
    place.mark().restore(overlay.changed());
    overlay.changeCatalog(place.catalog());
  }

  // Ends.

  /**
   * Makes all of it final, or none: the receiver hears {@code Done}, or is refused, with 40001 when
   * others have changed what it rests on. It is over in any case.
   */
  public void commit(CancelSignal cancel, Consumer<Outcome> receiver) {
    ended = true;
    new Commit(shared, overlay, journal, cancel, receiver).begin();
  }

  /** Forgets all of it. Idempotent; a statement that runs is to be cancelled too. */
  public void rollback() {
    if (!ended) {
      ended = true;
      shared.metrics().interactive().rolledBackOne();
      overlay.release();
    }
  }

  private static SqlError ofTheSession() {
    return new SqlError(SqlState.INTERNAL_ERROR, "this statement is carried out by the session");
  }
}
