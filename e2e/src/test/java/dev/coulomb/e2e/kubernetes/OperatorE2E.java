package dev.coulomb.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.programs.Await;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The operator itself: two copies, one leads, the other takes over. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorE2E {
  private static final Duration TO_TAKE_OVER = Duration.ofMinutes(1);
  @RegisterExtension static final Scene SCENE = new Scene("e2e-operator");
  private Cluster cluster;

  @BeforeAll
  void create() {
    cluster =
        SCENE
            .apply(
                "led", "resources: {requests: {cpu: 100m, memory: 768Mi}, limits: {memory: 768Mi}}")
            .awaitReady();
  }

  @Test
  void twoCopiesRunAndOneLeads() {
    assertThat(copies()).hasSize(2);
    assertThat(copies()).extracting(pod -> pod.getMetadata().getName()).contains(leader());
  }

  @Test
  void theOtherCopyTakesOverWhenTheLeaderIsKilled() {
    String before = leader();
    String pod = cluster.podUid();
    SCENE.kind().killLeader();
    Await.until("another leader", TO_TAKE_OVER, () -> !leader().equals(before));
    cluster.patchSpec("{\"config\":{\"sql.max-connections\":\"99\"}}");
    try (Door door = cluster.open()) {
      Await.until(
          "the new leader works",
          TO_TAKE_OVER,
          () -> door.status().at("/settings").path("sql.max-connections").asText().equals("99"));
    }
    assertThat(cluster.podUid()).as("the database is not touched").isEqualTo(pod);
    Await.until(
        "two copies again",
        Cluster.TO_START,
        () -> copies().size() == 2 && copies().stream().allMatch(OperatorE2E::isReady));
  }

  @Test
  void speaksToPrometheus() throws IOException {
    String metrics = askLeader("/metrics");
    assertThat(metrics)
        .containsPattern("(?m)^# TYPE coulomb_operator_\\w*reconcil\\w* ")
        .containsPattern("(?m)^coulomb_\\w+\\{[^}]*led[^}]*} [0-9.E+-]+$");
  }

  @Test
  void saysThatItIsWell() throws IOException {
    assertThat(askLeader("/q/health/ready")).contains("UP");
    assertThat(askLeader("/q/health/live")).contains("UP");
  }

  @Test
  void explainsEveryField() {
    String explained = SCENE.kubectl("explain", "coulombcluster", "--recursive").output();
    assertThat(explained).contains("kSafety", "superuserSecretRef", "allowUnsafeRoll");
    for (String path :
        List.of(
            "coulombcluster",
            "coulombcluster.spec",
            "coulombcluster.spec.access",
            "coulombcluster.status")) {
      assertThat(SCENE.kubectl("explain", path).output())
          .as(path)
          .contains("DESCRIPTION")
          .doesNotContain("<no description>")
          .doesNotContain("<empty>");
    }
  }

  private static List<Pod> copies() {
    return SCENE
        .client()
        .pods()
        .inNamespace(Kind.OPERATOR_NAMESPACE)
        .withLabel("app.kubernetes.io/name", "coulomb-operator")
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(one -> one.getType().equals("Ready") && one.getStatus().equals("True"));
  }

  private static String leader() {
    return SCENE.kind().leader();
  }

  private static String askLeader(String path) throws IOException {
    try (LocalPortForward forward =
        SCENE
            .client()
            .pods()
            .inNamespace(Kind.OPERATOR_NAMESPACE)
            .withName(leader())
            .portForward(8080)) {
      return Door.get(forward.getLocalPort(), path);
    }
  }
}
