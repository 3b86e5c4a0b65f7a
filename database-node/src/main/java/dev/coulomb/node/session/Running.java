package dev.coulomb.node.session;

import dev.coulomb.node.execution.SessionInfo;
import dev.coulomb.node.execution.sequence.ReadOnlyDraws;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.session.activity.StatementFigures;
import dev.coulomb.node.session.activity.Statements;
import dev.coulomb.node.transaction.Call;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.RowStream;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The statement that runs now: started, its rows pumped to the client as fast as it reads, ended by
 * completion, suspension or error. Confined to the session's event loop.
 */
final class Running {
  private static final String DATABASE = "coulomb";
  private static final int BATCH_ROWS = 256;
  private static final int REPLANS_MAX = 8;

  private final Session session;
  private final SessionServices services;
  private final TransactionBlock block;
  private final String user;
  private final SessionSettings settings;
  private final Replies replies;
  private final ScheduledExecutorService loop;

  /** Gives each statement one of its own. */
  private final SplittableRandom random;

  Running(
      Session session,
      SessionServices services,
      TransactionBlock block,
      String user,
      SessionSettings settings,
      Replies replies,
      ScheduledExecutorService loop) {
    this.session = session;
    this.services = services;
    this.block = block;
    this.user = user;
    this.settings = settings;
    this.replies = replies;
    this.loop = loop;
    this.random = new SplittableRandom(services.clock().nanos() ^ services.clock().micros());
  }

  /** Plans a statement anew whose plan is stale; the one of the others is called once. */
  interface Replan {
    void plan(Portal stale, Runnable again, Consumer<SqlError> failed);
  }

  void start(Portal portal, int maxRows, Replan replan, Runnable then, Consumer<SqlError> failed) {
    CancelSignal signal = portal.signal();
    Deadline deadline = session.time().running(signal);
    long began = services.clock().nanos();
    long now = block.micros();
    session.activity().begins(portal.statement().text(), now);
    Turn turn =
        new Turn(
            portal,
            maxRows,
            now,
            () -> {
              ended(deadline);
              count(portal, began, null);
              then.run();
            },
            error -> {
              ended(deadline);
              count(portal, began, error);
              failed.accept(error);
            });
    session.running(signal);
    session.runningPortal(portal);
    if (portal.isDone()) {
      turn.complete(0);
      return;
    }
    RowStream suspended = portal.stream();
    if (suspended != null) {
      turn.pump();
    } else {
      execute(turn, signal, replan, 0);
    }
  }

  /** Carries a statement out to tell what it did; then or failed is called once, on the loop. */
  void analyze(
      Portal portal,
      PreparedPlan statement,
      Consumer<List<String>> then,
      Consumer<SqlError> failed) {
    CancelSignal signal = portal.signal();
    Deadline deadline = session.time().running(signal);
    Analysis analysis =
        new Analysis(
            services,
            statement,
            loop,
            lines -> {
              ended(deadline);
              then.accept(lines);
            },
            error -> {
              ended(deadline);
              failed.accept(error);
            });
    session.running(signal);
    session.activity().begins(portal.statement().text(), block.micros());
    block.execute(call(statement, portal.parameters(), signal), analysis::outcome);
  }

  private void execute(Turn turn, CancelSignal signal, Replan replan, int replans) {
    Portal portal = turn.portal;
    Call call = call(portal.plan(), portal.parameters(), signal, turn.now);
    Handover<Outcome> handover =
        turn.handover(outcome -> {
          if (!(outcome instanceof Outcome.Stale)) {
            turn.outcome(outcome);
          } else if (replans == REPLANS_MAX) {
            turn.failed.accept(
                new SqlError(
                    SqlState.SERIALIZATION_FAILURE,
                    "the schema changes faster than the statement is planned"));
          } else {
            replan.plan(portal, () -> execute(turn, signal, replan, replans + 1), turn.failed);
          }
        });
    block.execute(call, handover::arrived);
    handover.asked();
  }

  /** A statement of this session, now. */
  Call call(PreparedPlan plan, @Nullable Object[] parameters, CancelSignal signal) {
    return call(plan, parameters, signal, block.micros());
  }

  private Call call(
      PreparedPlan plan, @Nullable Object[] parameters, CancelSignal signal, long now) {
    SessionInfo info =
        new SessionInfo(
            user,
            DATABASE,
            settings.zone(),
            now,
            random.split(),
            session.key().number(),
            block.isReadOnly() ? new ReadOnlyDraws(session.draws()) : session.draws());
    return new Call(plan, parameters, info, signal);
  }

