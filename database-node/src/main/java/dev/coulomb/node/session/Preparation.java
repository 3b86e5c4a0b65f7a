package dev.coulomb.node.session;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.sql.LiftedText;
import dev.coulomb.node.sql.Listening;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gets the plans of a session's statements: from the cache at once, else on a planner's thread. A
 * statement without parameters is looked for as it is written, then with its literals lifted into
 * parameters. What is given as {@code then} runs on the session's event loop, perhaps before the
 * method returns. Confined to that loop.
 */
final class Preparation {
  private final Session session;
  private final SessionServices services;
  private final TransactionBlock block;
  private final SessionSettings settings;
  private final ScheduledExecutorService loop;

  Preparation(
      Session session,
      SessionServices services,
      TransactionBlock block,
      SessionSettings settings,
      ScheduledExecutorService loop) {
    this.session = session;
    this.services = services;
    this.block = block;
    this.settings = settings;
    this.loop = loop;
  }

  /** A text whose plan was in the cache, so that nobody had to parse it. */
  private record Text(String text) implements Planning.Parsed {}

  /** Such a text, and its plan a moment ago. */
  private record Ready(String text, PreparedStatement statement) implements Planning.Parsed {}

  /** Plans one statement for {@code Parse}. */
  void prepare(
      String sql,
      List<@Nullable SqlType> declared,
      Consumer<PreparedStatement> then,
      Consumer<SqlError> failed) {
    Catalog catalog = block.catalog();
    PreparedStatement known = known(new Text(sql), declared, catalog);
    if (known != null) {
      block.checkNotFailed(known.plan());
      then.accept(known);
      return;
    }
    ZoneId zone = settings.zone();
    elsewhere(
        () -> {
          List<? extends Planning.Parsed> parsed = services.planning().parse(sql);
          if (parsed.size() > 1) {
            throw new SqlError(
                SqlState.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
          }
          return parsed.isEmpty()
              ? new PreparedStatement(null, declared, null)
              : planned(parsed.getFirst(), declared, catalog, zone);
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
    PreparedStatement known = known(new Text(sql), List.of(), block.catalog());
    if (known != null) {
      then.accept(List.of(new Ready(sql, known)));
      return;
    }
    elsewhere(() -> services.planning().parse(sql), then, failed);
  }

  /** Plans one of the statements of a text. */
  void plan(Planning.Parsed parsed, Consumer<PreparedStatement> then, Consumer<SqlError> failed) {
    Catalog catalog = block.catalog();
    PreparedStatement known =
        parsed instanceof Ready(String text, PreparedStatement ready) && ready.isOf(catalog)
            ? ready
            : known(parsed, List.of(), catalog);
    if (known != null) {
      then.accept(known);
      return;
    }
    ZoneId zone = settings.zone();
    elsewhere(() -> planned(reparsed(parsed), List.of(), catalog, zone), then, failed);
  }

  /**
   * Plans a statement anew while it runs; with these types of its parameters, and as it is written.
   *
   * @param signal ends it, as it ends the rest of the statement
   */
  void replan(
      Planning.Parsed parsed,
      List<@Nullable SqlType> declared,
      CancelSignal signal,
      Consumer<PreparedPlan> then,
      Consumer<SqlError> failed) {
    Catalog catalog = block.catalog();
    PreparedPlan cached = services.planning().cached(parsed.text(), catalog, declared);
    if (cached != null) {
      then.accept(cached);
      return;
    }
    elsewhere(
        signal,
        () -> services.planning().plan(reparsed(parsed), catalog, declared),
        new Answer<>(signal, () -> {}, then, failed));
  }

  /** A statement whose plan is in the cache, or null. */
  private @Nullable PreparedStatement known(
      Planning.Parsed parsed, List<@Nullable SqlType> declared, Catalog catalog) {
    List<@Nullable SqlType> types = PreparedStatement.texts(declared);
    PreparedPlan cached = services.planning().cached(parsed.text(), catalog, types);
    if (cached != null) {
      return new PreparedStatement(parsed, declared, cached);
    }
    LiftedText lifted =
        declared.isEmpty() ? services.planning().lifted(parsed.text(), catalog) : null;
    if (lifted == null) {
      return null;
    }
    PreparedPlan plan = services.planning().cached(lifted.text(), catalog, lifted.types());
    return plan == null ? null : withConstants(lifted, plan, settings.zone());
  }

  /** Null: the constants are not what they have to be, which is told with their position. */
  private static @Nullable PreparedStatement withConstants(
      LiftedText lifted, PreparedPlan plan, ZoneId zone) {
    try {
      return PreparedStatement.lifted(
          new Text(lifted.text()), lifted.types(), plan, lifted.values(plan.parameters(), zone));
    } catch (SqlError malformed) {
      return null;
    }
  }

  /** On a planner's thread. */
  private PreparedStatement planned(
      Planning.Parsed parsed, List<@Nullable SqlType> declared, Catalog catalog, ZoneId zone) {
    Planning planning = services.planning();
    LiftedText lifted = declared.isEmpty() ? planning.lifted(parsed.text(), catalog) : null;
    PreparedPlan plan = lifted == null ? null : liftedPlan(lifted, catalog);
    PreparedStatement statement =
        lifted == null || plan == null ? null : withConstants(lifted, plan, zone);
    return statement != null
        ? statement
        : new PreparedStatement(
            parsed, declared, planning.plan(parsed, catalog, PreparedStatement.texts(declared)));
  }

  private @Nullable PreparedPlan liftedPlan(LiftedText lifted, Catalog catalog) {
    Planning planning = services.planning();
    PreparedPlan cached = planning.cached(lifted.text(), catalog, lifted.types());
    if (cached != null) {
      return cached;
    }
    try {
      return planning.plan(planning.parse(lifted.text()).getFirst(), catalog, lifted.types());
    } catch (SqlError refused) {
      Listening.check();
      planning.asWritten(lifted, catalog);
      return null;
    }
  }

  /** A statement that came from the cache by its text has to be parsed when it is planned anew. */
  private Planning.Parsed reparsed(Planning.Parsed parsed) {
    return parsed instanceof Text || parsed instanceof Ready
        ? services.planning().parse(parsed.text()).getFirst()
        : parsed;
  }

  /** On a planner's thread, as long as the statement's time lasts and nobody cancels it. */
  private <T> void elsewhere(Supplier<T> work, Consumer<T> then, Consumer<SqlError> failed) {
    CancelSignal signal = new CancelSignal();
    long began = services.clock().nanos();
    Deadline deadline = session.time().planning(signal);
    session.running(signal);
    Answer<T> answer =
        new Answer<>(
            signal,
            () -> {
              session.running(null);
              deadline.met();
              session.time().planned(began);
            },
            then,
            failed);
    elsewhere(signal, work, answer);
  }

  private <T> void elsewhere(CancelSignal signal, Supplier<T> work, Answer<T> answer) {
    signal.whenRaised(() -> onLoop(answer::cancelled));
    try {
      services
          .planners()
          .execute(() -> {
            try {
              T made = Listening.to(signal, work);
              onLoop(() -> answer.made(made));
            } catch (SqlError error) {
              onLoop(() -> answer.failed(error));
            } catch (RuntimeException | Error defect) {
              onLoop(() -> answer.broke(defect));
            }
          });
    } catch (RejectedExecutionException full) {
      answer.failed(
          new SqlError(SqlState.INSUFFICIENT_RESOURCES, "too many statements wait to be planned"));
    }
  }

  /** Where no loop is left, no client waits. */
  private void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException stopped) {
      Invariant.that(loop.isShutdown(), "a loop that runs takes what it is given");
    }
  }

  /**
   * What comes first is what is answered: the plan, an error, or that the client need not wait for
   * either, as the planner's thread may hear of a cancel a while later. What comes after that is
   * nobody's. Confined to the event loop.
   */
  private static final class Answer<T> {
    private final CancelSignal signal;
    private final Runnable ended;
    private final Consumer<T> then;
    private final Consumer<SqlError> failed;
    private boolean given;

    /**
     * @param ended runs before the one of the others that is called
     */
    Answer(CancelSignal signal, Runnable ended, Consumer<T> then, Consumer<SqlError> failed) {
      this.signal = signal;
      this.ended = ended;
      this.then = then;
      this.failed = failed;
    }

    /** The plan is there. A defect on the way on fails the statement. */
    void made(T plan) {
      SqlError reason = signal.reason();
      if (reason != null) {
        failed(reason);
      } else if (isFirst()) {
        Defects.guard(() -> then.accept(plan), failed);
      }
    }

    void failed(SqlError error) {
      if (isFirst()) {
        failed.accept(error);
      }
    }

    /** What became of a cancel on its way through others' code is no defect. */
    void broke(Throwable defect) {
      SqlError reason = signal.reason();
      failed(reason == null ? Defects.asError(defect) : reason);
    }

    void cancelled() {
      SqlError reason = signal.reason();
      if (reason != null) {
        failed(reason);
      }
    }

    private boolean isFirst() {
      boolean first = !given;
      given = true;
      if (first) {
        ended.run();
      }
      return first;
    }
  }
}
