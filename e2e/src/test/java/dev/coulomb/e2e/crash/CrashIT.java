package dev.coulomb.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.crash.CountedWorks.Appender;
import dev.coulomb.e2e.crash.CountedWorks.Counter;
import dev.coulomb.e2e.crash.CountedWorks.Replicated;
import dev.coulomb.e2e.crash.CountedWorks.Transfer;
import dev.coulomb.e2e.crash.CountedWorks.Voter;
import dev.coulomb.e2e.programs.Await;
import dev.coulomb.e2e.programs.NodeProcess;
import dev.coulomb.e2e.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * A node of this machine is killed at random moments (SIGKILL) while clients work on it, again and
 * again on the same data; after each recovery all that was ever acknowledged is looked for. {@code
 * -Druns} asks for more rounds, {@code -Dseed} chooses the moments and the work.
 */
class CrashIT {
  private static final int ROUNDS = 24;

  /** Pieces of work in a round, at most. */
  private static final int STEPS_MAX = 4_000;

  private static final Duration ROUND_LIMIT = Duration.ofSeconds(120);

  /** Small, so that segments are left behind and checkpoints are made under way. */
  private static final List<String> OPTIONS =
      List.of("--trust-loopback", "--data-memory", "256MiB", "--checkpoint-log-size", "1MiB");

  @Test
  void aNodeThatIsKilledLosesNothingThatItAcknowledged() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    int rounds = Integer.getInteger("runs", ROUNDS);
    System.out.println("CrashIT: -Dseed=" + seed + " -Druns=" + rounds);
    SplittableRandom random = new SplittableRandom(seed);
    List<Work> works = works(random);
    Path data = emptyDirectory();
    try (ExecutorService clients = Executors.newFixedThreadPool(works.size())) {
      for (int round = 0; round < rounds; round++) {
        try (NodeProcess node = NodeProcess.startOn("crash", data, OPTIONS)) {
          look(node, works, round == 0);
          workUntilKilled(node, works, clients, random.nextInt(1, STEPS_MAX));
        }
      }
      try (NodeProcess node = NodeProcess.startOn("crash", data, OPTIONS)) {
        look(node, works, false);
        assertThat(node.stop()).isZero();
      }
      try (NodeProcess node = NodeProcess.startOn("crash", data, OPTIONS)) {
        look(node, works, false);
      }
    }
    System.out.println("CrashIT: " + acknowledged(works) + " transactions acknowledged, none lost");
  }

  private static List<Work> works(SplittableRandom random) {
    List<Work> works = new ArrayList<>();
    for (int client = 0; client < 4; client++) {
      works.add(new Counter(client));
      works.add(new Appender(client));
      works.add(new Transfer(client, random.split()));
      works.add(new Voter(client));
    }
    for (int client = 0; client < 2; client++) {
      works.add(new Replicated(client));
      works.add(new Numbers(client));
      works.add(new Schemas(client, random.split()));
    }
    return works;
  }

  private static Path emptyDirectory() throws IOException {
    Path folder = Files.createDirectories(Project.TARGET.resolve("nodes").resolve("crash"));
    return Files.createTempDirectory(folder, "data");
  }

  private static void look(NodeProcess node, List<Work> works, boolean first) throws SQLException {
    try (Connection connection = DriverManager.getConnection(node.jdbcUrl(), "coulomb", "")) {
      for (Work work : works) {
        if (first) {
          work.prepare(connection);
        }
        work.check(connection);
      }
    }
  }

  private static void workUntilKilled(
      NodeProcess node, List<Work> works, ExecutorService clients, int steps)
      throws InterruptedException, ExecutionException {
    long before = acknowledged(works);
    List<Future<?>> running = new ArrayList<>();
    for (Work work : works) {
      running.add(clients.submit(() -> work(node, work)));
    }
    Await.until(
        "enough was done, or a client failed",
        ROUND_LIMIT,
        () ->
            acknowledged(works) - before >= steps
                || running.stream().anyMatch(each -> each.isDone()));
    node.kill();
    for (Future<?> each : running) {
      each.get();
    }
  }

  /** Works until the connection breaks; any other failure is one of the test. */
  private static void work(NodeProcess node, Work work) {
    try (Connection connection = DriverManager.getConnection(node.jdbcUrl(), "coulomb", "")) {
      while (true) {
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

  private static long acknowledged(List<Work> works) {
    return works.stream().mapToLong(Work::acknowledged).sum();
  }
}
