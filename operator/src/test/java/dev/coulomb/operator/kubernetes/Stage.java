package dev.coulomb.operator.kubernetes;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A namespace with an operator, a kubelet and nodes: what one test plays on. */
public final class Stage implements AutoCloseable {

  private static final Duration PATIENCE = Eventually.PATIENCE;

  private final TestKubernetes kubernetes = TestKubernetes.shared();
  private final KubernetesClient client = kubernetes.client();
  private final String namespace;
  private final FakeNodeAdmin nodes;
  private final FakeKubelet kubelet;
  private @Nullable TestOperator operator;

  /** A namespace of its own, with an operator in this JVM. */
  public Stage() {
    namespace = kubernetes.newNamespace("stage");
    nodes = new FakeNodeAdmin();
    kubelet = new FakeKubelet(client, namespace, nodes);
    startOperator();
  }

  /** A given namespace; its operator is somewhere else. */
  public Stage(String namespace, FakeNodeAdmin nodes, FakeKubelet kubelet) {
    this.namespace = namespace;
    this.nodes = nodes;
    this.kubelet = kubelet;
  }

  public String namespace() {
    return namespace;
  }

  public KubernetesClient client() {
    return client;
  }

  public FakeNodeAdmin nodes() {
    return nodes;
  }

  public TestOperator operator() {
    return Objects.requireNonNull(operator);
  }

  public void stopOperator() {
    operator().close();
  }

  public void startOperator() {
    operator = new TestOperator(kubernetes.config(), namespace, nodes);
  }

  /** Applies a cluster as a user does; {@code body} is YAML from {@code spec:} on. */
  public CoulombCluster apply(String name, String body) {
    String yaml =
        "apiVersion: coulomb.dev/v1alpha1\nkind: CoulombCluster\nmetadata: {name: %s, namespace: %s}\n%s\n"
            .formatted(name, namespace, body);
    client.resource(yaml).fieldManager("user").forceConflicts().serverSideApply();
    return cluster(name);
  }

  /** Applies anything as a user does; {@code body} is YAML from {@code spec:} on. */
  public void apply(String kind, String name, String body) {
    String yaml =
        "apiVersion: coulomb.dev/v1alpha1\nkind: %s\nmetadata: {name: %s, namespace: %s}\n%s\n"
            .formatted(kind, name, namespace, body);
    client.resource(yaml).fieldManager("user").forceConflicts().serverSideApply();
  }

