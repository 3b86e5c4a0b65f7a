package dev.coulomb.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.operator.kubernetes.Eventually;
import dev.coulomb.operator.kubernetes.TestKubernetes;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code kubectl apply} refuses, and in which words; what it fills in. No operator runs here.
 */
class SchemaIT {

  private final KubernetesClient client = TestKubernetes.shared().client();
  private String namespace = "";

  @BeforeEach
  void namespace() {
    namespace = TestKubernetes.shared().newNamespace("schema");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nodes: 3              | nodes must be 1: this version keeps one copy of the data; more nodes come with replication
          kSafety: 1            | kSafety must be 0: this version keeps one copy of the data; more copies come with replication
          partitions: 0         | should be greater than or equal to 1
          partitions: 2000      | should be less than or equal to 1024
          state: Gone           | supported values: "Paused", "Running", "Stopped"
          storage: {size: 512Mi}  | storage.size must be a quantity of at least 1Gi, for example 10Gi
          storage: {size: much}   | storage.size must be a quantity of at least 1Gi
          storage: {reclaimPolicy: Keep} | supported values: "Delete", "Retain"
          durability: {mode: Often} | supported values: "Interval", "None", "Sync"
          durability: {intervalMillis: 0} | should be greater than or equal to 1
          durability: {checkpointMegabytes: 1} | should be greater than or equal to 64
          imagePullPolicy: Soon | supported values: "Always", "IfNotPresent", "Never"
          version: "a b"        | should match '^[A-Za-z0-9_]
          resources: {limits: {cpu: "1"}} | resources.limits.memory is required: the sizes of the heap and of the data follow from it
          resources: {limits: {memory: 500Mi}} | resources.limits.memory must be at least 512Mi: the JVM needs that much
          resources: {limits: {memory: lots}}  | resources.limits.memory must be at least 512Mi
          resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}} | resources.requests.memory must be a quantity and not more than resources.limits.memory
          jvm: {options: [Main]} | jvm.options: an option starts with '-' and has no quotes
          jvm: {options: ["-Da=it's"]} | jvm.options: an option starts with '-' and has no quotes
          update: {stallTimeoutSeconds: 1} | should be greater than or equal to 10
          access: {superuserSecretRef: {}} | name: Required value
          access: {tls: {}}     | secretRef: Required value
          podTemplate: {spec: 7} | .spec.podTemplate.spec: expected map
          service: {type: Secret} | supported values: "ClusterIP", "LoadBalancer", "NodePort"
          config: {a: [1]}      | .spec.config.a: expected string
          """)
  void aWrongSpecIsRefusedWithASentence(String spec, String sentence) {
    assertThatThrownBy(() -> apply("demo", spec)).hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a-name-that-is-longer-than-any-name-of-a-cluster-may-be | metadata.name must have at most 52 characters
          1st     | metadata.name must be a DNS label that starts with a letter
          not.one | metadata.name must be a DNS label that starts with a letter
          """)
  void aNameThatItsObjectsCannotCarryIsRefused(String name, String sentence) {
    assertThatThrownBy(() -> apply(name, "nodes: 1")).hasMessageContaining(sentence);
  }

  @Test
  void partitionsStay() {
    apply("demo", "partitions: 8");
    assertThatThrownBy(() -> apply("demo", "partitions: 16"))
        .hasMessageContaining("partitions cannot be changed after creation");
    assertThatThrownBy(() -> apply("demo", "nodes: 1"))
        .as("an absent field means the default, which is another number")
        .hasMessageContaining("partitions cannot be changed after creation");
  }

  @Test
  void aVolumeGrowsAndStaysInItsClass() {
    apply("demo", "storage: {size: 10Gi}");
    apply("demo", "storage: {size: 20480Mi}");
    assertThatThrownBy(() -> apply("demo", "storage: {size: 19Gi}"))
        .hasMessageContaining("spec.storage.size cannot shrink: a volume only grows");
    assertThatThrownBy(() -> apply("demo", "nodes: 1"))
        .as("an absent field means the default, which is less")
        .hasMessageContaining("spec.storage.size cannot shrink");
    assertThatThrownBy(() -> apply("demo", "storage: {size: 20Gi, storageClassName: fast}"))
        .hasMessageContaining("storage.storageClassName cannot be changed after creation");
  }

  @Test
  void aGrowthThatWasRefusedCanBeTakenBack() {
    apply("demo", "storage: {size: 10Gi}");
    apply("demo", "storage: {size: 20Gi}");
    String refusal =
        "apiVersion: coulomb.dev/v1alpha1\nkind: CoulombCluster\nmetadata: {name: demo, namespace: %s}\nstatus: {storage: {size: 10Gi, refused: {size: 20Gi, at: x, message: x}}}\n";
    client
        .resource(refusal.formatted(namespace))
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("operator")
                .withForce(true)
                .build());
    assertThatThrownBy(() -> apply("demo", "storage: {size: 9Gi}"))
        .hasMessageContaining("spec.storage.size cannot shrink");
    apply("demo", "storage: {size: 10Gi}");
    assertThat(cluster().getSpec().storage().size()).hasToString("10Gi");
  }

  @Test
  void defaultsAreFilledInAndShown() {
    apply("demo", "");
    CoulombClusterSpec spec = cluster().getSpec();
    assertThat(spec).isEqualTo(CoulombClusterSpec.DEFAULTS);
    String stored = client.getKubernetesSerialization().asJson(raw().getAdditionalProperties());
    assertThat(stored)
        .contains("\"nodes\":1", "\"kSafety\":0", "\"partitions\":32", "\"state\":\"Running\"")
        .contains("\"imagePullPolicy\":\"IfNotPresent\"", "\"policy\":true", "\"memory\":\"2Gi\"")
        .contains("\"size\":\"10Gi\"", "\"reclaimPolicy\":\"Retain\"", "\"mode\":\"Sync\"")
        .doesNotContain("\"version\"", "\"image\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resources: {limits: {memory: 1073741824}}",
        "resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1024Mi}}",
        "jvm: {options: [\"-Xlog:gc*:file=/tmp/a b\"]}"
      })
  void whatIsRightIsTaken(String spec) {
    apply("demo", spec);
    assertThat(cluster().getSpec()).isNotEqualTo(CoulombClusterSpec.DEFAULTS);
  }

  @Test
  void theScaleSubresourceReadsAndRefuses() {
    apply("demo", "nodes: 1");
    Scale scale = client.resource(cluster()).scale();
    assertThat(scale.getSpec().getReplicas()).isEqualTo(1);
    assertThatThrownBy(() -> client.resource(cluster()).scale(2))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("more nodes come with replication");
  }

  @Test
  void kubectlExplainReadsWell() throws IOException {
    String text = explained("coulombcluster.spec");
    assertThat(text.replaceAll("\\s+", " "))
        .contains("What should run. Every field has a default.")
        .contains("nodes <integer> Number of database nodes, one pod each.")
        .contains(
            "state <string> enum: Paused, Running, Stopped Running: the database takes all statements.")
        .contains("overrides <Object> One named switch for each safety gate.");
    for (var field : CoulombClusterSpec.class.getRecordComponents()) {
      assertThat(text).contains("  " + field.getName() + "\t<");
    }
  }

  @Test
  void kubectlExplainReadsWellAlsoInside() throws IOException {
    assertThat(explained("coulombcluster.spec.scheduling"))
        .contains("Where the pods may run")
        .contains("Taints of nodes that the pods put up with.");
    assertThat(explained("coulombcluster.spec.scheduling.tolerations").replaceAll("\\s+", " "))
        .contains("effect <string> NoSchedule, PreferNoSchedule or NoExecute")
        .doesNotContain("<no description>");
    assertThat(explained("coulombcluster.status.conditions"))
        .contains("what to do, in a sentence for people");
  }

  private static String explained(String field) throws IOException {
    Path kubeconfig = Path.of("target/admin.kubeconfig");
    Files.writeString(kubeconfig, TestKubernetes.shared().kubeconfig());
    // The API server describes a kind a moment after it serves it.
    Eventually.await(
        "kubectl knows the kind",
        () -> explain(kubeconfig, field).contains("KIND:       CoulombCluster"));
    return explain(kubeconfig, field);
  }

  private static String explain(Path kubeconfig, String field) {
    try {
      Process kubectl =
          new ProcessBuilder(
                  TestKubernetes.shared().program("kubectl").toString(),
                  "--kubeconfig=" + kubeconfig,
                  "explain",
                  field)
              .redirectErrorStream(true)
              .start();
      return new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void samplesAreAcceptedStrictly(Path sample) throws IOException {
    try (var yaml = Files.newInputStream(sample)) {
      client
          .load(yaml)
          .items()
          .forEach(item ->
              client
                  .resource(item)
                  .inNamespace(namespace)
                  .fieldValidation(
                      io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation.STRICT)
                  .serverSideApply());
    }
  }

  static List<Path> samples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../manifests/samples"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private void apply(String name, String spec) {
    String yaml =
        "apiVersion: coulomb.dev/v1alpha1\nkind: CoulombCluster\nmetadata: {name: %s, namespace: %s}\nspec:\n  %s\n"
            .formatted(name, namespace, spec.isBlank() ? "{}" : spec.strip());
    client.resource(yaml).fieldManager("user").serverSideApply();
  }

  private CoulombCluster cluster() {
    return client.resources(CoulombCluster.class).inNamespace(namespace).withName("demo").require();
  }

  private io.fabric8.kubernetes.api.model.GenericKubernetesResource raw() {
    return client
        .genericKubernetesResources("coulomb.dev/v1alpha1", "CoulombCluster")
        .inNamespace(namespace)
        .withName("demo")
        .require();
  }
}
