package dev.coulomb.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.CoulombClusterStatus;
import dev.coulomb.operator.kubernetes.Stage;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a cluster on a real API server. */
class CoulombClusterIT {

  private static final List<String> EVERYTHING =
      List.of(
          "ConfigMap/demo-config",
          "NetworkPolicy/demo",
          "Secret/demo-admin",
          "Secret/demo-superuser",
          "Service/demo",
          "Service/demo-nodes",
          "ServiceAccount/demo",
          "StatefulSet/demo");

  /** Quantities that Kubernetes writes differently, and fields that it completes. */
  private static final String MUCH_TO_DEFAULT =
      """
      spec:
        resources: {requests: {cpu: "0.5", memory: 1024Mi}, limits: {cpu: "2.0", memory: 1048576Ki}}
        service: {type: NodePort, annotations: {a: b}}
        jvm: {options: ["-Xlog:gc"]}
        scheduling:
          nodeSelector: {kubernetes.io/os: linux}
          tolerations: [{key: database, operator: Exists, effect: NoSchedule}]
          topologySpreadConstraints:
          - maxSkew: 1
            topologyKey: kubernetes.io/hostname
            whenUnsatisfiable: ScheduleAnyway
            labelSelector: {matchLabels: {coulomb.dev/cluster: demo}}
          affinity:
            podAntiAffinity:
              preferredDuringSchedulingIgnoredDuringExecution:
              - weight: 100
                podAffinityTerm:
                  topologyKey: kubernetes.io/hostname
                  labelSelector: {matchLabels: {coulomb.dev/cluster: demo}}
        podTemplate:
          metadata: {annotations: {note: "1"}}
          spec:
            dnsConfig: {options: [{name: ndots, value: "1"}]}
            containers:
            - name: database
              env: [{name: EMPTY, value: ""}, {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]
            - name: sidecar
              image: registry.test/sidecar
              ports: [{containerPort: 9000}]
              resources: {limits: {cpu: "0.1", memory: 64Mi}}
            volumes: [{name: scratch, emptyDir: {sizeLimit: 1024Mi}}]
      """;

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
    CoulombClusterStatus status = stage.cluster("demo").getStatus();
    assertThat(status.version())
        .isEqualTo(new CoulombClusterStatus.VersionStatus("0.1.0", "0.1.0"));
    assertThat(status.phase()).isEqualTo("Running");
    assertThat(status.readyNodes()).isEqualTo(1);
    assertThat(status.conditions())
        .extracting(c -> c.getType() + "=" + c.getStatus())
        .containsExactly(
            "Ready=True",
            "Progressing=False",
            "KSafe=True",
            "Upgrading=False",
            "Paused=False",
            "Stopped=False",
            "ConfigApplied=True",
            "StorageHealthy=True",
            "Degraded=False");
    assertThat(stage.objects("demo")).containsExactlyInAnyOrderElementsOf(EVERYTHING);
    stage.awaitEvent("demo", "Normal Ready: the cluster serves SQL");
    assertThat(stage.events("demo")).noneMatch(event -> event.startsWith("Warning"));
  }

  @Test
  void thePasswordIsInItsSecretAndNowhereElse() {
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    Map<String, String> secret = secret("demo-superuser");
    assertThat(secret).containsOnlyKeys("username", "password", "host", "port", "dbname", "uri");
    String password = Objects.requireNonNull(secret.get("password"));
    assertThat(password).matches("[A-Za-z0-9]{43}");
    assertThat(secret)
        .containsEntry("username", "coulomb")
        .containsEntry("host", "demo." + stage.namespace() + ".svc")
        .containsEntry(
            "uri",
            "postgresql://coulomb:"
                + password
                + "@demo."
                + stage.namespace()
                + ".svc:5432/coulomb");
    String seen =
        stage.cluster("demo").toString() + stage.statefulSet("demo") + stage.events("demo");
    assertThat(seen)
        .doesNotContain(password)
        .doesNotContain(Objects.requireNonNull(secret("demo-admin").get("token")));
  }

  @Test
  void theDeletedClusterLeavesNothing() {
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.client().resource(stage.cluster("demo")).delete();
    stage.await(
        "nothing is left", () -> stage.objects("demo").isEmpty() && stage.pod("demo") == null);
    stage.await(
        "its numbers are gone",
        () -> !stage.operator().metrics().text().contains("cluster=\"demo\""));
  }

  @Test
  void whatSomebodyElseChangesIsPutBack() {
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    String namespace = stage.namespace();
    stage.client().apps().statefulSets().inNamespace(namespace).withName("demo").scale(3);
    stage.client().services().inNamespace(namespace).withName("demo").delete();
    stage
        .client()
        .configMaps()
        .inNamespace(namespace)
        .withName("demo-config")
        .edit(map -> {
          map.setData(Map.of("coulomb.properties", "partitions=7"));
          return map;
        });
    stage.await(
        "all is as before",
        () ->
            stage.statefulSet("demo").getSpec().getReplicas() == 1
                && stage.objects("demo").containsAll(EVERYTHING)
                && config().contains("partitions=32"));
  }

  @Test
  void aSettledClusterIsOnlyLookedAt() {
    stage.apply("demo", MUCH_TO_DEFAULT);
    stage.awaitCondition("demo", "Progressing", "False", "Settled");
    // Everything that the first rounds set off has come back by now.
    looksAfterPokes(3);
    stage.operator().requests().clear();
    looksAfterPokes(5);
    assertThat(stage.operator().requests())
        .filteredOn(request -> !request.method().equals("GET"))
        .isEmpty();
  }

  /**
   * Changes something of the pod that the operator does not care for, and waits until it has looked
   * each time.
   */
  private void looksAfterPokes(int pokes) {
    for (int i = 0; i < pokes; i++) {
      String poke = Integer.toString(i);
      long before = looks();
      stage
          .client()
          .pods()
          .inNamespace(stage.namespace())
          .withName("demo-0")
          .edit(pod -> {
            pod.getMetadata().getAnnotations().merge("test/poke", poke, String::concat);
            return pod;
          });
      stage.await("another look", () -> looks() > before);
    }
  }

  private long looks() {
    return stage.operator().requests().stream()
        .filter(r -> r.uri().getPath().endsWith("/coulombclusters/demo"))
        .count();
  }

  @Test
  void pausedAndResumedWithoutARestart() {
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    String node = stage.node("demo");
    stage.nodes().insert(node, 10);
    stage.apply("demo", "spec: {state: Paused}");
    stage.awaitCondition("demo", "Paused", "True", "PausedBySpec");
    assertThat(stage.nodes().paused(node)).isTrue();
    stage.awaitCluster("demo", c -> "Paused".equals(c.getStatus().phase()), "phase Paused");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.apply("demo", "spec: {state: Running}");
    stage.awaitCondition("demo", "Paused", "False", "Running");
    assertThat(stage.nodes().rows(node)).isEqualTo(10);
    stage.awaitEvent("demo", "Normal Resumed:");
  }

  @Test
  void liveSettingsNeedNoRestart() {
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    String node = stage.node("demo");
    stage.nodes().insert(node, 10);
    stage.apply("demo", "spec: {config: {sql.max-connections: \"200\", memory.work: 1GiB}}");
    stage.awaitCondition("demo", "ConfigApplied", "True", "Applied");
    assertThat(stage.nodes().setting(node, "sql.max-connections")).isEqualTo("200");
    assertThat(stage.nodes().setting(node, "memory.work")).isEqualTo("1024MiB");
    assertThat(stage.nodes().rows(node)).isEqualTo(10);
    // Taken out again, the default is back.
    stage.apply("demo", "spec: {}");
    stage.await(
        "the default is back",
        () -> "1000".equals(stage.nodes().setting(node, "sql.max-connections")));
    assertThat(stage.nodes().rows(node)).isEqualTo(10);
  }

  @Test
  void switchesOfTheSpecTakeTheirObjectsAwayAndBringThemBack() {
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.apply("demo", "spec: {network: {policy: false}}");
    stage.await("no policy", () -> !stage.objects("demo").contains("NetworkPolicy/demo"));
    stage.apply("demo", "spec: {network: {policy: true}}");
    stage.await("the policy", () -> stage.objects("demo").contains("NetworkPolicy/demo"));
  }

  @Test
  void theServiceChangesItsTypeThereAndBack() {
    for (String type : List.of("NodePort", "ClusterIP", "LoadBalancer", "ClusterIP")) {
      stage.apply(
          "demo", "spec: {service: {type: %s, annotations: {a: %s}}}".formatted(type, type));
      stage.await(
          "a Service of type " + type,
          () -> {
            var service =
                stage.client().services().inNamespace(stage.namespace()).withName("demo").get();
            return service != null
                && type.equals(service.getSpec().getType())
                && Map.of("a", type).equals(service.getMetadata().getAnnotations());
          });
    }
    stage.awaitCondition("demo", "Degraded", "False", "AsWanted");
  }

  @Test
  void anOperatorThatWasAwayCatchesUp() {
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    String password = Objects.requireNonNull(secret("demo-superuser").get("password"));
    stage.stopOperator();
    stage.apply("demo", "spec: {config: {sql.max-connections: \"77\"}, service: {type: NodePort}}");
    stage.client().services().inNamespace(stage.namespace()).withName("demo-nodes").delete();
    stage.startOperator();
    stage.awaitCondition("demo", "ConfigApplied", "True", "Applied");
    stage.await("the Service", () -> stage.objects("demo").containsAll(EVERYTHING));
    assertThat(
            stage
                .client()
                .services()
                .inNamespace(stage.namespace())
                .withName("demo")
                .get()
                .getSpec()
                .getType())
        .isEqualTo("NodePort");
    assertThat(secret("demo-superuser")).containsEntry("password", password);
    assertThat(stage.nodes().setting(stage.node("demo"), "sql.max-connections")).isEqualTo("77");
  }

  private String config() {
    return stage
        .client()
        .configMaps()
        .inNamespace(stage.namespace())
        .withName("demo-config")
        .get()
        .getData()
        .getOrDefault("coulomb.properties", "");
  }

  private Map<String, String> secret(String name) {
    Secret secret = stage.client().secrets().inNamespace(stage.namespace()).withName(name).get();
    Map<String, String> data = new java.util.TreeMap<>(secret.getData());
    data.replaceAll(
        (key, value) -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
    return data;
  }
}
