package dev.coulomb.e2e.sqllogic;

import dev.coulomb.e2e.programs.NodeProcess;
import dev.coulomb.e2e.programs.PostgresProcess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Threads that work off the files, each with a node of its own, for all files use the same names.
 */
final class Crew {
  private final Suite suite;
  private final @Nullable PostgresProcess postgres;
  private final int share;
  private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
  private final Map<Task, Tally> tallies = new ConcurrentSkipListMap<>();

  /** A file and how its tables are made. */
  record Task(String file, Tables tables) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int order = file.compareTo(other.file);
      return order == 0 ? tables.compareTo(other.tables) : order;
    }
  }

  /**
   * @param share one query in so many is asked
   */
  Crew(Suite suite, @Nullable PostgresProcess postgres, int share) {
    this.suite = suite;
    this.postgres = postgres;
    this.share = share;
  }

  /** Works off all tasks with so many threads. */
  Map<Task, Tally> work(List<Task> all, int threads) {
    tasks.addAll(all);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        String name = "sqllogic" + i;
        running.add(
            pool.submit(() -> {
              worker(name);
              return null;
            }));
      }
      for (Future<?> one : running) {
        one.get();
      }
      return tallies;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a file could not be run", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void worker(String name) throws SQLException {
    try (NodeProcess process =
            NodeProcess.start(name, "--trust-loopback", "--statement-timeout", "20s");
        Server node = new Server(process.jdbcUrl(), "coulomb")) {
      if (postgres == null) {
        workOff(node, null);
      } else {
        try (Server peer = new Server(database(postgres, name), postgres.user())) {
          workOff(node, peer);
        }
      }
    }
  }

  private void workOff(Server node, @Nullable Server peer) throws SQLException {
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      Run run = new Run(suite.read(task.file()), task.tables(), node, peer);
      tallies.put(task, run.run(share));
    }
  }

  /** A database of its own for each thread. */
  private static String database(PostgresProcess postgres, String name) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return postgres.jdbcUrl().replaceFirst("[^/]*$", name);
  }
}
