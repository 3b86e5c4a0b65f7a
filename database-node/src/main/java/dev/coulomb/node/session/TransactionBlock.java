package dev.coulomb.node.session;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.session.SessionSettings.Values;
import dev.coulomb.node.transaction.Call;
import dev.coulomb.node.transaction.CopyTarget;
import dev.coulomb.node.transaction.InteractiveTransaction;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that a session is in, if it is in one. Confined to its event loop.
 *
 * <pre>
 * NONE ──BEGIN──▶ OPEN ──error──▶ FAILED ──ROLLBACK TO──▶ OPEN
 *   │              │ COMMIT, ROLLBACK │ COMMIT, ROLLBACK
 *   │              └──────▶ NONE ◀────┘
 *   └─one of several statements─▶ IMPLICIT ──end of the query, Sync, error──▶ NONE
 * </pre>
 */
final class TransactionBlock {
  private enum State {
    NONE,
    IMPLICIT,
    OPEN,
    FAILED
  }

  private final Session session;
  private final SessionServices services;
  private final SessionSettings settings;
  private final Replies replies;
  private final ScheduledExecutorService loop;
  private final Savepoints savepoints = new Savepoints();
  private final TransactionTimers timers;
  private State state = State.NONE;
  private @Nullable InteractiveTransaction open;
  private boolean readOnly;

  /** Transactions so far. */
  private long begun;

  private long micros;
  private Values before = Values.NONE;

  /** What parameters that were set for the transaction alone are afterwards. */
  private final Map<String, String> afterwards = new HashMap<>();

  TransactionBlock(
      Session session,
      SessionServices services,
      SessionSettings settings,
      Replies replies,
      ScheduledExecutorService loop) {
    this.session = session;
    this.services = services;
    this.settings = settings;
    this.replies = replies;
    this.loop = loop;
    this.timers = new TransactionTimers(this, settings, replies, loop);
  }

  /** As ReadyForQuery tells it. */
  char status() {
    return switch (state) {
      case NONE, IMPLICIT -> 'I';
      case OPEN -> 'T';
      case FAILED -> 'E';
    };
  }

  boolean isImplicit() {
    return state == State.IMPLICIT;
  }

  /** True between BEGIN and the end: portals live on. */
  boolean isExplicit() {
    return state == State.OPEN || state == State.FAILED;
  }

  boolean isReadOnly() {
    return state == State.NONE ? settings.isReadOnly() : readOnly;
  }

  TransactionTimers timers() {
    return timers;
  }

  /** The schema that a statement sees now. */
  Catalog catalog() {
    InteractiveTransaction transaction = open;
    return transaction == null ? services.transactions().catalog() : transaction.catalog();
  }

  /** When the transaction began, or now. */
  long micros() {
    return state == State.NONE ? services.clock().micros() : micros;
  }

  // Statements.

  /** Refuses what a failed transaction does not do (25P02); an empty statement does nothing. */
  void checkNotFailed(@Nullable PreparedPlan plan) {
    if (state == State.FAILED && plan != null && !endsFailure(plan.plan())) {
      throw aborted();
    }
  }

  /** What a client is told of an error before a statement runs. */
  SqlError orAborted(SqlError error) {
    return state == State.FAILED ? aborted() : error;
  }

  /**
   * Before a statement runs: refuses what does not go in this transaction, and begins an implicit
   * one for the first of several statements.
   *
   * @param alone no other statement belongs to the same transaction, unless one is open
   */
  void admit(PreparedPlan prepared, boolean alone) {
    checkNotFailed(prepared);
    Plan plan = prepared.plan();
    if (changes(plan) && isReadOnly()) {
      throw new SqlError(
              SqlState.READ_ONLY_SQL_TRANSACTION, "a read-only transaction changes nothing")
          .with("statement", prepared.tag());
    }
    if (state == State.NONE && !alone && isOfTheData(plan)) {
      begin(State.IMPLICIT);
    }
  }

  void execute(Call call, Consumer<Outcome> receiver) {
    InteractiveTransaction transaction = open;
    if (transaction == null) {
      services.transactions().execute(call, receiver);
    } else {
      transaction.execute(call, receiver);
    }
  }

  CopyTarget openCopy(Call call, Plan.CopyFrom copy) {
    InteractiveTransaction transaction = open;
    return transaction == null
        ? services.transactions().openCopy(call, copy)
        : transaction.openCopy(call, copy);
  }

