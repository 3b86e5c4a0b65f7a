package dev.coulomb.operator.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupSchedule;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.api.restore.CoulombRestore;
import dev.coulomb.operator.kubernetes.FakeBackups;
import dev.coulomb.operator.kubernetes.FakeKubelet;
import dev.coulomb.operator.kubernetes.FakeNodeAdmin;
import dev.coulomb.operator.kubernetes.Stage;
import dev.coulomb.operator.kubernetes.TestKubernetes;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two copies of the packaged operator with the rights of the chart's roles and no others. They are
 * led through everything they know to do; the API server's audit log tells which rights that took.
 */
class PackagedOperatorIT {

  private static final String SYSTEM = "coulomb-system";
  private static final String SHOP = "shop";

  /** Not used, but the SDK does not start without the right to it. */
  private static final String INSISTED_ON = SYSTEM + " coordination.k8s.io/leases update";

  private static final TestKubernetes KUBERNETES = TestKubernetes.shared();
  private static final KubernetesClient CLIENT = KUBERNETES.client();

  private static Stage stage;
  private static Chart chart;
  private static Path kubeconfig;

  @BeforeAll
  static void prepare() throws IOException {
    for (String namespace : new String[] {SYSTEM, SHOP}) {
      CLIENT
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .create();
    }
    try (var definitions =
        Files.newInputStream(Path.of("src/test/resources/monitoring-definitions.yaml"))) {
      CLIENT.load(definitions).serverSideApply();
    }
    CLIENT
        .resource(
            new StorageClassBuilder()
                .withNewMetadata()
                .withName("standard")
                .addToAnnotations("storageclass.kubernetes.io/is-default-class", "true")
                .endMetadata()
                .withProvisioner("test/volumes")
                .withAllowVolumeExpansion(true)
                .build())
        .create();
    chart = Chart.rendered(KUBERNETES, SYSTEM, "watchNamespaces={" + SHOP + "}");
    chart.rights().forEach(o -> CLIENT.resource(o).serverSideApply());
    kubeconfig = kubeconfig();
    FakeNodeAdmin nodes = new FakeNodeAdmin();
    stage = new Stage(SHOP, nodes, new FakeKubelet(CLIENT, SHOP, nodes, true));
  }

  @AfterAll
  static void leave() {
    stage.close();
  }

