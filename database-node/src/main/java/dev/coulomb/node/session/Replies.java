package dev.coulomb.node.session;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.CopyFormat;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlType;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a session says to its client. Called on the client's event loop only. */
public interface Replies {
  /**
   * What is told from now on, until the client's next message, rests on this place of the log
   * alone; until this is called it may rest on all that was executed so far ({@link
   * dev.coulomb.node.types.Outcome#ALL_SO_FAR}).
   */
  void restsOn(long place);

  void parseComplete();

  void bindComplete();

  void closeComplete();

  void noData();

  void emptyQuery();

  void portalSuspended();

  void parameterDescription(List<SqlType> types);

  void rowDescription(List<OutputColumn> columns, ResultFormats formats);

  /** Rows of these columns; timestamps with time zone are shown in the zone. */
  void rows(
      List<OutputColumn> columns,
      ResultFormats formats,
      ZoneId zone,
      List<@Nullable Object[]> rows);

  void commandComplete(String tag);

  void error(SqlError error);

  void warning(SqlError warning);

  /** Ends the connection with a last word. */
  void terminate(SqlError reason);

  void parameterStatus(String name, String value);

  /** The client shall send rows of the table. */
  void copyIn(int columns, CopyFormat format);

  /** Rows of a copy follow. */
  void copyOut(List<OutputColumn> columns, CopyFormat format);

  void copyRows(
      List<OutputColumn> columns, CopyFormat format, ZoneId zone, List<@Nullable Object[]> rows);

  void copyDone();

  /**
   * The session waits for the next query; 'I': in no transaction, 'T': in one, 'E': in a failed
   * one.
   */
  void readyForQuery(char transactionStatus);

  /** False while the client does not read what it was sent. */
  boolean isWritable();

  /** Runs once, when the client reads again. */
  void whenWritable(Runnable then);

  /** Makes the reader of the client's copy data for a table. */
  CopyReader copyReader(Table table, List<Integer> columns, CopyFormat format, ZoneId zone);

  /** Which columns of a result go out in binary: none given: text; one: for all; else for each. */
  record ResultFormats(List<Boolean> binary) {
    public static final ResultFormats TEXT = new ResultFormats(List.of());
    public static final ResultFormats BINARY = new ResultFormats(List.of(true));

    public boolean isBinary(int column) {
      return switch (binary.size()) {
        case 0 -> false;
        case 1 -> binary.getFirst();
        default -> column < binary.size() && binary.get(column);
      };
    }
  }

  /** Turns the bytes of a copy into rows. */
  interface CopyReader {
    /** Takes some bytes; rows go to the sink; throws {@link SqlError} with the line. */
    void data(byte[] bytes, RowSink sink);

    /** The client has sent all. */
    void end(RowSink sink);
  }

  /** Where rows go. */
  interface RowSink {
    /** A row of all the table's columns. */
    void row(@Nullable Object[] row);
  }
}
