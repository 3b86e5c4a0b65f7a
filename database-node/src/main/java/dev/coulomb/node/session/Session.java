package dev.coulomb.node.session;

import dev.coulomb.node.execution.sequence.SessionDraws;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.session.CancelKeys.Key;
import dev.coulomb.node.session.Replies.ResultFormats;
import dev.coulomb.node.session.activity.Activity;
import dev.coulomb.node.session.activity.Activity.Client;
import dev.coulomb.node.session.activity.Activity.State;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * One client. Its requests come one at a time: each ends by running what it was given as {@code
 * then}, on the event loop, perhaps before the method returns; an error has then been answered, and
 * until {@link #sync} {@link #failed} says that the rest of the pipeline is to be skipped. Confined
 * to the event loop, but for {@link #cancel}.
 */
public final class Session {
  private static final int STATEMENTS_MAX = 10_000;
  private static final int PORTALS_MAX = 1_000;

  private final SessionServices services;
  private final Replies replies;
  private final ScheduledExecutorService loop;
  private final Activity activity;
  private final SessionSettings settings;
  private final StatementTime time;
  private final TransactionBlock block;
  private final Execution execution;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final Map<String, Portal> portals = new HashMap<>();
  private final Key key;
  private final SessionDraws draws = new SessionDraws();
  private boolean failed;
  private boolean closed;
  private @Nullable Portal runningPortal;
  private volatile @Nullable CancelSignal running;

  /**
   * @param loop the client's event loop
   */
  public Session(
      SessionServices services, Client client, Replies replies, ScheduledExecutorService loop) {
    String user = client.user();
    this.services = services;
    this.loop = loop;
    this.activity = new Activity(client, services.clock().micros());
    this.replies = replies;
    this.settings = new SessionSettings(user, services.statementTimeout().get());
    this.time = new StatementTime(settings, services.clock(), loop);
    this.block = new TransactionBlock(this, services, settings, replies, loop);
    this.execution = new Execution(this, services, block, user, settings, replies, loop);
    this.key = services.cancelKeys().issue(this);
  }

  /** What it does, to be looked at. Any thread. */
  public Activity activity() {
    return activity;
  }

  /** What it drew from sequences. */
  SessionDraws draws() {
    return draws;
  }

  /** By what the client may cancel. */
  public Key key() {
    return key;
  }

  /** Sets a parameter from the start-up message; unknown ones are refused with 42704. */
  public void start(String name, String value) {
    settings.start(name, value);
    told();
  }

  /** Settings that others can see may have changed. */
  void told() {
    activity.application(settings.get("application_name"));
  }

  /** Tells the client the values of the parameters that it is told of. */
  public void reportParameters() {
    settings.reported().forEach(replies::parameterStatus);
  }

  /** Ends the statement that runs, if one does. Any thread. */
  public void cancel(SqlError reason) {
    CancelSignal signal = running;
    if (signal != null) {
      signal.raise(reason);
    }
  }

  /** Ends it, with a last word to the client. Any thread. */
  void terminate(SqlError reason) {
    loop.execute(() -> replies.terminate(reason));
  }

  /** Lets go of everything; the client is gone. */
  public void close() {
    cancel(new SqlError(SqlState.CONNECTION_FAILURE, "the client is gone"));
    services.cancelKeys().revoke(key);
    execution.abortCopy();
    closed = true;
    Portal open = runningPortal;
    if (open != null) {
      open.close();
    }
    closePortals();
    statements.clear();
    block.close();
  }

  // The extended protocol.

  /** True between an error and the next {@link #sync}. */
  public boolean failed() {
    return failed;
  }

  /** {@code Parse}. */
  public void parse(String name, String sql, List<@Nullable SqlType> declared, Runnable then) {
    if (!name.isEmpty() && statements.containsKey(name)) {
      fail(
          new SqlError(
                  SqlState.DUPLICATE_PREPARED_STATEMENT, "the prepared statement already exists")
              .with("statement", name),
          then);
      return;
    }
    if (statements.size() >= STATEMENTS_MAX && !statements.containsKey(name)) {
      fail(
          new SqlError(SqlState.PROGRAM_LIMIT_EXCEEDED, "a session has too many statements")
              .with("limit", STATEMENTS_MAX),
          then);
      return;
    }
    execution
        .preparation()
        .prepare(
            sql,
            declared,
            statement -> {
              statements.put(name, statement);
              replies.parseComplete();
              then.run();
            },
            error -> fail(error, then));
  }

  /** Types of the parameters of a statement, to decode them by. */
  public List<SqlType> parameterTypes(String name) {
    return statement(name).expected();
  }

  /** The time zone of the session, to decode values by. */
  public java.time.ZoneId zone() {
    return settings.zone();
  }

  /** {@code Bind}; throws. */
  public void bind(
      String portal, String name, @Nullable Object[] parameters, ResultFormats formats) {
    PreparedStatement statement = statement(name);
    Portal old = portals.get(portal);
    if (old != null) {
      if (!portal.isEmpty()) {
        throw new SqlError(SqlState.DUPLICATE_CURSOR, "the portal already exists")
            .with("portal", portal);
      }
      old.close();
    }
    if (old == null && portals.size() >= PORTALS_MAX) {
      throw new SqlError(SqlState.PROGRAM_LIMIT_EXCEEDED, "a session has too many portals")
          .with("limit", PORTALS_MAX);
    }
    PreparedPlan plan = statement.plan();
    if (plan != null) {
      portals.put(portal, new Portal(statement, plan, statement.with(parameters), formats));
    } else {
      portals.put(portal, execution.emptyPortal(statement));
    }
    replies.bindComplete();
  }

  /** {@code Describe} of a statement; throws. */
  public void describeStatement(String name) {
    PreparedStatement statement = statement(name);
    replies.parameterDescription(statement.parameters());
    describe(statement.plan(), ResultFormats.TEXT);
  }

  /** {@code Describe} of a portal; throws. */
  public void describePortal(String name) {
    Portal portal = portal(name);
    describe(portal.statement().isEmpty() ? null : portal.plan(), portal.formats());
  }

  private void describe(@Nullable PreparedPlan plan, ResultFormats formats) {
    if (plan == null || !Execution.answersRows(plan)) {
      replies.noData();
    } else {
      replies.rowDescription(plan.columns(), formats);
    }
  }

  /**
   * {@code Execute}.
   *
   * @param maxRows after so many the portal is suspended; 0: all
   * @param alone no other {@code Execute} comes before the next {@code Sync}
   */
  public void execute(String name, int maxRows, boolean alone, Runnable then) {
    Portal portal;
    try {
      portal = portal(name);
    } catch (SqlError error) {
      fail(error, then);
      return;
    }
    if (portal.statement().isEmpty()) {
      replies.emptyQuery();
      then.run();
      return;
    }
    execution.run(portal, maxRows, alone, then, error -> fail(error, then));
  }

  public void closeStatement(String name) {
    statements.remove(name);
    replies.closeComplete();
  }

  public void closePortal(String name) {
    Portal portal = portals.remove(name);
    if (portal != null) {
      portal.close();
    }
    replies.closeComplete();
  }

  /** {@code Sync}: a transaction that nobody began by name ends, and with it the portals. */
  public void sync(Runnable then) {
    if (!block.isImplicit()) {
      replies.restsOn(Outcome.NOTHING);
    }
    block.endImplicit(
        () -> synced(then),
        error -> {
          replies.error(error);
          synced(then);
        });
  }

  private void synced(Runnable then) {
    failed = false;
    if (!block.isExplicit()) {
      closePortals();
    }
    ready();
    then.run();
  }

  private void ready() {
    time.forget();
    block.timers().idle();
    char status = block.status();
    activity.waits(
        status == 'I' ? State.IDLE : status == 'T' ? State.IN_TRANSACTION : State.FAILED);
    replies.readyForQuery(status);
  }

  /** The client has sent something: it is not idle. */
  public void busy() {
    block.timers().busy();
  }

  /** Answers an error that the protocol met before the session did. */
  public void fail(SqlError error) {
    failed = true;
    block.failed();
    replies.error(error);
  }

  private void fail(SqlError error, Runnable then) {
    fail(error);
    then.run();
  }

  // The simple protocol.

  /** {@code Query}: statements one after another, together one transaction, until one fails. */
  public void query(String sql, Runnable then) {
    Portal unnamed = portals.remove("");
    if (unnamed != null) {
      unnamed.close();
    }
    statements.remove("");
    execution
        .preparation()
        .parse(
            sql,
            parsed -> {
              if (parsed.isEmpty()) {
                replies.emptyQuery();
              }
              new Script(parsed, then).next();
            },
            error -> endQuery(error, then));
  }

  /** Statements that came in one text. Those that end at once are run in a loop, not nested. */
  private final class Script {
    private final ArrayDeque<Planning.Parsed> left;
    private final boolean alone;
    private final Runnable then;
    private boolean running;
    private boolean again;

    Script(List<? extends Planning.Parsed> statements, Runnable then) {
      this.left = new ArrayDeque<>(statements);
      this.alone = statements.size() == 1;
      this.then = then;
    }

    void next() {
      again = true;
      if (running) {
        return;
      }
      running = true;
      while (again) {
        again = false;
        Planning.Parsed next = left.poll();
        if (next == null) {
          block.endImplicit(() -> endQuery(then), error -> endQuery(error, then));
        } else {
          boolean last = left.isEmpty();
          execution.planAndRun(next, alone, last, this::next, error -> endQuery(error, then));
        }
      }
      running = false;
    }
  }

  private void endQuery(SqlError error, Runnable then) {
    block.failed();
    replies.error(error);
    endQuery(then);
  }

  private void endQuery(Runnable then) {
    ready();
    then.run();
  }

  // COPY FROM.

  /** True while rows of a copy are awaited. */
  public boolean isCopying() {
    return execution.isCopying();
  }

  public void copyData(byte[] bytes) {
    execution.copyData(bytes);
  }

  /** The client has sent all. */
  public void copyDone() {
    execution.copyDone();
  }

  /** The client sent something else than rows. */
  public void copyBroken(SqlError error) {
    execution.copyBroken(error);
  }

  /** The client gave up. */
  public void copyFail(String message) {
    execution.copyFail(message);
  }

  // For Execution.

  /** How long its statements may take. */
  StatementTime time() {
    return time;
  }

  /** What is planned or runs now, to be cancelled, or null. */
  void running(@Nullable CancelSignal signal) {
    running = signal;
  }

  boolean isRunning() {
    return running != null;
  }

  /** Whose rows are sent now, to be closed with the session, or null. */
  void runningPortal(@Nullable Portal portal) {
    runningPortal = portal;
  }

  /** The client is gone: nothing more is to be begun for it. */
  boolean isClosed() {
    return closed;
  }

  /** The transaction ends, and with it the portals. */
  void closePortals() {
    portals.values().forEach(Portal::close);
    portals.clear();
  }

  void deallocate(String name) {
    if (name.equals("ALL")) {
      statements.clear();
    } else {
      statement(name);
      statements.remove(name);
    }
  }

  private PreparedStatement statement(String name) {
    PreparedStatement statement = statements.get(name);
    if (statement == null) {
      throw new SqlError(
              SqlState.INVALID_SQL_STATEMENT_NAME, "the prepared statement does not exist")
          .with("statement", name);
    }
    return statement;
  }

  private Portal portal(String name) {
    Portal portal = portals.get(name);
    if (portal == null) {
      throw new SqlError(SqlState.INVALID_CURSOR_NAME, "the portal does not exist")
          .with("portal", name);
    }
    return portal;
  }
}
