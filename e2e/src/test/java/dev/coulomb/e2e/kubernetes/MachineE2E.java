package dev.coulomb.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.load.CountedWorks.Appender;
import dev.coulomb.e2e.load.CountedWorks.Transfer;
import dev.coulomb.e2e.load.Load;
import dev.coulomb.e2e.programs.Await;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A machine of the cluster loses its power, and everything on it. */
class MachineE2E {
  private static final int STEPS = 200;
  @RegisterExtension static final Scene SCENE = new Scene("e2e-machine");

  @Test
  void aDatabaseWhoseMachineDiesUnderLoadHasAllThatItAcknowledged() throws Exception {
    Cluster cluster =
        SCENE
            .apply(
                "powerless",
                "resources: {requests: {cpu: 100m, memory: 768Mi}, limits: {memory: 768Mi}}")
            .awaitReady()
            .awaitAnswer();
    try (Load load =
        new Load(
            List.of(
                new Appender(0),
                new Appender(1),
                new Transfer(0, new SplittableRandom(0)),
                new Transfer(1, new SplittableRandom(1))))) {
      try (Door door = cluster.open()) {
        load.prepare(door::connect);
        load.begin(door::connect);
        Await.until(
            "some work is done, or a client failed",
            Cluster.TO_START,
            () -> load.acknowledged() >= STEPS || load.ended());
        SCENE.kind().powerCycle(cluster.pod().getSpec().getNodeName());
        load.stop();
      }
      assertThat(load.acknowledged()).isGreaterThanOrEqualTo(STEPS);
      cluster.awaitAnswer();
      try (Door door = cluster.open()) {
        load.check(door::connect);
      }
    }
    cluster.awaitReady();
    cluster.delete();
  }
}
