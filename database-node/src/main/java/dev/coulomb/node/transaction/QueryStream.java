package dev.coulomb.node.transaction;

import dev.coulomb.node.execution.CompiledQuery;
import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.RowSource;
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
  private final CompiledQuery query;
  private final ExecutionContext context;
  private final Runnable release;
  private final Executor pool;
  private @Nullable RowSource source;
  private boolean running;
  private boolean closed;

  /**
   * @param release lets go of the views; called once
   */
  QueryStream(CompiledQuery query, ExecutionContext context, Runnable release, Executor pool) {
    this.query = query;
    this.context = context;
    this.release = release;
    this.pool = pool;
  }

  @Override
  public void fetch(int maxRows, Receiver receiver) {
    synchronized (this) {
      if (closed) {
        receiver.rows(List.of(), true);
        return;
      }
      running = true;
    }
    pool.execute(() -> run(maxRows, receiver));
  }

  private void run(int maxRows, Receiver receiver) {
    List<@Nullable Object[]> rows = new ArrayList<>(Math.min(maxRows, 256));
    boolean last = false;
    SqlError failure = null;
    try {
      last = pull(maxRows, rows);
    } catch (SqlError error) {
      failure = error;
    } catch (RuntimeException | StackOverflowError defect) {
      failure = Defects.asError(defect);
    }
    if (ended(last || failure != null)) {
      release();
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
    while (rows.size() < maxRows) {
      @Nullable Object[] row = opened.next();
      if (row == null) {
        return true;
      }
      rows.add(row);
    }
    return false;
  }

  /** The fetch is over; true: this is the moment to let go. */
  private synchronized boolean ended(boolean finished) {
    running = false;
    boolean release = finished || closed;
    closed |= finished;
    return release;
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
    if (opened != null) {
      opened.close();
    }
    release.run();
  }
}
