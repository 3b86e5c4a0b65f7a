package dev.coulomb.node.transaction;

import dev.coulomb.node.execution.CompiledQuery;
import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.RowSource;
import dev.coulomb.node.partition.OpenViews;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.RowStream;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query over frozen views, made on the query pool as they are asked for: between two
 * fetches it holds views and memory but no thread. Closing it while a fetch runs cancels the fetch,
 * which then lets go of the views.
 */
final class QueryStream implements RowStream {
  /** Of texts and bytes: a batch that holds so many is long enough, whatever it was asked for. */
  private static final long BATCH_BYTES = 256 << 10;

  private final CompiledQuery query;
  private final ExecutionContext context;
  private final Runnable release;
  private final Executor pool;
  private @Nullable RowSource source;
  private boolean running;
  private boolean closed;
  private @Nullable SqlError endedBy;
  private OpenViews.@Nullable Holder holder;

  /**
   * @param release lets go of the views; called once
   */
  QueryStream(CompiledQuery query, ExecutionContext context, Runnable release, Executor pool) {
    this.query = query;
    this.context = context;
    this.release = release;
    this.pool = pool;
  }

  /** Counts among those who hold views; before anybody has the stream. */
  synchronized void holds(OpenViews views) {
    holder = views.hold(this::end);
  }

  @Override
  public void fetch(int maxRows, Receiver receiver) {
    SqlError failure;
    synchronized (this) {
      running = !closed;
      failure = endedBy;
    }
    if (failure != null) {
      receiver.failed(failure);
    } else if (running) {
      pool.execute(() -> run(maxRows, receiver));
    } else {
      receiver.rows(List.of(), true);
    }
  }

  private void run(int maxRows, Receiver receiver) {
    List<@Nullable Object[]> rows = new ArrayList<>(Math.min(maxRows, 256));
    boolean last = false;
    SqlError failure = null;
    try {
      last = pull(maxRows, rows);
    } catch (SqlError error) {
      failure = error;
    } catch (RuntimeException | Error defect) {
      failure = Defects.asError(defect);
    }
    if (ended(last || failure != null)) {
      try {
        release();
      } catch (RuntimeException defect) {
        failure = Defects.asError(defect);
      }
    }
    if (failure != null) {
      receiver.failed(failure);
    } else {
      receiver.rows(rows, last);
    }
  }

  private boolean pull(int maxRows, List<@Nullable Object[]> rows) {
    context.cancel().check();
    RowSource opened = source;
    if (opened == null) {
      opened = query.open(context);
      source = opened;
    }
    long bytes = 0;
    while (rows.size() < maxRows && bytes < BATCH_BYTES) {
      @Nullable Object[] row = opened.next();
      if (row == null) {
        return true;
      }
      rows.add(row);
      bytes += bytesOf(row);
    }
    return false;
  }

  /** Of what can be long. */
  private static long bytesOf(@Nullable Object[] row) {
    long bytes = 0;
    for (Object value : row) {
      if (value instanceof String text) {
        bytes += text.length();
      } else if (value instanceof byte[] array) {
        bytes += array.length;
      }
    }
    return bytes;
  }

  /** The fetch is over; true: this is the moment to let go. */
  private synchronized boolean ended(boolean finished) {
    running = false;
    boolean release = finished || closed;
    closed |= finished;
    return release;
  }

  /** Lets go of the views now, whatever the client has read; its next fetch fails. Any thread. */
  void end(SqlError reason) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      endedBy = reason;
      if (running) {
        context.cancel().raise(reason);
        return;
      }
    }
    release();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      if (running) {
        CancelSignal cancel = context.cancel();
        cancel.raise(new SqlError(SqlState.QUERY_CANCELED, "the query was closed while it ran"));
        return;
      }
    }
    release();
  }

  private void release() {
    RowSource opened = source;
    try {
      if (opened != null) {
        opened.close();
      }
    } finally {
      OpenViews.Holder held = holder();
      if (held != null) {
        held.letGo();
      }
      release.run();
    }
  }

  private synchronized OpenViews.@Nullable Holder holder() {
    return holder;
  }
}
