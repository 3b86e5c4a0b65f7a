package dev.coulomb.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.kubernetes.Stage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A change of the spec that arrives while the operator writes the status is never lost. Each change
 * makes the operator write (paused or not, settings, generation), so the changes land before,
 * during and after its writes.
 */
class HammerIT {

  private static final int ROUNDS = 15;
  private static final int CHANGES_MAX = 6;

  private Stage stage;

  @BeforeEach
  void start() {
    stage = new Stage();
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void theLastWordIsAlwaysCarriedOut() {
    long seed = Long.getLong("seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    String node = stage.node("demo");
    for (int round = 0; round < ROUNDS; round++) {
      int changes = random.nextInt(1, CHANGES_MAX + 1);
      int connections = 0;
      boolean paused = false;
      for (int change = 0; change < changes; change++) {
        connections = random.nextInt(1, 1_000);
        paused = random.nextBoolean();
        stage.apply("demo", spec(connections, paused));
      }
      String wanted = Integer.toString(connections);
      boolean wantedPaused = paused;
      long generation = stage.cluster("demo").getMetadata().getGeneration();
      stage.await(
          "round " + round + ", -Dseed=" + seed + ": " + wanted + " connections, paused " + paused,
          () ->
              wanted.equals(stage.nodes().setting(node, "sql.max-connections"))
                  && stage.nodes().paused(node) == wantedPaused);
      stage.awaitCluster(
          "demo",
          c ->
              Long.valueOf(generation).equals(c.getStatus().observedGeneration())
                  && (wantedPaused ? "Paused" : "Running").equals(c.getStatus().phase()),
          "status of generation " + generation + ", -Dseed=" + seed);
    }
    assertThat(stage.node("demo")).isEqualTo(node);
  }

  private static String spec(int connections, boolean paused) {
    return "spec: {state: %s, config: {sql.max-connections: \"%d\"}}"
        .formatted(paused ? "Paused" : "Running", connections);
  }
}