  /** A statement failed. */
  void failed() {
    if (state == State.IMPLICIT) {
      rollback();
    } else if (state == State.OPEN) {
      state = State.FAILED;
      if (savepoints.isEmpty()) {
        letGo();
      }
    }
  }

  /** Ends the statement that runs; false: none does. */
  boolean cancel(SqlError reason) {
    session.cancel(reason);
    return session.isRunning();
  }

  /** It has been open for too long: nothing of it remains but its failure. */
  void expire() {
    if (state != State.NONE) {
      state = State.FAILED;
      savepoints.clear();
      letGo();
    }
  }

  // Commands.

  void begin(Iterable<String> modes) {
    switch (state) {
      case NONE -> begin(State.OPEN);
      case IMPLICIT -> state = State.OPEN;
      case OPEN, FAILED ->
          replies.warning(
              new SqlError(
                  SqlState.ACTIVE_SQL_TRANSACTION, "there is already a transaction in progress"));
    }
    modes.forEach(this::mode);
  }

  /** {@code SET TRANSACTION}. */
  void set(Iterable<String> modes) {
    if (isExplicit()) {
      modes.forEach(this::mode);
    } else {
      replies.warning(
          new SqlError(
              SqlState.NO_ACTIVE_SQL_TRANSACTION,
              "SET TRANSACTION can only be used in transaction blocks"));
    }
  }

  private void mode(String mode) {
    InteractiveTransaction transaction = open;
    if (transaction == null) {
      return;
    }
    if (mode.equals("READ WRITE")) {
      if (readOnly && transaction.hasSeenSomething()) {
        throw new SqlError(
            SqlState.ACTIVE_SQL_TRANSACTION,
            "transaction read-write mode must be set before any query");
      }
      readOnly = false;
    } else if (mode.equals("READ ONLY")) {
      readOnly = true;
      transaction.readOnly();
    }
  }

  /** Ends it; {@code then} hears the tag. */
  void commit(boolean chain, Consumer<String> then, Consumer<SqlError> failed) {
    checkChain(chain);
    boolean again = readOnly;
    switch (state) {
      case NONE -> {
        noTransaction();
        then.accept("COMMIT");
      }
      case IMPLICIT -> {
        noTransaction();
        commit(() -> then.accept("COMMIT"), failed);
      }
      case OPEN ->
          commit(
              () -> {
                chained(chain, again);
                then.accept("COMMIT");
              },
              failed);
      case FAILED -> {
        rollback();
        chained(chain, again);
        then.accept("ROLLBACK");
      }
    }
  }

  void rollback(boolean chain) {
    checkChain(chain);
    boolean again = readOnly;
    if (!isExplicit()) {
      noTransaction();
    }
    rollback();
    chained(chain, again);
  }

  private void checkChain(boolean chain) {
    if (chain && !isExplicit()) {
      throw new SqlError(
          SqlState.NO_ACTIVE_SQL_TRANSACTION, "AND CHAIN can only be used in transaction blocks");
    }
  }

  private void chained(boolean chain, boolean again) {
    if (chain) {
      begin(State.OPEN);
      mode(again ? "READ ONLY" : "READ WRITE");
    }
  }

