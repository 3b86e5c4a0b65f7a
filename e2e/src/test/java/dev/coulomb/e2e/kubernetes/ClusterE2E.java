package dev.coulomb.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coulomb.e2e.programs.Await;
import dev.coulomb.e2e.programs.Command;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One cluster, asked and changed in every way that needs no restart. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterE2E {
  private static final Duration TO_APPLY = Duration.ofSeconds(60);
  @RegisterExtension static final Scene SCENE = new Scene("e2e-cluster");
  private Cluster cluster;

  @BeforeAll
  void create() {
    cluster =
        SCENE
            .apply(
                "demo",
                "resources: {requests: {cpu: 100m, memory: 768Mi}, limits: {memory: 768Mi}}")
            .awaitReady();
  }

  @Test
  void psqlComesInFromOutsideWithThePasswordOfTheSecret() {
    assertThat(cluster.ask("SELECT 6 * 7")).isEqualTo("42");
    try (Door door = cluster.open()) {
      Command.Said said = door.psql().password("guess").say("SELECT 1");
      assertThat(said.status()).isEqualTo(2);
      assertThat(said.err()).contains("password authentication failed");
    }
  }

  @Test
  void pgjdbcComesInToo() throws SQLException {
    try (Door door = cluster.open();
        Connection connection = door.connect()) {
      connection
          .createStatement()
          .execute("CREATE TABLE visits (id integer PRIMARY KEY, who text) PARTITION BY HASH (id)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO visits VALUES (?, ?)")) {
        for (int id = 0; id < 100; id++) {
          insert.setInt(1, id);
          insert.setString(2, "guest " + id);
          insert.addBatch();
        }
        assertThat(insert.executeBatch()).hasSize(100).containsOnly(1);
      }
      try (ResultSet result =
          connection.createStatement().executeQuery("SELECT count(*), max(who) FROM visits")) {
        assertThat(result.next()).isTrue();
        assertThat(result.getInt(1)).isEqualTo(100);
        assertThat(result.getString(2)).isEqualTo("guest 99");
      }
      connection.createStatement().execute("DROP TABLE visits");
    }
  }

  @Test
  void thePasswordIsRandomAndTold() {
    assertThat(cluster.password()).hasSizeGreaterThanOrEqualTo(16);
    String logs = SCENE.kubectl("logs", "demo-0").output();
    String status = SCENE.kubectl("get", "coulombcluster", "demo", "-o", "yaml").output();
    String operator =
        SCENE
            .kind()
            .command(
                "kubectl",
                "-n",
                Kind.OPERATOR_NAMESPACE,
                "logs",
                "-l",
                "app.kubernetes.io/name=coulomb-operator",
                "--tail=-1")
            .output();
    assertThat(logs + status + operator).as("logs and status").doesNotContain(cluster.password());
  }

  @Test
  void kubectlShowsItInOneLine() {
    String shown = SCENE.kubectl("get", "coulombclusters").output();
    assertThat(shown.lines().findFirst().orElseThrow())
        .contains("NAME", "NODES", "READY", "VERSION", "PHASE", "AGE");
    assertThat(shown).contains(Kind.VERSION);
    assertThat(SCENE.kubectl("get", "coulomb", "-o", "name").output())
        .contains("coulombcluster.coulomb.dev/demo");
    assertThat(SCENE.kubectl("get", "all", "-o", "name").output())
        .contains("coulombcluster.coulomb.dev/demo");
  }

  @Test
  void isNotScaledBeyondOneNodeYet() {
    Command.Said said = SCENE.kubectl("scale", "coulombcluster", "demo", "--replicas=2").run();
    assertThat(said.status()).isNotZero();
    assertThat(said.err()).contains("nodes").containsIgnoringCase("invalid");
    assertThat(cluster.get().<Integer>get("spec", "nodes")).isEqualTo(1);
  }

  @Test
  void aSpecThatCannotWorkIsRefusedWithASentence() {
    assertRefused("{\"kSafety\":1}", "kSafety");
    assertRefused("{\"partitions\":64}", "partitions");
    assertRefused("{\"state\":\"Asleep\"}", "state");
    assertRefused("{\"partitions\":0}", "partitions");
    cluster.await("Ready", true, TO_APPLY);
  }

  @Test
  void aLiveSettingIsAppliedWithoutARestart() {
    String pod = cluster.podUid();
    cluster.patchSpec("{\"config\":{\"sql.max-connections\":\"77\"}}");
    awaitSetting("sql.max-connections", "77");
    cluster.await("Ready", true, TO_APPLY);
    assertThat(cluster.podUid()).isEqualTo(pod);
  }

  @Test
  void aSettingThatIsNoneIsSaidAndHarmsNothing() {
    String pod = cluster.podUid();
    cluster.patchSpec("{\"config\":{\"sql.no-such-thing\":\"1\"}}");
    try {
      Await.until(
          "a condition names the setting",
          Cluster.TO_NOTICE,
          () ->
              cluster.conditions().stream()
                  .anyMatch(one -> one.message().contains("sql.no-such-thing")));
      assertThat(cluster.ask("SELECT 1")).isEqualTo("1");
    } finally {
      cluster.patchSpec("{\"config\":{\"sql.no-such-thing\":null}}");
    }
    cluster.await("Ready", true, TO_APPLY);
    assertThat(cluster.podUid()).isEqualTo(pod);
  }

  @Test
  void pausesAndResumes() {
    cluster.ask("CREATE TABLE diary (id integer PRIMARY KEY)");
    cluster.patchSpec("{\"state\":\"Paused\"}");
    try {
      cluster.await("Paused", true, TO_APPLY);
      Command.Said said = cluster.say("INSERT INTO diary VALUES (1)");
      assertThat(said.err()).contains("the database is paused");
      assertThat(cluster.ask("SELECT count(*) FROM diary")).as("reads go on").isEqualTo("0");
    } finally {
      cluster.patchSpec("{\"state\":\"Running\"}");
    }
    cluster.await("Paused", false, TO_APPLY);
    assertThat(cluster.say("INSERT INTO diary VALUES (1)").status()).isZero();
    cluster.ask("DROP TABLE diary");
  }

  @Test
  void whatIsChangedByHandIsPutBack() {
    SCENE
        .client()
        .services()
        .inNamespace(SCENE.namespace())
        .withName("demo")
        .edit(service -> {
          service.getSpec().getPorts().getFirst().setPort(6543);
          return service;
        });
    Await.until(
        "the port of the Service is put back",
        TO_APPLY,
        () -> service().getSpec().getPorts().getFirst().getPort() == 5432);
    String uid = service().getMetadata().getUid();
    SCENE.client().services().inNamespace(SCENE.namespace()).withName("demo").delete();
    Await.until(
        "the Service is made again", TO_APPLY, () -> !service().getMetadata().getUid().equals(uid));
  }

  @Test
  void theNodeSpeaksToPrometheus() {
    try (Door door = cluster.open()) {
      door.psql().ask("SELECT 1");
      assertThat(door.get("/metrics"))
          .containsPattern("(?m)^# TYPE coulomb_\\w+ (counter|gauge|histogram|summary)")
          .containsPattern("(?m)^coulomb_\\w+(\\{[^}]*})? [0-9.E+-]+$");
    }
  }

  @Test
  void theNodeIsWhatTheSpecSays() {
    try (Door door = cluster.open()) {
      JsonNode status = door.status();
      assertThat(status.at("/cluster/name").asText()).isEqualTo("demo");
      assertThat(status.at("/node/name").asText()).isEqualTo("demo-0");
      assertThat(status.at("/node/version").asText()).isEqualTo(Kind.VERSION);
      assertThat(status.at("/partitions/count").asInt()).isEqualTo(32);
      assertThat(status.at("/memory/dataBytesLimit").asLong())
          .as("half of the limit")
          .isEqualTo(384L << 20);
    }
  }

  @Test
  void thePodIsRestrictedAndItsRootReadOnly() {
    Pod pod = cluster.pod();
    assertThat(pod.getSpec().getContainers())
        .allSatisfy(container -> {
          assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
          assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
          assertThat(container.getSecurityContext().getCapabilities().getDrop()).contains("ALL");
        });
    assertThat(pod.getSpec().getAutomountServiceAccountToken())
        .as("the pod needs no token of the API server")
        .isFalse();
    Command.Said said = SCENE.kubectl("exec", "demo-0", "--", "/bin/sh", "-c", "id").run();
    assertThat(said.status()).as("there is no shell to break into").isNotZero();
  }

  @Test
  void networkPoliciesLetInClientsAndTheOperatorOnly() throws IOException {
    Policies policies =
        new Policies(
            SCENE.client().network().v1().networkPolicies().inAnyNamespace().list().getItems());
    Policies.End node = end(cluster.pod());
    Policies.End operator = end(operatorPod());
    Policies.End stranger =
        new Policies.End(
            "default",
            Map.of("kubernetes.io/metadata.name", "default"),
            Map.of("app", "stranger"),
            Map.of());
    assertThat(policies.allow(stranger, node, 5432)).as("a client asks SQL").isTrue();
    assertThat(policies.allow(stranger, node, 8080))
        .as("a stranger reaches the admin port")
        .isFalse();
    assertThat(policies.allow(stranger, node, 9999)).as("another port").isFalse();
    assertThat(policies.allow(operator, node, 8080)).as("the operator asks the node").isTrue();
    assertThat(policies.allow(operator, node, 5432))
        .as("the operator has no business in SQL")
        .isFalse();
    assertThat(policies.allow(stranger, operator, 8080)).as("metrics of the operator").isTrue();
    assertThat(policies.allow(operator, stranger, 443)).as("the API server, by its port").isTrue();
  }

  private void assertRefused(String spec, String field) {
    Command.Said said =
        SCENE
            .kubectl(
                "patch", "coulombcluster", "demo", "--type=merge", "-p", "{\"spec\":" + spec + "}")
            .run();
    assertThat(said.status()).as(spec).isNotZero();
    assertThat(said.err()).contains("spec").contains(field);
  }

  private void awaitSetting(String setting, String value) {
    try (Door door = cluster.open()) {
      Await.until(
          "the node says " + setting,
          TO_APPLY,
          door::status,
          status -> status.at("/settings").path(setting).asText().equals(value));
    }
  }

  private Service service() {
    return SCENE.client().services().inNamespace(SCENE.namespace()).withName("demo").require();
  }

  private static Pod operatorPod() {
    return SCENE
        .client()
        .pods()
        .inNamespace(Kind.OPERATOR_NAMESPACE)
        .withLabel("app.kubernetes.io/name", "coulomb-operator")
        .list()
        .getItems()
        .getFirst();
  }

  private static Policies.End end(Pod pod) {
    Namespace namespace =
        SCENE.client().namespaces().withName(pod.getMetadata().getNamespace()).require();
    Map<String, Integer> ports =
        pod.getSpec().getContainers().stream()
            .flatMap(container -> container.getPorts().stream())
            .filter(port -> port.getName() != null)
            .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
    return new Policies.End(
        pod.getMetadata().getNamespace(),
        Objects.requireNonNull(namespace.getMetadata().getLabels()),
        pod.getMetadata().getLabels(),
        ports);
  }
}
