package dev.coulomb.node.pgwire;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** The clients that are connected, and how many may be. Any thread. */
final class Connections {
  private final IntSupplier limit;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final LongAdder refused = new LongAdder();
  private volatile boolean stopping;

  Connections(IntSupplier limit) {
    this.limit = limit;
  }

  /** Counts one in, or throws 53300 or, while the node stops, 57P03. */
  synchronized void admit(Connection connection) {
    if (stopping) {
      refused.increment();
      throw new SqlError(SqlState.CANNOT_CONNECT_NOW, "the database is shutting down");
    }
    if (open.size() >= limit.getAsInt()) {
      refused.increment();
      throw new SqlError(SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already")
          .with("limit", limit.getAsInt());
    }
    open.add(connection);
  }

  void left(Connection connection) {
    open.remove(connection);
    synchronized (this) {
      notifyAll();
    }
  }

  /** Ends each connection when its statement has ended; waits for that, but no longer than said. */
  void drain(SqlError reason, Duration most) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    open.forEach(connection -> connection.terminateWhenIdle(reason));
    synchronized (this) {
      while (!open.isEmpty()) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    }
  }

  int count() {
    return open.size();
  }

  long refused() {
    return refused.sum();
  }

  /** After this nobody is counted in who was not before. */
  synchronized void stopAccepting() {
    stopping = true;
  }

  void terminate(SqlError reason) {
    open.forEach(connection -> connection.terminate(reason));
  }
}
