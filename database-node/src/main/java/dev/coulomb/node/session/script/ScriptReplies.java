package dev.coulomb.node.session.script;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.CopyFormat;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.session.Replies;
import dev.coulomb.node.session.Session;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlType;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Remembers how far a script came and what it failed with; rows are for nobody. */
final class ScriptReplies implements Replies {
  private @Nullable Session session;
  private @Nullable SqlError error;
  private int completed;

  void speaksFor(Session own) {
    session = own;
  }

  /** The first thing that went wrong, or null. */
  @Nullable SqlError error() {
    return error;
  }

  /** Statements that ended well. */
  int completed() {
    return completed;
  }

  @Override
  public void error(SqlError told) {
    if (error == null) {
      error = told;
    }
  }

  @Override
  public void terminate(SqlError reason) {
    error(reason);
  }

  @Override
  public void commandComplete(String tag) {
    completed++;
  }

  @Override
  public void emptyQuery() {
    completed++;
  }

  /** Nobody is there to send rows. */
  @Override
  public void copyIn(int columns, CopyFormat format) {
    Objects.requireNonNull(session).copyFail("a script has no rows beside its statements");
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
  public CopyReader copyReader(Table table, List<Integer> columns, CopyFormat format, ZoneId zone) {
    return new CopyReader() {
      @Override
      public void data(byte[] bytes, RowSink sink) {}

      @Override
      public void end(RowSink sink) {}
    };
  }

  @Override
  public void restsOn(long place) {}

  @Override
  public void parseComplete() {}

  @Override
  public void bindComplete() {}

  @Override
  public void closeComplete() {}

  @Override
  public void noData() {}

  @Override
  public void portalSuspended() {}

  @Override
  public void parameterDescription(List<SqlType> types) {}

  @Override
  public void rowDescription(List<OutputColumn> columns, ResultFormats formats) {}

  @Override
  public void rows(
      List<OutputColumn> columns,
      ResultFormats formats,
      ZoneId zone,
      List<@Nullable Object[]> rows) {}

  @Override
  public void warning(SqlError warning) {}

  @Override
  public void parameterStatus(String name, String value) {}

  @Override
  public void copyOut(List<OutputColumn> columns, CopyFormat format) {}

  @Override
  public void copyRows(
      List<OutputColumn> columns, CopyFormat format, ZoneId zone, List<@Nullable Object[]> rows) {}

  @Override
  public void copyDone() {}

  @Override
  public void readyForQuery(char transactionStatus) {}
}
