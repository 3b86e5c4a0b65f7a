package dev.coulomb.node.session;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.session.Replies.ResultFormats;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Plans and runs the statements of one session. Confined to its event loop. */
final class Execution {
  private final SessionServices services;
  private final TransactionBlock block;
  private final ScheduledExecutorService loop;
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
    this.services = services;
    this.block = block;
    this.loop = loop;
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
      case Plan.ChangeSchema change -> false;
      case Plan.CopyFrom copy -> false;
      case Plan.CopyTo copy -> false;
      case Plan.SetSetting set -> false;
      case Plan.SessionCommand command -> false;
    };
  }

  // Planning.

  /** Plans one statement for {@code Parse}: from the cache here, else on a planner's thread. */
  void prepare(
      String sql,
      List<@Nullable SqlType> declared,
      Consumer<PreparedStatement> then,
      Consumer<SqlError> failed) {
    Catalog catalog = block.catalog();
    List<@Nullable SqlType> types = PreparedStatement.texts(declared);
    PreparedPlan cached = services.planning().cached(sql, catalog, types);
    if (cached != null) {
      block.checkNotFailed(cached);
      then.accept(new PreparedStatement(new Text(sql), declared, cached));
      return;
    }
    elsewhere(
        () -> {
          List<? extends Planning.Parsed> parsed = services.planning().parse(sql);
          if (parsed.size() > 1) {
            throw new SqlError(
                SqlState.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
          }
          if (parsed.isEmpty()) {
            return new PreparedStatement(null, declared, null);
          }
          Planning.Parsed one = parsed.getFirst();
          return new PreparedStatement(
              one, declared, services.planning().plan(one, catalog, types));
        },
        statement -> {
          block.checkNotFailed(statement.plan());
          then.accept(statement);
        },
        error -> failed.accept(block.orAborted(error)));
  }

  /** Cuts a text into statements. */
  void parse(
      String sql, Consumer<List<? extends Planning.Parsed>> then, Consumer<SqlError> failed) {
    Catalog catalog = block.catalog();
    if (services.planning().cached(sql, catalog, List.of()) != null) {
      then.accept(List.of(new Text(sql)));
      return;
    }
    elsewhere(() -> services.planning().parse(sql), then, failed);
  }

  /** Plans and runs a statement of the simple protocol, all of its rows. */
  void planAndRun(
      Planning.Parsed parsed,
      boolean alone,
      boolean last,
      Runnable then,
      Consumer<SqlError> failed) {
    plan(
        parsed,
        List.of(),
        plan -> {
          PreparedStatement statement = new PreparedStatement(parsed, List.of(), plan);
          Portal portal = new Portal(statement, plan, new Object[0], ResultFormats.TEXT);
          if (last) {
            portal.answeredLast();
          }
          run(portal.describedFirst(), 0, alone, then, failed);
        },
        error -> failed.accept(block.orAborted(error)));
  }

  private void plan(
      Planning.Parsed parsed,
      List<@Nullable SqlType> declared,
      Consumer<PreparedPlan> then,
      Consumer<SqlError> failed) {
    Catalog catalog = block.catalog();
    PreparedPlan cached = services.planning().cached(parsed.text(), catalog, declared);
    if (cached != null) {
      then.accept(cached);
      return;
    }
    elsewhere(() -> services.planning().plan(reparsed(parsed), catalog, declared), then, failed);
  }

  /** A statement that came from the cache by its text has to be parsed when it is planned anew. */
  private Planning.Parsed reparsed(Planning.Parsed parsed) {
    return parsed instanceof Text text ? services.planning().parse(text.text()).getFirst() : parsed;
  }

  private <T> void elsewhere(Supplier<T> work, Consumer<T> then, Consumer<SqlError> failed) {
    try {
      services
          .planners()
          .execute(() -> {
            try {
              T made = work.get();
              onLoop(() -> then.accept(made), failed);
            } catch (SqlError error) {
              loop.execute(() -> failed.accept(error));
            } catch (RuntimeException | Error defect) {
              loop.execute(() -> failed.accept(Defects.asError(defect)));
            }
          });
    } catch (RejectedExecutionException full) {
      failed.accept(
          new SqlError(SqlState.INSUFFICIENT_RESOURCES, "too many statements wait to be planned"));
    }
  }

  /** Goes on on the event loop; a defect on the way there fails the statement. */
  private void onLoop(Runnable task, Consumer<SqlError> failed) {
    loop.execute(() -> Defects.guard(task, failed));
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
        case Plan.Explain explain -> commands.explain(portal, explain, portal.describes());
        case Plan.SetSetting set -> commands.set(set);
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
        case Plan.Delete delete -> {
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

  private void start(Portal portal, int maxRows, Runnable then, Consumer<SqlError> failed) {
    running.start(portal, maxRows, (stale, again) -> replan(stale, again, failed), then, failed);
  }

  /** The catalog changed since the plan was made: another plan, when it answers alike. */
  private void replan(Portal stale, Runnable again, Consumer<SqlError> failed) {
    PreparedStatement statement = stale.statement();
    Planning.Parsed parsed = statement.parsed();
    if (parsed == null) {
      failed.accept(new SqlError(SqlState.INTERNAL_ERROR, "an empty statement was run"));
      return;
    }
    plan(
        parsed,
        statement.declared(),
        plan -> {
          if (!plan.columns().equals(stale.plan().columns())
              || !plan.parameters().equals(stale.plan().parameters())) {
            failed.accept(
                new SqlError(
                        SqlState.FEATURE_NOT_SUPPORTED, "cached plan must not change result type")
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

  /** A text whose plan was in the cache, so that nobody had to parse it. */
  private record Text(String text) implements Planning.Parsed {}
}
