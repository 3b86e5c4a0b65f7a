package dev.coulomb.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.programs.Await;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deleting a cluster leaves nothing behind. */
class DeletionE2E {
  @RegisterExtension static final Scene SCENE = new Scene("e2e-deletion");

  @Test
  void leavesNothingBehind() {
    Set<String> before = everything();
    Cluster cluster =
        SCENE
            .apply(
                "short-lived",
                """
                resources: {requests: {cpu: 100m, memory: 768Mi}, limits: {memory: 768Mi}}
                storage: {reclaimPolicy: Delete}
                """)
            .awaitReady();
    cluster.ask("CREATE TABLE t (id integer PRIMARY KEY)");
    assertThat(everything()).hasSizeGreaterThan(before.size() + 5);
    SCENE.kubectl("delete", "coulombcluster", "short-lived", "--timeout=60s").output();
    Await.until(
        "nothing of it is left", Duration.ofMinutes(2), DeletionE2E::everything, before::equals);
  }

  /** Every object of the namespace but Events, of all kinds that the API server knows. */
  private static Set<String> everything() {
    String kinds =
        SCENE
            .kubectl("api-resources", "--namespaced", "--verbs=list", "-o", "name")
            .output()
            .lines()
            .filter(kind -> !kind.startsWith("events"))
            .collect(Collectors.joining(","));
    return SCENE
        .kubectl("get", kinds, "--ignore-not-found", "-o", "name")
        .output()
        .lines()
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
