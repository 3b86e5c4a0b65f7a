package dev.coulomb.node.session;

import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.session.Replies.ResultFormats;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.RowStream;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import org.jspecify.annotations.Nullable;

/** A statement with its parameters, that runs or waits to. Confined to its session. */
final class Portal {
  private final PreparedStatement statement;
  private PreparedPlan plan;
  private final @Nullable Object[] parameters;
  private final ResultFormats formats;
  private final CancelSignal signal = new CancelSignal();
  private @Nullable RowStream stream;
  private long rows;
  private boolean describes;
  private boolean last;
  private boolean done;

  Portal(
      PreparedStatement statement,
      PreparedPlan plan,
      @Nullable Object[] parameters,
      ResultFormats formats) {
    this.statement = statement;
    this.plan = plan;
    this.parameters = parameters;
    this.formats = formats;
  }

  /** Of the simple protocol: no parameters, texts, all rows. */
  static Portal ofAll(PreparedStatement statement) {
    PreparedPlan plan = statement.plan();
    if (plan == null) {
      throw new SqlError(SqlState.INTERNAL_ERROR, "an empty statement was run");
    }
    return new Portal(statement, plan, statement.with(new Object[0]), ResultFormats.TEXT);
  }

  PreparedStatement statement() {
    return statement;
  }

  PreparedPlan plan() {
    return plan;
  }

  /** The catalog changed before it ran. */
  void replan(PreparedPlan newPlan) {
    plan = newPlan;
  }

  @Nullable Object[] parameters() {
    return parameters;
  }

  ResultFormats formats() {
    return formats;
  }

  /** The simple protocol: its rows are described before they are sent. */
  Portal describedFirst() {
    describes = true;
    return this;
  }

  /** The last of several statements: it is answered once their transaction has been committed. */
  Portal answeredLast() {
    last = true;
    return this;
  }

  boolean isAnsweredLast() {
    return last;
  }

  /** Whether its rows have to be described before they are sent. */
  boolean describes() {
    return describes;
  }

  /** Ends it, also while it is suspended. */
  CancelSignal signal() {
    return signal;
  }

  /** The rows that have not been asked for yet. */
  @Nullable RowStream stream() {
    return stream;
  }

  void stream(@Nullable RowStream newStream) {
    stream = newStream;
  }

  /** Rows sent so far; gives the new number. */
  long sent(int more) {
    rows += more;
    return rows;
  }

  /** Rows that it answered or changed, so far as is known. */
  long rows() {
    return rows;
  }

  void rows(long all) {
    rows = all;
  }

  boolean isDone() {
    return done;
  }

  void done() {
    done = true;
    stream = null;
  }

  void close() {
    RowStream open = stream;
    if (open != null) {
      open.close();
    }
    done();
  }
}
