package dev.coulomb.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.programs.NodeProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The distribution, from nothing to serving SQL and back. How long that takes is printed, not
 * judged.
 */
class StartIT {
  private static final int ATTEMPTS = 3;

  @Test
  void anEmptyNodeStartsAndStops() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long began = System.nanoTime();
      try (NodeProcess node = NodeProcess.start("start-" + attempt, "--trust-loopback")) {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf("an empty node served SQL after %d ms%n", took.toMillis());
        assertThat(node.stop()).isZero();
      }
    }
  }
}
