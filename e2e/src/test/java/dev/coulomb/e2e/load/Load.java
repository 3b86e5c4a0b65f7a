package dev.coulomb.e2e.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Works that are done side by side, each by a client of its own, until they are stopped or the node
 * is gone. One thread at a time.
 */
public final class Load implements AutoCloseable {
  private final List<Work> works;
  private final ExecutorService clients;
  private final List<Future<?>> running = new ArrayList<>();
  private volatile boolean stopping;

  /** Nothing runs yet. */
  public Load(List<? extends Work> works) {
    this.works = List.copyOf(works);
    this.clients = Executors.newFixedThreadPool(works.size());
  }

  /** Makes what the works need, and compares what is there. */
  public void prepare(Sessions database) throws SQLException {
    try (Connection connection = database.open()) {
      for (Work work : works) {
        work.prepare(connection);
        work.check(connection);
      }
    }
  }

  /** Looks for all that was acknowledged. */
  public void check(Sessions database) throws SQLException {
    try (Connection connection = database.open()) {
      for (Work work : works) {
        work.check(connection);
      }
    }
  }

  /** Begins to work, and returns. */
  public void begin(Sessions database) {
    if (!running.isEmpty()) {
      throw new IllegalStateException("the load runs already");
    }
    stopping = false;
    works.forEach(work -> running.add(clients.submit(() -> work(database, work))));
  }

  /** Pieces of work that were acknowledged, since ever. Any thread. */
  public long acknowledged() {
    return works.stream().mapToLong(Work::acknowledged).sum();
  }

  /** Whether a client ended by itself: the node is gone, or the client failed. */
  public boolean ended() {
    return running.stream().anyMatch(Future::isDone);
  }

  /** Lets every client finish its piece of work; what one of them failed with is thrown. */
  public void stop() throws InterruptedException, ExecutionException {
    stopping = true;
    for (Future<?> each : running) {
      each.get();
    }
    running.clear();
  }

  @Override
  public void close() {
    stopping = true;
    clients.close();
  }

  /** Works until the connection breaks; any other failure is one of the test. */
  private void work(Sessions database, Work work) {
    try (Connection connection = database.open()) {
      while (!stopping) {
        try {
          work.step(connection);
        } catch (SQLException error) {
          if (!"40001".equals(error.getSQLState())) {
            throw error;
          }
        }
      }
    } catch (SQLException error) {
      String state = error.getSQLState();
      if (state == null || !state.startsWith("08")) {
        throw new AssertionError(work.getClass().getSimpleName() + ": " + error, error);
      }
    }
  }
}