  /** Makes a Secret, or another one of the same name. */
  public void secret(String name, Map<String, String> texts) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(texts)
                .build())
        .serverSideApply();
  }

  public @Nullable CoulombBackup backup(String name) {
    return client.resources(CoulombBackup.class).inNamespace(namespace).withName(name).get();
  }

  /** Waits until a backup is as told. */
  public CoulombBackup awaitBackup(String name, Predicate<CoulombBackupStatus> condition) {
    try {
      return client
          .resources(CoulombBackup.class)
          .inNamespace(namespace)
          .withName(name)
          .waitUntilCondition(
              b -> b != null && condition.test(b.getStatus()),
              PATIENCE.toSeconds(),
              TimeUnit.SECONDS);
    } catch (RuntimeException e) {
      @Nullable CoulombBackup now = backup(name);
      throw new AssertionError(
          "not seen within " + PATIENCE + ": " + (now == null ? "no backup" : now.getStatus()), e);
    }
  }

  public CoulombCluster cluster(String name) {
    return Objects.requireNonNull(
        client.resources(CoulombCluster.class).inNamespace(namespace).withName(name).get());
  }

  public StatefulSet statefulSet(String name) {
    return Objects.requireNonNull(
        client.apps().statefulSets().inNamespace(namespace).withName(name).get());
  }

  public @Nullable Pod pod(String cluster) {
    return client.pods().inNamespace(namespace).withName(cluster + "-0").get();
  }

  /** The claim of the node of a cluster. */
  public @Nullable PersistentVolumeClaim claim(String cluster) {
    return client
        .persistentVolumeClaims()
        .inNamespace(namespace)
        .withName("data-" + cluster + "-0")
        .get();
  }

  /** Address of the node of a cluster, once it runs. */
  public String node(String cluster) {
    await("a node of " + cluster, () -> kubelet.address(pod(cluster)) != null);
    return Objects.requireNonNull(kubelet.address(pod(cluster)));
  }

  /** Waits until a condition has a status and a reason. */
  public Condition awaitCondition(String name, String type, String status, String reason) {
    awaitCluster(
        name,
        cluster ->
            cluster
                .getStatus()
                .condition(type)
                .filter(c -> c.getStatus().equals(status) && reason.equals(c.getReason()))
                .filter(c ->
                    Objects.equals(
                        c.getObservedGeneration(), cluster.getMetadata().getGeneration()))
                .isPresent(),
        type + "=" + status + " because " + reason);
    return cluster(name).getStatus().condition(type).orElseThrow();
  }

  /** Waits until a cluster is as told. */
  public void awaitCluster(String name, Predicate<CoulombCluster> condition, String what) {
    try {
      client
          .resources(CoulombCluster.class)
          .inNamespace(namespace)
          .withName(name)
          .waitUntilCondition(
              c -> c != null && condition.test(c), PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (RuntimeException e) {
      throw new AssertionError(
          "not seen within " + PATIENCE + ": " + what + "; " + describe(name), e);
    }
  }

  /** Looks again and again until something is so. */
  public void await(String what, BooleanSupplier condition) {
    Eventually.await(what, condition);
  }

  /** Everything the operator made for a cluster, as {@code Kind/name}. */
  public List<String> objects(String cluster) {
    var own = client;
    return Stream.<List<? extends HasMetadata>>of(
            own.configMaps()
                .inNamespace(namespace)
                .withLabel(Labels.CLUSTER, cluster)
                .list()
                .getItems(),
            own.secrets()
                .inNamespace(namespace)
                .withLabel(Labels.CLUSTER, cluster)
                .list()
                .getItems(),
            own.services()
                .inNamespace(namespace)
                .withLabel(Labels.CLUSTER, cluster)
                .list()
                .getItems(),
            own.serviceAccounts()
                .inNamespace(namespace)
                .withLabel(Labels.CLUSTER, cluster)
                .list()
                .getItems(),
            own.network()
                .v1()
                .networkPolicies()
                .inNamespace(namespace)
                .withLabel(Labels.CLUSTER, cluster)
                .list()
                .getItems(),
            own.apps()
                .statefulSets()
                .inNamespace(namespace)
                .withLabel(Labels.CLUSTER, cluster)
                .list()
                .getItems())
        .flatMap(List::stream)
        .map(o -> o.getKind() + "/" + o.getMetadata().getName())
        .toList();
  }

  /** Waits for an Event; Events follow the status they belong to. */
  public void awaitEvent(String cluster, String start) {
    await(
        "an Event that starts with " + start,
        () -> events(cluster).stream().anyMatch(event -> event.startsWith(start)));
  }

  /** The Events of a cluster, as {@code Type Reason: note}. */
  public List<String> events(String cluster) {
    return events(CoulombCluster.KIND, cluster);
  }

  /** The Events of something, as {@code Type Reason: note}. */
  public List<String> events(String kind, String name) {
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(e -> e.getRegarding() != null && name.equals(e.getRegarding().getName()))
        .filter(e -> kind.equals(e.getRegarding().getKind()))
        .map(Stage::words)
        .toList();
  }

  private static String words(Event event) {
    return event.getType() + " " + event.getReason() + ": " + event.getNote();
  }

  private String describe(String name) {
    CoulombCluster cluster =
        client.resources(CoulombCluster.class).inNamespace(namespace).withName(name).get();
    return cluster == null
        ? "there is no cluster"
        : cluster.getStatus().phase()
            + " "
            + cluster.getStatus().conditions().stream()
                .map(c ->
                    "\n  "
                        + c.getType()
                        + "="
                        + c.getStatus()
                        + " "
                        + c.getReason()
                        + ": "
                        + c.getMessage())
                .toList();
  }

  @Override
  public void close() {
    if (operator != null) {
      operator.close();
    }
    kubelet.close();
  }
}
