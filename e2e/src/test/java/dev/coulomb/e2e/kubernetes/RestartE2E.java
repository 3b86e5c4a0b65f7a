package dev.coulomb.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.programs.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Processes that die, and pods that have to go: every row that was told of is there again. */
class RestartE2E {
  private static final String AGAIN = Kind.NODE_IMAGE + ":" + Kind.VERSION + "-again";
  private static final String FIRST = Kind.NODE_IMAGE + ":" + Kind.VERSION;
  @RegisterExtension static final Scene SCENE = new Scene("e2e-restart");
  private Cluster cluster;

  @BeforeEach
  void createWithRows() {
    cluster =
        SCENE
            .apply(
                "mortal",
                """
                image: %s
                resources: {requests: {cpu: 100m, memory: 768Mi}, limits: {memory: 768Mi}}
                """
                    .formatted(FIRST))
            .awaitReady();
    cluster.ask(
        "CREATE TABLE memory (id integer PRIMARY KEY, word text) PARTITION BY HASH (id);"
            + " INSERT INTO memory SELECT n, 'word ' || n FROM generate_series(1, 1000) AS s(n)");
  }

  @AfterEach
  void drop() {
    cluster.ask("DROP TABLE memory");
  }

  @Test
  void aKilledPodComesBackWithEveryRow() {
    String pod = cluster.podUid();
    SCENE.kubectl("delete", "pod", "mortal-0", "--grace-period=0", "--force").output();
    cluster.awaitAnotherPod(pod).awaitAnswer();
    assertEveryRow();
    cluster.awaitEvent(
        "an Event about the node that is gone",
        Cluster.TO_NOTICE,
        event -> String.valueOf(event.getNote()).contains("mortal-0"));
  }

  @Test
  void aKilledProcessStartsAgainInItsPodWithEveryRow() {
    String pod = cluster.podUid();
    int before = cluster.restarts();
    SCENE.kind().killProcessOf(cluster.pod());
    Await.until("another process", Cluster.TO_START, () -> cluster.restarts() > before);
    cluster.awaitAnswer();
    assertThat(cluster.podUid()).isEqualTo(pod);
    assertEveryRow();
    cluster.awaitEvent(
        "an Event about the process that is gone",
        Cluster.TO_NOTICE,
        event -> "StartedAnew".equals(event.getReason()));
  }

  @Test
  void anotherImageIsRolledWithoutAskingAndEveryRowIsKept() {
    SCENE.kind().tag(FIRST, AGAIN);
    String pod = cluster.podUid();
    cluster.patchSpec("{\"image\":\"" + AGAIN + "\"}");
    cluster.awaitAnotherPod(pod).awaitReady().awaitAnswer();
    assertThat(cluster.pod().getSpec().getContainers().getFirst().getImage()).isEqualTo(AGAIN);
    assertEveryRow();
  }

  @Test
  void aStoppedClusterComesBackWithEveryRow() {
    cluster.patchSpec("{\"state\":\"Stopped\"}");
    cluster.await("Stopped", true, Cluster.TO_START);
    assertThat(cluster.podIfAny()).isEmpty();
    cluster.patchSpec("{\"state\":\"Running\"}");
    cluster.awaitReady().awaitAnswer();
    assertEveryRow();
  }

  private void assertEveryRow() {
    assertThat(cluster.ask("SELECT count(*), sum(id), max(word) FROM memory"))
        .isEqualTo("1000|500500|word 999");
    assertThat(cluster.ask("INSERT INTO memory VALUES (0, 'more') RETURNING id")).startsWith("0");
  }
}
