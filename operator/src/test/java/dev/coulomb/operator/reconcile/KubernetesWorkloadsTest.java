package dev.coulomb.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.operator.observe.Applied;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.PodRef;
import dev.coulomb.operator.wanted.Clusters;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The deletion of a pod, answer by answer of a scripted API server: it is the one deed that cannot
 * be taken back.
 */
@EnableKubernetesMockClient
class KubernetesWorkloadsTest {

  private static final String PATH = "/api/v1/namespaces/shop/pods/demo-0";
  private static final PodRef POD = new PodRef("demo-0", "u-0");

  @SuppressWarnings("NullAway.Init") // set by the extension
  KubernetesClient client;

  @SuppressWarnings("NullAway.Init") // set by the extension
  KubernetesMockServer server;

  @Test
  void aPodAsExpectedIsDeletedAtExactlyTheVersionThatWasSeen() throws InterruptedException {
    pod("u-0", "7", false);
    server.expect().delete().withPath(PATH).andReturn(200, new StatusBuilder().build()).once();
    assertThat(workloads().deletePod(POD, life -> true)).isTrue();
    assertThat(server.takeRequest().getMethod()).isEqualTo("GET");
    assertThat(server.takeRequest().getUtf8Body())
        .contains("\"preconditions\":{\"resourceVersion\":\"7\"}");
  }

  @Test
  void aPodThatChangesMeanwhileIsLookedAtAgain() {
    pod("u-0", "7", false);
    server
        .expect()
        .delete()
        .withPath(PATH)
        .andReturn(409, new StatusBuilder().withCode(409).build())
        .once();
    pod("u-0", "8", true);
    assertThat(
            workloads()
                .deletePod(POD, life -> !(life.container() instanceof ContainerView.Running)))
        .isFalse();
  }

  @Test
  void anotherPodOfThatNameIsLeftAlone() {
    pod("u-1", "9", false);
    assertThat(workloads().deletePod(POD, life -> true)).isFalse();
  }

  @Test
  void aPodThatIsGoneIsNoError() {
    server
        .expect()
        .get()
        .withPath(PATH)
        .andReturn(404, new StatusBuilder().withCode(404).build())
        .once();
    assertThat(workloads().deletePod(POD, life -> true)).isFalse();
  }

  @Test
  void aRefusalIsAnError() {
    pod("u-0", "7", false);
    server
        .expect()
        .delete()
        .withPath(PATH)
        .andReturn(403, new StatusBuilder().withCode(403).withMessage("no").build())
        .once();
    assertThatThrownBy(() -> workloads().deletePod(POD, life -> true))
        .isInstanceOf(KubernetesClientException.class);
  }

  private KubernetesWorkloads workloads() {
    StatefulSet desired =
        new StatefulSetBuilder()
            .withNewMetadata()
            .withName("demo")
            .withNamespace("shop")
            .endMetadata()
            .build();
    return new KubernetesWorkloads(
        client, Clusters.cluster("spec: {}"), desired, new Applied(), pod -> Optional.empty());
  }

  private void pod(String uid, String version, boolean running) {
    PodBuilder pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("demo-0")
            .withNamespace("shop")
            .withUid(uid)
            .withCreationTimestamp("2026-11-28T12:00:00Z")
            .withResourceVersion(version)
            .endMetadata();
    Pod seen =
        running
            ? pod.withNewStatus()
                .addNewContainerStatus()
                .withName("database")
                .withStarted(true)
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build()
            : pod.build();
    server.expect().get().withPath(PATH).andReturn(200, seen).once();
  }
}