  private void count(Portal portal, long began, @Nullable SqlError error) {
    long took = services.clock().nanos() - began;
    Statements statements = services.statements();
    PreparedStatement statement = portal.statement();
    statements.ended(statement.figures(statements), took, portal.rows(), user, error);
    if (portal.plan().plan() instanceof Plan.CallProcedure call) {
      StatementFigures calls = statement.figuresOf(call.procedure().name(), statements);
      statements.called(calls, took, portal.rows(), error != null);
    }
  }

  private void ended(Deadline deadline) {
    session.running(null);
    session.runningPortal(null);
    deadline.met();
  }

  /** The tag with its count: {@code SELECT 3}. */
  static String tag(PreparedPlan plan, long rows) {
    boolean plain = plan.plan() instanceof Plan.ChangeSchema || plan.tag().equals("CALL");
    return plain ? plan.tag() : plan.tag() + " " + rows;
  }

  /** One run of a portal, up to its end or its suspension. */
  private final class Turn {
    private final Portal portal;
    private final int maxRows;
    private final long now;
    private final Runnable then;
    private final Consumer<SqlError> failed;
    private int left;
    private long changed = -1;
    private int pumping;

    /**
     * @param now when its transaction began, or the statement itself
     */
    Turn(Portal portal, int maxRows, long now, Runnable then, Consumer<SqlError> failed) {
      this.portal = portal;
      this.maxRows = maxRows;
      this.left = maxRows;
      this.now = now;
      this.then = then;
      this.failed = failed;
    }

    /** Goes on on the event loop; a defect there fails the statement. */
    <T> Handover<T> handover(Consumer<T> task) {
      return new Handover<>(loop, answer -> guarded(() -> task.accept(answer)));
    }

    private void guarded(Runnable task) {
      Defects.guard(
          task,
          error -> {
            portal.close();
            failed.accept(error);
          });
    }

    void outcome(Outcome outcome) {
      switch (outcome) {
        case Outcome.Rows(RowStream stream, long rows, long restsOn) -> {
          replies.restsOn(Math.max(restsOn, session.draws().restsOn()));
          if (session.isClosed()) {
            stream.close();
            return;
          }
          portal.stream(stream);
          changed = rows;
          describeRows();
          pump();
        }
        case Outcome.Changed(long rows) -> complete(rows);
        case Outcome.Done() -> complete(0);
        case Outcome.Refused(SqlError error) -> {
          portal.done();
          failed.accept(error);
        }
        case Outcome.Stale() ->
            failed.accept(new SqlError(SqlState.INTERNAL_ERROR, "a stale plan was answered"));
      }
    }

    private void describeRows() {
      if (portal.plan().plan() instanceof Plan.CopyTo copy) {
        replies.copyOut(portal.plan().columns(), copy.format());
      } else if (portal.describes()) {
        replies.rowDescription(portal.plan().columns(), portal.formats());
      }
    }

    void pump() {
      RowStream stream = portal.stream();
      if (stream == null) {
        complete(0);
        return;
      }
      int batch = maxRows == 0 ? BATCH_ROWS : Math.min(BATCH_ROWS, left);
      Handover<Runnable> handover = handover(Runnable::run);
      stream.fetch(
          batch,
          new RowStream.Receiver() {
            @Override
            public void rows(List<@Nullable Object[]> rows, boolean last) {
              handover.arrived(() -> received(rows, last));
            }

            @Override
            public void failed(SqlError error) {
              handover.arrived(() -> {
                portal.done();
                failed.accept(error);
              });
            }
          });
      pumping++;
      handover.asked();
      pumping--;
    }

    /** The next batch; those that are there at once are not nested. */
    private void pumpMore() {
      if (pumping > 0) {
        loop.execute(() -> guarded(this::pump));
      } else {
        pump();
      }
    }

    private void received(List<@Nullable Object[]> rows, boolean last) {
      if (session.isClosed()) {
        return;
      }
      if (portal.plan().plan() instanceof Plan.CopyTo copy) {
        replies.copyRows(portal.plan().columns(), copy.format(), settings.zone(), rows);
      } else {
        replies.rows(portal.plan().columns(), portal.formats(), settings.zone(), rows);
      }
      long sent = portal.sent(rows.size());
      left -= rows.size();
      if (last) {
        if (portal.plan().plan() instanceof Plan.CopyTo) {
          replies.copyDone();
        }
        complete(changed >= 0 ? changed : sent);
      } else if (maxRows > 0 && left <= 0) {
        replies.portalSuspended();
        then.run();
      } else if (replies.isWritable()) {
        pumpMore();
      } else {
        replies.whenWritable(this::pumpMore);
      }
    }

    void complete(long rows) {
      portal.done();
      portal.rows(rows);
      if (portal.isAnsweredLast()) {
        block.endImplicit(() -> answer(rows), failed);
      } else {
        answer(rows);
      }
    }

    private void answer(long rows) {
      replies.commandComplete(tag(portal.plan(), rows));
      then.run();
    }
  }
}
