package dev.coulomb.node.session;

import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.session.Replies.ResultFormats;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** Plans and runs the statements of one session. Confined to its event loop. */
final class Execution {
  private final TransactionBlock block;
  private final Preparation preparation;
  private final SessionCommands commands;
  private final Running running;
  private final CopyIn copyIn;

  Execution(
      Session session,
      SessionServices services,
      TransactionBlock block,
      String user,
      SessionSettings settings,
      Replies replies,
      ScheduledExecutorService loop) {
    this.block = block;
    this.preparation = new Preparation(session, services, block, settings, loop);
    this.commands = new SessionCommands(session, block, settings, replies);
    this.running = new Running(session, services, block, user, settings, replies, loop);
    this.copyIn = new CopyIn(session, block, settings, replies, loop);
  }

  /** True when a plan answers with rows over the protocol. */
  static boolean answersRows(PreparedPlan plan) {
    return switch (plan.plan()) {
      case Plan.Query query -> true;
      case Plan.Explain explain -> true;
      case Plan.ShowSetting show -> true;
      case Plan.Insert insert -> !insert.returning().isEmpty();
      case Plan.Update update -> !update.returning().isEmpty();
      case Plan.Delete delete -> !delete.returning().isEmpty();
      case Plan.ChangeFound found -> !found.returning().isEmpty();
      case Plan.CallProcedure call -> call.body().answersRows();
      case Plan.ChangeSchema change -> false;
      case Plan.CopyFrom copy -> false;
      case Plan.CopyTo copy -> false;
      case Plan.SetSetting set -> false;
      case Plan.SessionCommand command -> false;
    };
  }

  /** Gets the plans. */
  Preparation preparation() {
    return preparation;
  }

  /** Plans and runs a statement of the simple protocol, all of its rows. */
  void planAndRun(
      Planning.Parsed parsed,
      boolean alone,
      boolean last,
      Runnable then,
      Consumer<SqlError> failed) {
    preparation.plan(
        parsed,
        statement -> {
          Portal portal = Portal.ofAll(statement);
          if (last) {
            portal.answeredLast();
          }
          run(portal.describedFirst(), 0, alone, then, failed);
        },
        error -> failed.accept(block.orAborted(error)));
  }

  // Running.

  Portal emptyPortal(PreparedStatement statement) {
    PreparedPlan nothing =
        new PreparedPlan(new Plan.SessionCommand("", List.of()), 0, List.of(), List.of(), "");
    return new Portal(statement, nothing, new Object[0], ResultFormats.TEXT);
  }

  /**
   * Runs a portal, or goes on with it; then or failed is called once, on the event loop.
   *
   * @param alone see {@link TransactionBlock#admit}
   */
  void run(Portal portal, int maxRows, boolean alone, Runnable then, Consumer<SqlError> failed) {
    try {
      block.admit(portal.plan(), alone);
      switch (portal.plan().plan()) {
        case Plan.Explain explain -> {
          explain(portal, explain, then, failed);
          return;
        }
        case Plan.SetSetting set -> commands.set(set, portal.plan().tag());
        case Plan.ShowSetting show -> commands.show(portal, show, portal.describes());
        case Plan.SessionCommand command -> {
          commands.command(command, portal.plan().tag(), then, failed);
          return;
        }
        case Plan.CopyFrom copy -> {
          Object[] none = new Object[0];
          copyIn.begin(running.call(portal.plan(), none, portal.signal()), copy, then, failed);
          return;
        }
        case Plan.Query query -> {
          start(portal, maxRows, then, failed);
          return;
        }
        case Plan.CopyTo copy -> {
          start(portal, maxRows, then, failed);
          return;
        }
        case Plan.Insert insert -> {
          start(portal, maxRows, then, failed);
          return;
        }
        case Plan.Update update -> {
          start(portal, maxRows, then, failed);
          return;
        }
        case Plan.ChangeFound found -> {
          start(portal, maxRows, then, failed);
          return;
        }
        case Plan.Delete delete -> {
          start(portal, maxRows, then, failed);
          return;
        }
        case Plan.CallProcedure call -> {
          start(portal, maxRows, then, failed);
          return;
        }
        case Plan.ChangeSchema change -> {
          start(portal, maxRows, then, failed);
          return;
        }
      }
    } catch (SqlError error) {
      failed.accept(error);
      return;
    }
    then.run();
  }

  private void explain(
      Portal portal, Plan.Explain explain, Runnable then, Consumer<SqlError> failed) {
    if (explain.analyze()) {
      running.analyze(
          portal,
          explain.statement(),
          lines -> {
            commands.analyzed(portal, lines);
            then.run();
          },
          failed);
    } else {
      commands.explain(portal, explain, portal.describes());
      then.run();
    }
  }

  private void start(Portal portal, int maxRows, Runnable then, Consumer<SqlError> failed) {
    running.start(portal, maxRows, this::replan, then, failed);
  }

  /** The catalog changed since the plan was made: another plan, when it answers alike. */
  private void replan(Portal stale, Runnable again, Consumer<SqlError> failed) {
    PreparedStatement statement = stale.statement();
    Planning.Parsed parsed = statement.parsed();
    if (parsed == null) {
      failed.accept(new SqlError(SqlState.INTERNAL_ERROR, "an empty statement was run"));
      return;
    }
    preparation.replan(
        parsed,
        statement.declared(),
        stale.signal(),
        plan -> {
          if (!plan.columns().equals(stale.plan().columns())
              || !plan.parameters().equals(stale.plan().parameters())) {
            failed.accept(
                new SqlError(
                        SqlState.FEATURE_NOT_SUPPORTED, "cached plan must not change result type")
                    // By this pgjdbc knows that it should prepare the statement again by itself.
                    .with(SqlError.ROUTINE, "RevalidateCachedQuery")
                    .hint("Prepare the statement again: a table changed."));
            return;
          }
          statement.replan(plan);
          stale.replan(plan);
          again.run();
        },
        failed);
  }

  // COPY FROM.

  boolean isCopying() {
    return copyIn.isActive();
  }

  void copyData(byte[] bytes) {
    copyIn.data(bytes);
  }

  void copyDone() {
    copyIn.done();
  }

  void copyFail(String message) {
    copyIn.fail(
        new SqlError(SqlState.QUERY_CANCELED, "COPY from stdin failed").with("client", message));
  }

  void copyBroken(SqlError error) {
    copyIn.fail(error);
  }

  void abortCopy() {
    copyIn.abort();
  }
}