  private void noTransaction() {
    replies.warning(
        new SqlError(SqlState.NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress"));
  }

  void savepoint(String name) {
    savepoints.add(name, inBlock("SAVEPOINT").savepoint(), settings.values());
  }

  void release(String name) {
    inBlock("RELEASE SAVEPOINT");
    savepoints.release(name);
  }

  void rollbackTo(String name) {
    InteractiveTransaction transaction = inBlock("ROLLBACK TO SAVEPOINT");
    Savepoints.Savepoint place = savepoints.backTo(name);
    transaction.rollbackTo(place.number());
    restore(place.settings());
    state = State.OPEN;
  }

  private InteractiveTransaction inBlock(String statement) {
    if (!isExplicit()) {
      throw new SqlError(
              SqlState.NO_ACTIVE_SQL_TRANSACTION,
              "the statement can only be used in transaction blocks")
          .with("statement", statement);
    }
    InteractiveTransaction transaction = open;
    if (transaction == null) {
      throw Savepoints.unknown();
    }
    return transaction;
  }

  /** 25001 in a transaction. */
  void checkNone(String statement) {
    if (isExplicit()) {
      throw new SqlError(
              SqlState.ACTIVE_SQL_TRANSACTION,
              "the statement cannot be used inside a transaction block")
          .with("statement", statement);
    }
  }

  /** Before a parameter is set; false: it is not, because it was for a transaction alone. */
  boolean sets(String parameter, boolean local) {
    if (!local) {
      afterwards.remove(parameter);
    } else if (state == State.NONE) {
      replies.warning(
          new SqlError(
              SqlState.NO_ACTIVE_SQL_TRANSACTION,
              "SET LOCAL can only be used in transaction blocks"));
      return false;
    } else {
      afterwards.putIfAbsent(parameter, settings.get(parameter));
    }
    return true;
  }

  // Ends.

  /** The end of a query of several statements, or Sync: what was implicit is committed. */
  void endImplicit(Runnable then, Consumer<SqlError> failed) {
    if (state == State.IMPLICIT) {
      commit(then, failed);
    } else {
      then.run();
    }
  }

  /** The client is gone. */
  void close() {
    timers.stop();
    state = State.NONE;
    letGo();
  }

  private void begin(State next) {
    state = next;
    micros = services.clock().micros();
    readOnly = settings.isReadOnly();
    before = settings.values();
    begun++;
    long number = begun;
    open =
        services
            .transactions()
            .begin(readOnly, reason -> loop.execute(() -> giveUp(number, reason)));
    timers.begin();
  }

  /** The transaction of this number keeps too much alive. */
  private void giveUp(long number, SqlError reason) {
    if (number == begun && open != null) {
      timers.giveUp(reason);
    }
  }

  private void commit(Runnable then, Consumer<SqlError> failed) {
    InteractiveTransaction transaction = open;
    if (transaction == null) {
      ended();
      then.run();
      return;
    }
    session.closePortals();
    CancelSignal signal = new CancelSignal();
    Deadline deadline = new Deadline(loop, settings.statementTimeout(), signal);
    session.running(signal);
    transaction.commit(
        signal,
        outcome ->
            loop.execute(() -> {
              session.running(null);
              deadline.met();
              Defects.guard(() -> committed(outcome, then, failed), failed);
            }));
  }

  private void committed(Outcome outcome, Runnable then, Consumer<SqlError> failed) {
    open = null;
    if (outcome instanceof Outcome.Refused(SqlError error)) {
      restore(before);
      ended();
      failed.accept(error);
    } else {
      afterwards.forEach((name, value) -> report(name, settings.set(name, value)));
      ended();
      then.run();
    }
  }

  private void rollback() {
    if (state != State.NONE) {
      session.closePortals();
      letGo();
      restore(before);
      ended();
    }
  }

  private void letGo() {
    InteractiveTransaction transaction = open;
    if (transaction != null) {
      open = null;
      // A portal that waits to go on would keep what the transaction saw.
      session.closePortals();
      transaction.rollback();
    }
  }

  private void ended() {
    state = State.NONE;
    savepoints.clear();
    afterwards.clear();
    before = Values.NONE;
    timers.end();
  }

  private void restore(Values values) {
    settings.restore(values).forEach(this::report);
  }

  private void report(String name, String value) {
    if (SessionSettings.isReported(name)) {
      replies.parameterStatus(name, settings.get(name));
    }
  }

  private SqlError aborted() {
    SqlError expired = timers.expired();
    return expired != null
        ? expired
        : new SqlError(
            SqlState.IN_FAILED_SQL_TRANSACTION,
            "current transaction is aborted, commands ignored until end of transaction block");
  }

  private static boolean endsFailure(Plan plan) {
    return plan instanceof Plan.SessionCommand command
        && switch (command.command()) {
          case "COMMIT", "ROLLBACK", "ROLLBACK TO" -> true;
          default -> false;
        };
  }

  private static boolean changes(Plan plan) {
    return switch (plan) {
      case Plan.Insert insert -> true;
      case Plan.Update update -> true;
      case Plan.Delete delete -> true;
      case Plan.ChangeFound found -> true;
      case Plan.CallProcedure call -> call.body().scope().changes();
      case Plan.CopyFrom copy -> true;
      case Plan.ChangeSchema change -> true;
      case Plan.Query query -> false;
      case Plan.CopyTo copy -> false;
      case Plan.Explain explain -> explain.analyze() && changes(explain.statement().plan());
      case Plan.SetSetting set -> false;
      case Plan.ShowSetting show -> false;
      case Plan.SessionCommand command -> false;
    };
  }

  private static boolean isOfTheData(Plan plan) {
    return changes(plan)
        || plan instanceof Plan.Query
        || plan instanceof Plan.CallProcedure
        || plan instanceof Plan.CopyTo
        || (plan instanceof Plan.Explain explain && explain.analyze());
  }
}
