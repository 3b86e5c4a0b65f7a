package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.node.fuzz.FuzzClient;
import dev.coulomb.node.transaction.InteractiveMetrics;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of clients on sockets that say what no driver would: the node has no defect, answers
 * whoever kept to the protocol, and when all are gone nothing of them is left. {@code -Dseed}
 * replays, {@code -Druns} asks for more clients.
 */
class SocketFuzzTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int CLIENTS = Integer.getInteger("runs", 300);
  private static final int AT_ONCE = 8;
  private static final int ROWS = 300;
  private static final long SECONDS_MAX = 60;

  /** Threads of the node that its clients keep busy. */
  private static final String WORKERS = "(planner|partition|query)-\\d+";

  @TempDir private Path folder;

  @Test
  void theNodeTakesWhateverItIsTold() throws Exception {
    System.out.println("SocketFuzzTest: -Dseed=" + SEED);
    try (TestNode node = new TestNode(folder)) {
      try (Connection connection = node.connect();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT) PARTITION BY HASH (a);"
                + " CREATE PROCEDURE nothing() LANGUAGE SQL AS $$SELECT count(*) FROM t;$$");
        statement.execute(
            IntStream.range(0, ROWS)
                .mapToObj(a -> "(" + a + ", 'row')")
                .collect(Collectors.joining(", ", "INSERT INTO t VALUES ", "")));
      }
      InteractiveMetrics interactive =
          node.node().engine().data().transactions().metrics().interactive();
      clients(node.node().sqlPort());
      try (Connection connection = node.connect();
          Statement statement = connection.createStatement()) {
        await("no session is left", () -> isNobodyElse(statement));
        await("no transaction is left", () -> interactive.open() == 0);
        await("no thread works for a client that is gone", SocketFuzzTest::areWorkersIdle);
        assertThat(statement.executeUpdate("INSERT INTO t VALUES (100000, 'at the end')")).isOne();
        assertThat(number(statement, "SELECT sum(a) FROM t WHERE b = 'at the end'"))
            .isEqualTo(100_000);
      }
    }
  }

  private static void clients(int port) throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    try (ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        ExecutorService readers = Executors.newCachedThreadPool()) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        SplittableRandom mine = random.split();
        int number = i;
        tasks.add(() -> {
          try (FuzzClient client = new FuzzClient(port, mine)) {
            client.run(readers);
          } catch (AssertionError | ExecutionException wrong) {
            throw new AssertionError("client " + number + " of -Dseed=" + SEED, wrong);
          }
          return null;
        });
      }
      for (Future<Void> client : clients.invokeAll(tasks)) {
        client.get();
      }
    }
  }

  /** A session of ours asks. */
  private static boolean isNobodyElse(Statement statement) throws SQLException {
    return number(statement, "SELECT count(*) FROM coulomb_sessions") == 1;
  }

  private static boolean areWorkersIdle() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches(WORKERS))
        .allMatch(thread -> thread.getState() == Thread.State.WAITING);
  }

  private static void await(String what, Callable<Boolean> test) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    while (!test.call()) {
      assertThat(System.nanoTime()).as("%s; -Dseed=%d", what, SEED).isLessThan(deadline);
    }
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }
}
