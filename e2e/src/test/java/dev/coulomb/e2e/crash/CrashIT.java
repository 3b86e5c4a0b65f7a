package dev.coulomb.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.load.CountedWorks.Appender;
import dev.coulomb.e2e.load.CountedWorks.Counter;
import dev.coulomb.e2e.load.CountedWorks.Replicated;
import dev.coulomb.e2e.load.CountedWorks.Transfer;
import dev.coulomb.e2e.load.CountedWorks.Voter;
import dev.coulomb.e2e.load.Load;
import dev.coulomb.e2e.load.Numbers;
import dev.coulomb.e2e.load.Schemas;
import dev.coulomb.e2e.load.Work;
import dev.coulomb.e2e.programs.Await;
import dev.coulomb.e2e.programs.NodeProcess;
import dev.coulomb.e2e.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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
    Path data = emptyDirectory();
    try (Load load = new Load(works(random))) {
      for (int round = 0; round < rounds; round++) {
        try (NodeProcess node = NodeProcess.startOn("crash", data, OPTIONS)) {
          if (round == 0) {
            load.prepare(node::connect);
          } else {
            load.check(node::connect);
          }
          workUntilKilled(node, load, random.nextInt(1, STEPS_MAX));
        }
      }
      try (NodeProcess node = NodeProcess.startOn("crash", data, OPTIONS)) {
        load.check(node::connect);
        assertThat(node.stop()).isZero();
      }
      try (NodeProcess node = NodeProcess.startOn("crash", data, OPTIONS)) {
        load.check(node::connect);
      }
      System.out.println("CrashIT: " + load.acknowledged() + " transactions, none lost");
    }
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

  private static void workUntilKilled(NodeProcess node, Load load, int steps) throws Exception {
    long before = load.acknowledged();
    load.begin(node::connect);
    Await.until(
        "enough was done, or a client failed",
        ROUND_LIMIT,
        () -> load.acknowledged() - before >= steps || load.ended());
    node.kill();
    load.stop();
  }
}
