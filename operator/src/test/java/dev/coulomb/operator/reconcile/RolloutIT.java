package dev.coulomb.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.kubernetes.Stage;
import dev.coulomb.operator.naming.Ports;
import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes that need a restart, and when they get one. */
class RolloutIT {

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
  void anotherVersionRollsANodeWhichKeepsItsRows() {
    stage.nodes().insert(stage.node("demo"), 7);
    stage.apply("demo", "spec: {version: \"0.2.0\"}");
    stage.awaitCluster(
        "demo",
        c ->
            c.getStatus().version() != null
                && "0.2.0".equals(c.getStatus().version().current())
                && "Running".equals(c.getStatus().phase()),
        "version 0.2.0");
    stage.awaitCondition("demo", "Upgrading", "False", "UpToDate");
    assertThat(stage.nodes().orders()).containsExactly("stop demo-0");
    assertThat(stage.nodes().rows(stage.node("demo"))).isEqualTo(7);
    stage.awaitEvent(
        "demo",
        "Normal Restarting: demo-0 is restarted: image registry.test/coulomb-node:0.1.0 becomes registry.test/coulomb-node:0.2.0");
  }

  @Test
  void aNodeThatHoldsDataIsLeftAloneAndTheReasonIsTold() {
    String node = stage.node("demo");
    stage.nodes().insert(node, 7);
    stage.nodes().endanger(node, true);
    stage.apply("demo", "spec: {version: \"0.2.0\"}");
    Condition upgrading = stage.awaitCondition("demo", "Upgrading", "False", "DataWouldBeLost");
    assertThat(upgrading.getMessage())
        .contains("7 rows live in the memory of this node only")
        .contains("spec.overrides.allowUnsafeRoll: true")
        .contains("take the change back");
    assertThat(stage.cluster("demo").getStatus().phase()).isEqualTo("Blocked");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.awaitEvent("demo", "Warning DataWouldBeLost:");
    // What needs no restart still happens.
    stage.apply("demo", "spec: {version: \"0.2.0\", state: Paused}");
    stage.awaitCondition("demo", "Paused", "True", "PausedBySpec");
    assertThat(stage.nodes().rows(node)).isEqualTo(7);
    // And the change can be taken back.
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Degraded", "False", "AsWanted");
    assertThat(stage.nodes().rows(node)).isEqualTo(7);
    assertThat(stage.nodes().orders()).noneMatch(order -> order.startsWith("stop"));
  }

  @Test
  void theNamedOverrideRestartsItRegardless() {
    String node = stage.node("demo");
    stage.nodes().insert(node, 7);
    stage.nodes().endanger(node, true);
    stage.apply("demo", "spec: {version: \"0.2.0\"}");
    stage.awaitCondition("demo", "Upgrading", "False", "DataWouldBeLost");
    stage.apply("demo", "spec: {version: \"0.2.0\", overrides: {allowUnsafeRoll: true}}");
    stage.awaitCondition("demo", "Upgrading", "False", "UpToDate");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    assertThat(stage.nodes().orders()).containsExactly("stop demo-0 by force");
    assertThat(stage.node("demo")).isNotEqualTo(node);
  }

  @Test
  void aSilentNodeIsNotRestarted() {
    String node = stage.node("demo");
    stage.nodes().silence(node, true);
    stage.apply("demo", "spec: {version: \"0.2.0\"}");
    stage.awaitCondition("demo", "Upgrading", "False", "NodeSilent");
    String uid = Objects.requireNonNull(stage.pod("demo")).getMetadata().getUid();
    stage.nodes().silence(node, false);
    stage.awaitCondition("demo", "Upgrading", "False", "UpToDate");
    assertThat(Objects.requireNonNull(stage.pod("demo")).getMetadata().getUid()).isNotEqualTo(uid);
  }

  @Test
  void aSettingThatIsReadAtTheStartNeedsTheSamePermission() {
    stage.nodes().insert(stage.node("demo"), 1);
    stage.nodes().endanger(stage.node("demo"), true);
    stage.apply("demo", "spec: {config: {memory.data: 256MiB, sql.max-connections: \"10\"}}");
    Condition config = stage.awaitCondition("demo", "ConfigApplied", "False", "RestartNeeded");
    assertThat(config.getMessage()).contains("Upgrading");
    stage.awaitCondition("demo", "Upgrading", "False", "DataWouldBeLost");
    assertThat(stage.nodes().setting(stage.node("demo"), "sql.max-connections")).isEqualTo("10");
  }

  @Test
  void anOperatorThatDiesAfterStoppingTheNodeFinishesTheRestart() {
    String uid = Objects.requireNonNull(stage.pod("demo")).getMetadata().getUid();
    String node = stage.node("demo");
    stage.stopOperator();
    stage.apply("demo", "spec: {version: \"0.2.0\"}");
    // As left by an operator that died between the node's stop and the pod's deletion.
    assertThat(stage.nodes().stop(new NodeAddress(node, Ports.ADMIN, ""), false))
        .isEqualTo(new Answer.Stopping());
    stage.startOperator();
    stage.awaitCondition("demo", "Upgrading", "False", "UpToDate");
    stage.awaitCluster(
        "demo",
        c -> c.getStatus().version() != null && "0.2.0".equals(c.getStatus().version().current()),
        "version 0.2.0");
    assertThat(Objects.requireNonNull(stage.pod("demo")).getMetadata().getUid()).isNotEqualTo(uid);
  }
}
