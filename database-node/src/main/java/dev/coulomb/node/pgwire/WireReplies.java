package dev.coulomb.node.pgwire;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.CopyFormat;
import dev.coulomb.node.plan.CopyText;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.session.Commitment;
import dev.coulomb.node.session.Replies;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlType;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a session says, as messages. They go out in their order, and none before what it rests on is
 * committed; meanwhile the session goes on. Confined to the connection's event loop.
 */
final class WireReplies implements Replies {
  private static final int BUFFER_BYTES = 8 << 10;
  private static final int FLUSH_BYTES = 64 << 10;

  /** So much may wait until it is committed; then the session waits too. */
  private static final int HELD_BYTES_MAX = 1 << 20;

  private final ChannelHandlerContext context;
  private final HeldReplies held;
  private @Nullable ByteBuf buffer;

  /** What is written now rests on, and what is in the buffer. */
  private long restsOn = Outcome.ALL_SO_FAR;

  private long needed = Outcome.NOTHING;
  private boolean closed;

  /** The client has been told that it is its turn, and does not know yet. */
  private boolean due;

  private @Nullable Runnable whenWritable;
  private @Nullable Runnable copyInStarted;
  private @Nullable Consumer<SqlError> termination;

  WireReplies(ChannelHandlerContext context, Commitment commitment, LoopReleases releases) {
    this.context = context;
    this.held = new HeldReplies(context, commitment, releases);
  }

  @Override
  public void restsOn(long place) {
    restsOn = place;
  }

  /** Runs whenever messages went out that had to wait. */
  void onRelease(Runnable then) {
    held.onRelease(then);
  }

  /** Writes a message into the buffer that goes out with the next flush, or nothing of it. */
  void write(Consumer<ByteBuf> message) {
    if (closed) {
      return;
    }
    ByteBuf out = out();
    int start = out.writerIndex();
    try {
      message.accept(out);
    } catch (RuntimeException notWritten) {
      out.writerIndex(start);
      throw notWritten;
    }
    flushIfLong(out);
  }

  private ByteBuf out() {
    ByteBuf out = buffer;
    if (out == null) {
      out = context.alloc().buffer(BUFFER_BYTES);
      buffer = out;
    }
    if (restsOn > needed) {
      needed = restsOn;
    }
    return out;
  }

  private void flushIfLong(ByteBuf out) {
    if (out.readableBytes() >= FLUSH_BYTES) {
      flush();
    }
  }

  /** Sends what was written, if somebody waits for it. */
  void flushIfDue() {
    if (due) {
      flush();
    }
  }

  /** Sends what was written. */
  void flush() {
    due = false;
    ByteBuf out = buffer;
    if (out != null) {
      buffer = null;
      held.send(out, needed);
      needed = Outcome.NOTHING;
    }
  }

  /** Sends what was written; then, when all has gone out, closes the connection. */
  void finish() {
    flush();
    closed = true;
    whenWritable = null;
    held.finish();
  }

  /** Who ends the connection when the session says so. */
  void onTermination(Consumer<SqlError> ends) {
    termination = ends;
  }

  @Override
  public void terminate(SqlError reason) {
    Consumer<SqlError> ends = termination;
    if (ends != null) {
      ends.accept(reason);
    }
  }

  /** The connection is gone: from now on nothing is written. */
  void close() {
    closed = true;
    ByteBuf out = buffer;
    if (out != null) {
      buffer = null;
      out.release();
    }
    held.close();
    whenWritable = null;
  }

  /** The socket takes bytes again. */
  void writable() {
    Runnable waiting = whenWritable;
    if (waiting != null && isWritable()) {
      whenWritable = null;
      waiting.run();
    }
  }

  @Override
  public void parseComplete() {
    write(out -> MessageWriter.empty(out, '1'));
  }

  @Override
  public void bindComplete() {
    write(out -> MessageWriter.empty(out, '2'));
  }

  @Override
  public void closeComplete() {
    write(out -> MessageWriter.empty(out, '3'));
  }

  @Override
  public void noData() {
    write(out -> MessageWriter.empty(out, 'n'));
  }

  @Override
  public void emptyQuery() {
    write(out -> MessageWriter.empty(out, 'I'));
  }

  @Override
  public void portalSuspended() {
    write(out -> MessageWriter.empty(out, 's'));
  }

  @Override
  public void parameterDescription(List<SqlType> types) {
    write(out -> MessageWriter.parameterDescription(out, types));
  }

  @Override
  public void rowDescription(List<OutputColumn> columns, ResultFormats formats) {
    write(out -> MessageWriter.rowDescription(out, columns, formats));
  }

  @Override
  public void rows(
      List<OutputColumn> columns,
      ResultFormats formats,
      ZoneId zone,
      List<@Nullable Object[]> rows) {
    if (closed) {
      return;
    }
    for (int i = 0; i < rows.size(); i++) {
      ByteBuf out = out();
      int start = out.writerIndex();
      try {
        MessageWriter.dataRow(out, columns, formats, zone, rows.get(i));
      } catch (RuntimeException notWritten) {
        out.writerIndex(start);
        throw notWritten;
      }
      flushIfLong(out);
    }
    if (rows.size() > 1) {
      flush();
    }
  }

  @Override
  public void commandComplete(String tag) {
    write(out -> MessageWriter.text(out, 'C', tag));
  }

  @Override
  public void error(SqlError error) {
    write(out -> MessageWriter.error(out, 'E', "ERROR", error));
  }

  @Override
  public void warning(SqlError warning) {
    write(out -> MessageWriter.error(out, 'N', "WARNING", warning));
  }

  @Override
  public void parameterStatus(String name, String value) {
    write(out -> MessageWriter.parameterStatus(out, name, value));
  }

  @Override
  public void copyIn(int columns, CopyFormat format) {
    write(out -> MessageWriter.copyResponse(out, 'G', columns));
    flush();
    Runnable started = copyInStarted;
    if (started != null) {
      started.run();
    }
  }

  /** What to run whenever the client has been asked for the data of a copy. */
  void onCopyIn(Runnable started) {
    copyInStarted = started;
  }

  /** Runs something on the event loop, unless that is gone. */
  void onLoop(Consumer<ChannelHandlerContext> action) {
    context.executor().execute(() -> action.accept(context));
  }

  @Override
  public void copyOut(List<OutputColumn> columns, CopyFormat format) {
    write(out -> MessageWriter.copyResponse(out, 'H', columns.size()));
    if (format.header()) {
      write(out -> MessageWriter.copyData(out, CopyText.header(columns, format)));
    }
  }

  @Override
  public void copyRows(
      List<OutputColumn> columns, CopyFormat format, ZoneId zone, List<@Nullable Object[]> rows) {
    for (@Nullable Object[] row : rows) {
      write(out -> MessageWriter.copyData(out, CopyText.line(columns, format, zone, row)));
    }
    flush();
  }

  @Override
  public void copyDone() {
    write(out -> MessageWriter.empty(out, 'c'));
  }

  @Override
  public void readyForQuery(char transactionStatus) {
    write(out -> MessageWriter.readyForQuery(out, transactionStatus));
    due = true;
  }

  @Override
  public boolean isWritable() {
    return context.channel().isWritable() && held.bytes() < HELD_BYTES_MAX;
  }

  @Override
  public void whenWritable(Runnable then) {
    whenWritable = then;
    flush();
    writable();
  }

  @Override
  public CopyReader copyReader(Table table, List<Integer> columns, CopyFormat format, ZoneId zone) {
    return new CopyParser(table, columns, format, zone);
  }
}
