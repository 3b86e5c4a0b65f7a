package dev.coulomb.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.CoulombClusterStatus;
import dev.coulomb.operator.kubernetes.Stage;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a cluster on a real API server. */
class CoulombClusterIT {

  private Stage stage;

  @BeforeEach
  void start() {
    stage = new Stage();
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void anEmptySpecBecomesARunningDatabase() {
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    StatefulSet statefulSet = stage.statefulSet("demo");
    assertThat(statefulSet.getSpec().getTemplate().getSpec().getContainers().get(0).getImage())
        .isEqualTo("registry.test/coulomb-node:0.1.0");
    assertThat(stage.cluster("demo").getStatus().phase()).isEqualTo("Running");
    assertThat(stage.cluster("demo").getStatus().version())
        .isEqualTo(new CoulombClusterStatus.VersionStatus("0.1.0", "0.1.0"));
    assertThat(stage.objects("demo"))
        .containsExactlyInAnyOrder(
            "ConfigMap/demo-config",
            "NetworkPolicy/demo",
            "Secret/demo-admin",
            "Secret/demo-superuser",
            "Service/demo",
            "Service/demo-nodes",
            "ServiceAccount/demo",
            "StatefulSet/demo");
  }
}
