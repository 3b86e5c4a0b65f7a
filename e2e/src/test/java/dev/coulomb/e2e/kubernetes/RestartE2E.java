package dev.coulomb.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.programs.Await;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pods that die, and pods that have to. */
class RestartE2E {
  private static final String AGAIN = Kind.NODE_IMAGE + ":" + Kind.VERSION + "-again";
  private static final String FIRST = Kind.NODE_IMAGE + ":" + Kind.VERSION;
  @RegisterExtension static final Scene SCENE = new Scene("e2e-restart");
  private Cluster cluster;

  @BeforeEach
  void create() {
    cluster =
        SCENE
            .apply(
                "mortal",
                """
                image: %s
                resources: {requests: {cpu: 100m, memory: 768Mi}, limits: {memory: 768Mi}}
                overrides: {allowUnsafeRoll: false}
                """
                    .formatted(FIRST))
            .awaitReady();
  }

  @Test
  void aKilledPodComesBackAndAnEventSaysSo() {
    String pod = cluster.podUid();
    cluster.ask("CREATE TABLE memory (id integer PRIMARY KEY)");
    SCENE.kubectl("delete", "pod", "mortal-0", "--grace-period=0", "--force").output();
    Await.until(
        "another pod",
        Cluster.TO_START,
        () ->
            cluster
                .podIfAny()
                .filter(other -> !other.getMetadata().getUid().equals(pod))
                .isPresent());
    cluster.awaitReady();
    Await.until(
        "the new node answers", Duration.ofMinutes(1), () -> cluster.say("SELECT 1").status() == 0);
    assertThat(cluster.ask("SELECT count(*) FROM memory")).isEqualTo("0");
    cluster.ask("DROP TABLE memory");
    cluster.awaitEvent(
        "an Event about the node that is gone",
        Cluster.TO_NOTICE,
        event -> String.valueOf(event.getNote()).contains("mortal-0"));
  }

  @Test
  void anotherImageIsRolledAndEveryRowIsKept() {
    SCENE.kind().tag(FIRST, AGAIN);
    String pod = cluster.podUid();
    cluster.ask("CREATE TABLE treasure (id integer PRIMARY KEY)");
    cluster.ask("INSERT INTO treasure VALUES (1)");
    cluster.patchSpec("{\"image\":\"" + AGAIN + "\"}");
    Await.until(
        "a pod with the other image",
        Cluster.TO_START,
        () ->
            cluster
                .podIfAny()
                .filter(
                    other -> other.getSpec().getContainers().getFirst().getImage().equals(AGAIN))
                .isPresent());
    cluster.awaitReady();
    assertThat(cluster.podUid()).isNotEqualTo(pod);
    assertThat(cluster.ask("SELECT count(*) FROM treasure")).isEqualTo("1");
    cluster.ask("DROP TABLE treasure");
  }

  @Test
  void aStoppedClusterComesBackWithItsRows() {
    cluster.ask("CREATE TABLE winter (id integer PRIMARY KEY)");
    cluster.ask("INSERT INTO winter VALUES (1), (2)");
    cluster.patchSpec("{\"state\":\"Stopped\"}");
    cluster.await("Stopped", Cluster.TO_START, one -> one.status().equals("True"));
    assertThat(cluster.podIfAny()).isEmpty();
    cluster.patchSpec("{\"state\":\"Running\"}");
    cluster.awaitReady();
    assertThat(cluster.ask("SELECT count(*) FROM winter")).isEqualTo("2");
    cluster.ask("DROP TABLE winter");
  }

  @Test
  void anEmptyNodeIsRolledWithoutAsking() {
    SCENE.kind().tag(FIRST, AGAIN);
    String image = cluster.pod().getSpec().getContainers().getFirst().getImage();
    String other = image.equals(AGAIN) ? FIRST : AGAIN;
    cluster.patchSpec("{\"image\":\"" + other + "\"}");
    Await.until(
        "a pod with the other image",
        Cluster.TO_START,
        () ->
            cluster
                .podIfAny()
                .filter(one -> one.getSpec().getContainers().getFirst().getImage().equals(other))
                .isPresent());
    cluster.awaitReady();
  }
}
