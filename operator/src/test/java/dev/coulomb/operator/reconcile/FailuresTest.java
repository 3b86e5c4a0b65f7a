package dev.coulomb.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.wanted.Clusters;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.AggregatedOperatorException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailuresTest {

  private static final Exception WEBHOOK =
      new KubernetesClientException(
          "PATCH at: https://10.0.0.1/",
          500,
          new StatusBuilder().withMessage("failed calling webhook\nlong story").build());

  private final Failures failures = new Failures();
  private final CoulombCluster cluster = Clusters.cluster("spec: {}");

  @Test
  void theSecondInARowIsTold() {
    assertThat(failures.brokeOff(cluster)).isFalse();
    assertThat(failures.brokeOff(cluster)).isTrue();
    failures.ended(cluster);
    assertThat(failures.brokeOff(cluster)).isFalse();
  }

  @Test
  void whatKubernetesSaidIsToldWithoutTheRequest() {
    assertThat(Failures.sentence(WEBHOOK)).isEqualTo("Kubernetes answered: failed calling webhook");
    assertThat(Failures.sentence(new AggregatedOperatorException("x", Map.of("config", WEBHOOK))))
        .isEqualTo("config: Kubernetes answered: failed calling webhook");
    assertThat(Failures.sentence(new IllegalStateException(WEBHOOK)))
        .isEqualTo("Kubernetes answered: failed calling webhook");
  }

  @Test
  void ourOwnMistakeIsCalledThat() {
    assertThat(Failures.sentence(new NullPointerException("password=secret")))
        .isEqualTo(
            "the operator met a defect of its own (NullPointerException); its log says more");
  }
}