  private static Path kubeconfig() throws IOException {
    String token =
        CLIENT
            .serviceAccounts()
            .inNamespace(SYSTEM)
            .withName(chart.serviceAccount())
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    Path file = Path.of("target/operator.kubeconfig");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: test, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
        users: [{name: operator, user: {token: "%s"}}]
        contexts: [{name: test, context: {cluster: test, user: operator}}]
        current-context: test
        """
            .formatted(CLIENT.getConfiguration().getMasterUrl(), token));
    return file;
  }

  private static OperatorProcess operator(String name) {
    return operator(name, SHOP);
  }

  private static OperatorProcess operator(String name, String namespaces) {
    return new OperatorProcess(
        name,
        kubeconfig,
        Map.of(
            "POD_NAMESPACE", SYSTEM,
            "COULOMB_WATCH_NAMESPACES", namespaces,
            "COULOMB_NODE_IMAGE", "registry.test/coulomb-node",
            "COULOMB_LEASE_NAME", "coulomb-operator",
            "COULOMB_LOG_FORMAT", "json"));
  }

  @Test
  void itsRightsAreExactlyThoseItUses() throws IOException {
    String password;
    try (OperatorProcess first = operator("operator-a")) {
      stage.await("a leader", () -> !holder().isEmpty());
      stage.await("it is ready", () -> first.get("/q/health/ready").contains("\"UP\""));
      try (OperatorProcess second = operator("operator-b")) {
        for (String probe : List.of("started", "live", "ready")) {
          stage.await(
              "the waiting copy passes the chart's probes: " + probe,
              () -> second.get("/q/health/" + probe).contains("\"UP\""));
        }
        doEverything();
        password = password();
        assertThat(first.get("/metrics"))
            .contains("coulomb_operator_reconciliations_total{result=\"success\",}")
            .contains("coulomb_operator_cluster_ready{namespace=\"shop\",cluster=\"demo\",} 1.0")
            .contains("jvm_memory_bytes_used");
        assertThat(second.get("/metrics")).doesNotContain("cluster=\"demo\"");
        first.kill();
        stage.await("the other one leads", () -> holder().equals("operator-b"));
        stage.apply("demo", "spec: {state: Paused}");
        stage.awaitCondition("demo", "Paused", "True", "PausedBySpec");
        stage.client().resource(stage.cluster("demo")).delete();
        stage.await("nothing is left", () -> stage.objects("demo").isEmpty());
        assertThat(second.alive()).isTrue();
        for (OperatorProcess operator : new OperatorProcess[] {first, second}) {
          assertThat(operator.log()).doesNotContain(password).doesNotContain("very-secret");
          assertThat(operator.log().lines()).allMatch(line -> line.startsWith("{"));
        }
      }
    }
    AuditLog asked = AuditLog.of("system:serviceaccount:" + SYSTEM + ":" + chart.serviceAccount());
    assertThat(asked.forbidden()).isEmpty();
    SortedSet<String> needed = new TreeSet<>(asked.used());
    needed.add(INSISTED_ON);
    assertThat(needed).containsExactlyElementsOf(chart.allowed());
  }

  @Test
  void oneStarIsAllNamespaces() throws IOException {
    Chart everywhere = Chart.rendered(KUBERNETES, SYSTEM, "watchNamespaces={*}");
    everywhere.rights().forEach(o -> CLIENT.resource(o).serverSideApply());
    String namespace = KUBERNETES.newNamespace("anywhere");
    FakeNodeAdmin nodes = new FakeNodeAdmin();
    try (Stage anywhere =
            new Stage(namespace, nodes, new FakeKubelet(CLIENT, namespace, nodes, true));
        OperatorProcess operator = operator("operator-all", "*")) {
      anywhere.apply("demo", "spec: {}");
      anywhere.awaitCondition("demo", "Ready", "True", "Serving");
      anywhere.client().resource(anywhere.cluster("demo")).delete();
      anywhere.await("nothing is left", () -> anywhere.objects("demo").isEmpty());
      assertThat(operator.alive()).isTrue();
    } finally {
      // The other test proves what the rights in single namespaces are good for.
      everywhere.rights().stream()
          .filter(o -> o.getKind().startsWith("Cluster"))
          .forEach(o -> CLIENT.resource(o).delete());
    }
  }

  /** Everything that takes a right, and every right that there is. */
  private static void doEverything() {
    stage.apply("demo", "spec: {monitoring: {podMonitor: true, prometheusRule: true}}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.await("monitoring", () -> monitoring().count() == 2);
    // The same Event twice.
    for (int i = 0; i < 2; i++) {
      stage.apply(
          "demo", "spec: {state: Paused, monitoring: {podMonitor: true, prometheusRule: true}}");
      stage.awaitCondition("demo", "Paused", "True", "PausedBySpec");
      stage.apply("demo", "spec: {monitoring: {podMonitor: true, prometheusRule: true}}");
      stage.awaitCondition("demo", "Paused", "False", "Running");
    }
    drift();
    restore();
    growth();
    backups();
    // A restart, with everything switched off that can be.
    CLIENT
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("mine")
                .withNamespace(SHOP)
                .endMetadata()
                .addToStringData("username", "ada")
                .addToStringData("password", "x")
                .build())
        .create();
    stage.apply(
        "demo",
        "spec: {version: \"0.2.0\", network: {policy: false, clients: Nobody}, access: {superuserSecretRef: {name: mine}}}");
    stage.awaitCluster(
        "demo",
        c -> c.getStatus().version() != null && "0.2.0".equals(c.getStatus().version().current()),
        "version 0.2.0");
    stage.await(
        "the switched-off objects are gone",
        () ->
            monitoring().count() == 0
                && !stage.objects("demo").contains("NetworkPolicy/demo")
                && !stage.objects("demo").contains("Service/demo")
                && !stage.objects("demo").contains("Secret/demo-superuser"));
    stage.apply("demo", "spec: {}");
    stage.await("the password", () -> stage.objects("demo").contains("Secret/demo-superuser"));
    stage.awaitCondition("demo", "Ready", "True", "Serving");
  }

  /** A volume grows, for which its StatefulSet is made anew. */
  private static void growth() {
    stage.apply("grown", "spec: {storage: {size: 10Gi, reclaimPolicy: Delete}}");
    stage.awaitCondition("grown", "Ready", "True", "Serving");
    stage.awaitCondition("grown", "StorageHealthy", "True", "Bound");
    stage.apply("grown", "spec: {storage: {size: 20Gi, reclaimPolicy: Delete}}");
    stage.awaitEvent("grown", "Normal StatefulSetRecreated:");
    stage.awaitCondition("grown", "Progressing", "False", "Settled");
    CLIENT.resource(stage.cluster("grown")).delete();
    stage.await("nothing is left", () -> stage.objects("grown").isEmpty());
  }

  /** A restore looks for its backup, and for whatever else is done to the cluster. */
  private static void restore() {
    CLIENT
        .resource(
            "apiVersion: coulomb.dev/v1alpha1\nkind: CoulombRestore\nmetadata: {name: back, namespace: shop}\n"
                + "spec: {clusterRef: {name: demo}, backupRef: {name: never}}\n")
        .create();
    stage.await(
        "the restore finds no backup",
        () ->
            CLIENT
                .resources(CoulombRestore.class)
                .inNamespace(SHOP)
                .withName("back")
                .require()
                .getStatus()
                .condition("Complete")
                .filter(c -> "BackupNotFound".equals(c.getReason()))
                .isPresent());
    CLIENT.resources(CoulombRestore.class).inNamespace(SHOP).withName("back").delete();
  }

  /** A schedule makes a backup, and a Job deletes the one before it. */
  private static void backups() {
    stage.nodes().insert(stage.node("demo"), 5);
    stage.secret("keys", Map.of("accessKeyId", FakeBackups.KEY, "secretAccessKey", "very-secret"));
    String template =
        "destination: {s3: {endpoint: \"http://store:9000\", bucket: backups, credentialsSecretRef: {name: keys}}}, deletionPolicy: Delete";
    stage.apply("CoulombBackup", "old", "spec: {clusterRef: {name: demo}, %s}".formatted(template));
    stage.awaitBackup("old", s -> s.phase() == CoulombBackupStatus.Phase.Completed);
    CLIENT
        .resources(CoulombBackup.class)
        .inNamespace(SHOP)
        .withName("old")
        .edit(b -> {
          b.getMetadata().setLabels(Map.of("coulomb.dev/schedule", "nightly"));
          return b;
        });
    stage.apply(
        "CoulombBackupSchedule",
        "nightly",
        "spec: {clusterRef: {name: demo}, schedule: \"@yearly\", immediate: true, verify: {afterEvery: 1}, retention: {count: 1}, template: {%s}}"
            .formatted(template));
    stage.await("the old one is gone", () -> stage.backup("old") == null);
    assertThat(stage.nodes().backups().places()).hasSize(1);
    stage.await(
        "the drill is passed",
        () ->
            CLIENT
                .resources(CoulombBackupSchedule.class)
                .inNamespace(SHOP)
                .withName("nightly")
                .require()
                .getStatus()
                .condition("Verified")
                .filter(c -> c.getStatus().equals("True"))
                .isPresent());
    stage.await("nothing is left of it", () -> stage.objects("drill-nightly").isEmpty());
  }

  /** Somebody takes a label away and changes a port; both come back. */
  private static void drift() {
    String label = "app.kubernetes.io/part-of";
    var secret = CLIENT.secrets().inNamespace(SHOP).withName("demo-admin");
    secret.edit(s -> {
      s.getMetadata().getLabels().remove(label);
      return s;
    });
    stage.await("the label", () -> secret.require().getMetadata().getLabels().containsKey(label));
    stage.apply(
        "demo",
        "spec: {config: {log.level: debug}, monitoring: {podMonitor: true, prometheusRule: true}}");
    stage.awaitCondition("demo", "ConfigApplied", "True", "Applied");
  }

  private static Stream<String> monitoring() {
    return Stream.of("PodMonitor", "PrometheusRule")
        .filter(kind ->
            CLIENT
                    .genericKubernetesResources("monitoring.coreos.com/v1", kind)
                    .inNamespace(SHOP)
                    .withName("demo")
                    .get()
                != null);
  }

  private static String holder() {
    var lease = CLIENT.leases().inNamespace(SYSTEM).withName("coulomb-operator").get();
    String holder = lease == null ? null : lease.getSpec().getHolderIdentity();
    return holder == null ? "" : holder;
  }

  private static String password() {
    String encoded =
        CLIENT
            .secrets()
            .inNamespace(SHOP)
            .withName("demo-superuser")
            .require()
            .getData()
            .getOrDefault("password", "");
    return new String(
        java.util.Base64.getDecoder().decode(encoded), java.nio.charset.StandardCharsets.UTF_8);
  }
}
