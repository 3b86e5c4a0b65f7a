package dev.coulomb.node.pgwire;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.CopyFormat;
import dev.coulomb.node.plan.CopyText;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.session.CancelKeys;
import dev.coulomb.node.session.Replies;
import dev.coulomb.node.session.Session;
import dev.coulomb.node.session.SessionServices;
import dev.coulomb.node.session.SystemPlanning;
import dev.coulomb.node.session.TextPlanning;
import dev.coulomb.node.session.activity.Activity.Client;
import dev.coulomb.node.session.activity.Statements;
import dev.coulomb.node.transaction.TestEngine;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A session whose answers are lines to read: rows as a table, in which null is ∅ and a line end is
 * ↵; the tag of what has no rows; an error with its state, position and fields. Rows that nobody
 * ordered come sorted.
 */
final class ScriptClient implements Replies, AutoCloseable {
  private static final long DEADLINE_SECONDS = 60;
  private static final Pattern UNORDERED =
      Pattern.compile(
          "(?is)\\s*(select|with|values|update|delete|copy|\\()(?!.*\\border\\s+by\\b).*");

  private final ScheduledExecutorService loop;
  private final CompletableFuture<Session> session = new CompletableFuture<>();
  private List<String> data = List.of();
  private final List<OutputColumn> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> copied = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private boolean unordered;
  private volatile boolean inTransaction;

  /**
   * A client of an engine.
   *
   * @param loop the one thread of the session and of this
   */
  static ScriptClient of(TestEngine engine, Executor planners, ScheduledExecutorService loop) {
    SessionServices services =
        new SessionServices(
            new SystemPlanning(
                new TextPlanning(engine.planner()),
                TestEngine.USER,
                TestEngine.USER,
                TestEngine.PARTITIONS),
            engine.transactions(),
            planners,
            engine.clock(),
            () -> Duration.ZERO,
            new CancelKeys(),
            new Statements(() -> Long.MAX_VALUE));
    return new ScriptClient(services, TestEngine.USER, loop);
  }

  /** Here nothing is ever lost. */
  @Override
  public void restsOn(long place) {}

  private ScriptClient(SessionServices services, String user, ScheduledExecutorService loop) {
    this.loop = loop;
    loop.execute(
        () -> session.complete(new Session(services, new Client(user, "", 0), this, loop)));
  }

  /** Runs a statement to its end. */
  List<String> answer(SqlScript.Statement statement) {
    return begin(statement).orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
  }

  List<String> answer(String sql) {
    return answer(statement(sql));
  }

  /** Begins a statement. */
  CompletableFuture<List<String>> begin(String sql) {
    return begin(statement(sql));
  }

  private static SqlScript.Statement statement(String sql) {
    return new SqlScript.Statement(1, sql, List.of(), List.of());
  }

  private CompletableFuture<List<String>> begin(SqlScript.Statement statement) {
    CompletableFuture<List<String>> answer = new CompletableFuture<>();
    loop.execute(() -> {
      unordered = UNORDERED.matcher(statement.sql()).matches();
      data = statement.data();
      session.join().query(statement.sql(), () -> answer.complete(taken()));
    });
    return answer;
  }

  /** Whether the last statement left a transaction open, or failed in one. */
  boolean inTransaction() {
    return inTransaction;
  }

  /** Leaves, as a client that is gone: what its transaction held is free. */
  @Override
  public void close() {
    CompletableFuture.runAsync(() -> session.join().close(), loop)
        .orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private List<String> taken() {
    List<String> lines = said.stream().map(String::stripTrailing).toList();
    said.clear();
    return lines;
  }

  @Override
  public void rowDescription(List<OutputColumn> described, ResultFormats formats) {
    columns.addAll(described);
  }

  @Override
  public void rows(
      List<OutputColumn> of, ResultFormats formats, ZoneId zone, List<@Nullable Object[]> some) {
    for (@Nullable Object[] row : some) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < row.length; i++) {
        Object value = row[i];
        texts.add(value == null ? "∅" : TextFormat.format(of.get(i).type(), value, zone));
      }
      rows.add(texts);
    }
    if (unordered) {
      rows.sort((a, b) -> String.join("\t", a).compareTo(String.join("\t", b)));
    }
  }

  /** Of rows that are shown, the tag says nothing new. */
  @Override
  public void commandComplete(String tag) {
    if (!columns.isEmpty()) {
      said.addAll(TextTable.lines(columns, rows));
    }
    if (columns.isEmpty() || !tag.matches("SELECT.*|SHOW|EXPLAIN")) {
      said.addAll(copied);
      said.add(tag);
    }
    forgetRows();
  }

  private void forgetRows() {
    columns.clear();
    rows.clear();
    copied.clear();
  }

  @Override
  public void error(SqlError error) {
    forgetRows();
    say("ERROR", error);
  }

  @Override
  public void warning(SqlError warning) {
    say("WARNING", warning);
  }

  @Override
  public void terminate(SqlError reason) {
    say("FATAL", reason);
  }

  private void say(String severity, SqlError error) {
    String position = error.position() == SqlError.NO_POSITION ? "" : " at " + error.position();
    said.add(severity + " " + error.state().code() + position + ": " + error.getMessage());
    String hint = error.hint();
    if (hint != null) {
      said.add("HINT: " + hint);
    }
  }

  @Override
  public void copyIn(int count, CopyFormat format) {
    loop.execute(() -> {
      data.forEach(line -> session.join().copyData((line + "\n").getBytes(StandardCharsets.UTF_8)));
      session.join().copyDone();
    });
  }

  @Override
  public void copyOut(List<OutputColumn> of, CopyFormat format) {
    if (format.header()) {
      said.add(CopyText.header(of, format).strip());
    }
  }

  @Override
  public void copyRows(
      List<OutputColumn> of, CopyFormat format, ZoneId zone, List<@Nullable Object[]> some) {
    for (@Nullable Object[] row : some) {
      String line = CopyText.line(of, format, zone, row);
      copied.add(line.substring(0, line.length() - 1).replace('\n', '↵'));
    }
    if (unordered) {
      copied.sort(null);
    }
  }

  @Override
  public CopyReader copyReader(Table table, List<Integer> into, CopyFormat format, ZoneId zone) {
    return new CopyParser(table, into, format, zone);
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public void whenWritable(Runnable then) {
    then.run();
  }

  @Override
  public void emptyQuery() {
    said.add("nothing");
  }

  @Override
  public void readyForQuery(char transactionStatus) {
    inTransaction = transactionStatus != 'I';
  }

  // What these say is not shown.

  @Override
  public void parameterStatus(String name, String value) {}

  @Override
  public void copyDone() {}

  // The extended protocol is not spoken here.

  @Override
  public void parseComplete() {
    throw notSpoken();
  }

  @Override
  public void bindComplete() {
    throw notSpoken();
  }

  @Override
  public void closeComplete() {
    throw notSpoken();
  }

  @Override
  public void noData() {
    throw notSpoken();
  }

  @Override
  public void portalSuspended() {
    throw notSpoken();
  }

  @Override
  public void parameterDescription(List<SqlType> types) {
    throw notSpoken();
  }

  private static IllegalStateException notSpoken() {
    return new IllegalStateException("a script speaks the simple protocol");
  }
}
