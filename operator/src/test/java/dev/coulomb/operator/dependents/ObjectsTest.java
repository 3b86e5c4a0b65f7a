package dev.coulomb.operator.dependents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.wanted.Clusters;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that a cluster consists of, as Kubernetes gets it, in files to read. {@code
 * -Daccept=true} writes them anew.
 */
class ObjectsTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Path GOLDEN = Path.of("src/test/resources/objects");

  private static final String EVERYTHING =
      """
      spec:
        partitions: 16
        image: registry.test/other:7
        imagePullSecrets: [{name: registry}]
        resources: {requests: {cpu: "2", memory: 4Gi}, limits: {memory: 4Gi}}
        jvm: {options: ["-Xlog:gc", "-Dwith=a space"]}
        config: {sql.max-connections: "200", log.format: json}
        storage: {size: 50Gi, storageClassName: fast, reclaimPolicy: Delete}
        durability: {mode: Interval, intervalMillis: 1500, checkpointMegabytes: 256}
        access: {superuserSecretRef: {name: mine}, tls: {secretRef: {name: cert}}}
        service: {type: LoadBalancer, annotations: {example.org/pool: a}}
        scheduling:
          nodeSelector: {disk: none}
          tolerations: [{key: database, operator: Exists}]
          priorityClassName: high
        monitoring: {podMonitor: true, prometheusRule: true}
        podTemplate:
          metadata: {labels: {team: orders, coulomb.dev/cluster: stolen}, annotations: {a: b}}
          spec:
            terminationGracePeriodSeconds: 90
            containers:
            - name: database
              env: [{name: TZ, value: UTC}]
            - name: sidecar
              image: registry.test/sidecar:1
      """;

  @ParameterizedTest
  @ValueSource(strings = {"default", "everything"})
  void theObjectsAreAsTheFilesSay(String name) throws IOException {
    String spec = name.equals("default") ? "spec: {}" : EVERYTHING;
    String rendered =
        objects(spec).stream()
            .map(object -> YAML.asYaml(sorted(YAML.unmarshal(YAML.asJson(object), Map.class))))
            .collect(Collectors.joining());
    Path file = GOLDEN.resolve(name + ".yaml");
    if (Boolean.parseBoolean(System.getProperty("accept"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, rendered);
    }
    assertThat(rendered).isEqualTo(Files.readString(file));
  }

  @Test
  void theSameSpecGivesTheSameObjects() {
    assertThat(objects(EVERYTHING)).isEqualTo(objects(EVERYTHING));
  }

  @Test
  void thePodIsRestricted() {
    PodSpec pod = pod("spec: {}");
    Container database = pod.getContainers().get(0);
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10_001);
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(database.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(database.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(database.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
  }

  @Test
  void theUsersJvmOptionsComeLast() {
    assertThat(options("spec: {jvm: {options: [\"-Xmx99m\"]}}"))
        .startsWith("-XX:+UseSerialGC -Xms512m -Xmx512m ")
        .endsWith(" -Xmx99m");
    assertThat(options("spec: {jvm: {options: [\"-XX:+UseParallelGC\"]}}"))
        .as("a JVM takes one collector")
        .startsWith("-Xms512m ")
        .endsWith(" -XX:+UseParallelGC");
    assertThat(options(EVERYTHING)).contains("-XX:+UseZGC", "\"-Dwith=a space\"");
  }

  @Test
  void liveSettingsChangeNoPodAndOthersDo() {
    PodSpec before = pod("spec: {}");
    assertThat(pod("spec: {config: {memory.work: 1GiB}}")).isEqualTo(before);
    String digest = digest("spec: {}");
    assertThat(digest("spec: {config: {memory.work: 1GiB}}")).isEqualTo(digest);
    assertThat(digest("spec: {config: {log.format: json}}")).isNotEqualTo(digest);
    assertThat(digest("spec: {durability: {intervalMillis: 7, checkpointMegabytes: 77}}"))
        .isEqualTo(digest);
    assertThat(digest("spec: {durability: {mode: None}}")).isNotEqualTo(digest);
  }

  /**
   * A container that crashes is restarted in its old pod, with today's file: what an old pod cannot
   * start with must not be in it. (With any {@code memory.views} it can; that follows the data.)
   */
  @Test
  void thePropertyFileFitsPodsOfEveryRevision() {
    String before = Objects.requireNonNull(file("spec: {}"));
    assertThat(
            file(
                "spec: {resources: {limits: {memory: 8Gi}}, config: {memory.data: 4GiB, memory.views: 128MiB, log.format: json}, access: {superuserSecretRef: {name: mine}, tls: {secretRef: {name: cert}}}}"))
        .isEqualTo(before);
    assertThat(file("spec: {config: {memory.work: 1GiB}}")).isNotEqualTo(before);
    assertThat(pod(EVERYTHING).getContainers().get(0).getArgs())
        .containsSubsequence("--log-format", "json", "--data-memory", "2048MiB")
        .containsSubsequence("--tls-certificate", "/etc/coulomb/tls/tls.crt");
  }

  @Test
  void theGracePeriodHasRoomForACheckpoint() {
    assertThat(pod("spec: {}").getTerminationGracePeriodSeconds()).isEqualTo(45 + 16);
    assertThat(
            pod("spec: {resources: {limits: {memory: 64Gi}}}").getTerminationGracePeriodSeconds())
        .isEqualTo(45 + 512);
  }

  /** A StatefulSet may have to be made anew; its claims must outlive that. */
  @Test
  void theStatefulSetNeverTakesClaimsWithIt() {
    var policy =
        DatabaseStatefulSet.desired(Clusters.wanted(EVERYTHING), Clusters.cluster(EVERYTHING))
            .getSpec()
            .getPersistentVolumeClaimRetentionPolicy();
    assertThat(policy.getWhenDeleted()).isEqualTo("Retain");
    assertThat(policy.getWhenScaled()).isEqualTo("Retain");
  }

  @Test
  void aPasswordThatExistsIsKept() {
    var secret = SuperuserSecretDependent.desired(Clusters.wanted("spec: {}"), "abc");
    assertThat(RandomText.kept(Optional.of(secret), "password")).isEqualTo("abc");
    String drawn = RandomText.kept(Optional.empty(), "password");
    assertThat(drawn).hasSize(43).isNotEqualTo(RandomText.kept(Optional.empty(), "x"));
  }

  /** Maps have no order; a file to read has one. */
  private static Object sorted(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> entries = new TreeMap<>();
        map.forEach((key, entry) -> entries.put(String.valueOf(key), sorted(entry)));
        yield entries;
      }
      case List<?> list -> list.stream().map(ObjectsTest::sorted).toList();
      default -> value;
    };
  }

  @Test
  void aPasswordIsEscapedWhereItMustBe() {
    String uri =
        SuperuserSecretDependent.desired(Clusters.wanted("spec: {}"), "p@ss w+rd/")
            .getData()
            .getOrDefault("uri", "");
    assertThat(new String(Base64.getDecoder().decode(uri), StandardCharsets.UTF_8))
        .isEqualTo("postgresql://coulomb:p%40ss%20w%2Brd%2F@demo.shop.svc:5432/coulomb");
  }

  private static List<HasMetadata> objects(String spec) {
    Wanted wanted = Clusters.wanted(spec);
    CoulombCluster cluster = Clusters.cluster(spec);
    return List.of(
        DatabaseStatefulSet.desired(wanted, cluster),
        ConfigMapDependent.desired(
            wanted,
            new NodeMarks(
                Optional.of("6f1c2d7e-3b0a-4c58-9a43-0d2f6f7f1a11"), Optional.empty(), false)),
        ClientServiceDependent.desired(wanted),
        NodesServiceDependent.desired(wanted),
        NetworkPolicyDependent.desired(wanted),
        ServiceAccountDependent.desired(wanted),
        AdminSecretDependent.desired(wanted, "token"),
        SuperuserSecretDependent.desired(wanted, "password"),
        PodMonitorDependent.desired(wanted),
        PrometheusRuleDependent.desired(wanted));
  }

  private static @Nullable String file(String spec) {
    return ConfigMapDependent.desired(Clusters.wanted(spec), NodeMarks.NONE)
        .getData()
        .get("coulomb.properties");
  }

  private static PodSpec pod(String spec) {
    return DatabaseStatefulSet.desired(Clusters.wanted(spec), Clusters.cluster(spec))
        .getSpec()
        .getTemplate()
        .getSpec();
  }

  private static String digest(String spec) {
    return Objects.requireNonNull(
        DatabaseStatefulSet.desired(Clusters.wanted(spec), Clusters.cluster(spec))
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getAnnotations()
            .get("coulomb.dev/restart-settings"));
  }

  private static String options(String spec) {
    return pod(spec).getContainers().get(0).getEnv().stream()
        .filter(e -> e.getName().equals("JDK_JAVA_OPTIONS"))
        .findFirst()
        .orElseThrow()
        .getValue();
  }
}
