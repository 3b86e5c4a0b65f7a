package dev.coulomb.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.programs.Await;
import dev.coulomb.e2e.programs.SelfSigned;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What cannot work is said within 30 seconds, by a condition and an Event, and heals by itself when
 * the cause goes.
 */
class TroubleE2E {
  private static final String SMALL =
      "resources: {requests: {cpu: 100m, memory: 768Mi}, limits: {memory: 768Mi}}\n";
  @RegisterExtension static final Scene SCENE = new Scene("e2e-trouble");

  @Test
  void aWrongImage() {
    Cluster cluster =
        SCENE.apply("wrong-image", SMALL + "image: localhost/coulomb/coulomb-node:not-there");
    assertSaid(cluster, "localhost/coulomb/coulomb-node:not-there");
    cluster.patchSpec("{\"image\":\"" + Kind.NODE_IMAGE + ":" + Kind.VERSION + "\"}");
    cluster.awaitReady();
    assertThat(cluster.ask("SELECT 1")).isEqualTo("1");
    cluster.delete();
  }

  @Test
  void aPodThatFitsNowhere() {
    Cluster cluster =
        SCENE.apply("homeless", SMALL + "scheduling: {nodeSelector: {coulomb.dev/e2e: here}}");
    assertSaid(cluster, "0/4 nodes");
    SCENE
        .kind()
        .command(
            "kubectl", "label", "node", "--overwrite", "coulomb-worker", "coulomb.dev/e2e=here")
        .output();
    try {
      cluster.awaitReady();
    } finally {
      SCENE
          .kind()
          .command("kubectl", "label", "node", "coulomb-worker", "coulomb.dev/e2e-")
          .output();
    }
    cluster.delete();
  }

  @Test
  void aTlsSecretThatIsMissing() {
    Cluster cluster =
        SCENE.apply("no-certificate", SMALL + "access: {tls: {secretRef: {name: certificate}}}");
    assertSaid(cluster, "certificate");
    SelfSigned pair = SelfSigned.of("dns:localhost");
    secret(
        "certificate",
        "kubernetes.io/tls",
        Map.of("tls.crt", pair.certificate(), "tls.key", pair.key()));
    cluster.awaitReady();
    cluster.delete();
  }

  @Test
  void aSuperuserSecretThatIsMissing() {
    Cluster cluster =
        SCENE.apply("no-password", SMALL + "access: {superuserSecretRef: {name: my-password}}");
    assertSaid(cluster, "my-password");
    secret(
        "my-password", "Opaque", Map.of("username", "coulomb", "password", "chosen by its owner"));
    cluster.awaitReady();
    try (Door door = new Door(SCENE, "no-password-0", "chosen by its owner")) {
      assertThat(door.psql().ask("SELECT 1")).isEqualTo("1");
    }
    cluster.delete();
  }

  /** Each says what is wrong: the condition that clients of the resource wait for, and an Event. */
  private static void assertSaid(Cluster cluster, String what) {
    Await.until(
        "Ready is false and a condition names " + what,
        Cluster.TO_NOTICE,
        cluster::conditions,
        all ->
            all.stream().anyMatch(one -> one.type().equals("Ready") && one.is(false))
                && all.stream().anyMatch(one -> one.message().contains(what)));
    cluster.awaitEvent(
        "a warning that names " + what,
        Cluster.TO_NOTICE,
        event ->
            "Warning".equals(event.getType()) && String.valueOf(event.getNote()).contains(what));
  }

  private static void secret(String name, String type, Map<String, String> data) {
    SCENE
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withType(type)
                .withStringData(data)
                .build())
        .inNamespace(SCENE.namespace())
        .serverSideApply();
  }
}
