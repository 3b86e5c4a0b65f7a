package dev.coulomb.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.kubernetes.Stage;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Volumes on a real API server: growth, stop, loss, and clusters from before there were any. */
class StorageIT {

  private static final String GROWS = "grows";
  private static final String RIGID = "rigid";

  private Stage stage;

  @BeforeEach
  void start() {
    stage = new Stage();
    for (String name : new String[] {GROWS, RIGID}) {
      stage
          .client()
          .resource(
              new StorageClassBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .endMetadata()
                  .withProvisioner("test/volumes")
                  .withAllowVolumeExpansion(name.equals(GROWS))
                  .build())
          .fieldManager("user")
          .serverSideApply();
    }
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  private void run(String storage) {
    stage.apply("demo", "spec: {storage: {%s}}".formatted(storage));
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.awaitCondition("demo", "StorageHealthy", "True", "Bound");
    stage.awaitCluster("demo", c -> c.getStatus().nodeId().isPresent(), "the node is known");
    stage.nodes().insert(stage.node("demo"), 7);
  }

  @Test
  void aVolumeGrowsUnderARunningNode() {
    run("size: 10Gi, storageClassName: grows");
    String pod = podUid();
    stage.apply("demo", "spec: {storage: {size: 20Gi, storageClassName: grows}}");
    stage.await("the claim grows", () -> requested(claim()).equals("20Gi"));
    stage.await("the StatefulSet follows", () -> templateSize().equals("20Gi"));
    stage.awaitCondition("demo", "Progressing", "False", "Settled");
    stage.awaitCondition("demo", "StorageHealthy", "True", "Bound");
    assertThat(podUid()).as("no restart").isEqualTo(pod);
    assertThat(stage.nodes().rows(stage.node("demo"))).isEqualTo(7);
    assertThat(Objects.requireNonNull(stage.cluster("demo").getStatus().storage()).capacity())
        .isEqualTo("20Gi");
    stage.awaitEvent("demo", "Normal VolumeExpanding: data-demo-0 is to have 20Gi");
    stage.awaitEvent("demo", "Normal StatefulSetRecreated:");
    stage.await(
        "the new StatefulSet owns the pod",
        () ->
            Objects.requireNonNull(stage.pod("demo")).getMetadata().getOwnerReferences().stream()
                .anyMatch(
                    o -> o.getUid().equals(stage.statefulSet("demo").getMetadata().getUid())));
  }

  @Test
  void aGrowthThatTheClassDoesNotAllowIsToldOnceAndCanBeTakenBack() {
    run("size: 10Gi, storageClassName: rigid");
    stage.apply("demo", "spec: {storage: {size: 20Gi, storageClassName: rigid}}");
    Condition storage = stage.awaitCondition("demo", "StorageHealthy", "False", "ExpansionRefused");
    assertThat(storage.getMessage()).contains("allowVolumeExpansion: true").contains("resize");
    stage.awaitEvent("demo", "Warning ExpansionRefused:");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    // What has nothing to do with it goes on.
    stage.apply(
        "demo", "spec: {version: \"0.2.0\", storage: {size: 20Gi, storageClassName: rigid}}");
    stage.awaitCluster(
        "demo",
        c -> c.getStatus().version() != null && "0.2.0".equals(c.getStatus().version().current()),
        "version 0.2.0");
    assertThat(patchesOfTheClaim()).isEqualTo(1);
    stage.apply(
        "demo", "spec: {version: \"0.2.0\", storage: {size: 10Gi, storageClassName: rigid}}");
    stage.awaitCondition("demo", "StorageHealthy", "True", "Bound");
    stage.awaitCondition("demo", "Degraded", "False", "AsWanted");
    assertThat(stage.nodes().rows(stage.node("demo"))).isEqualTo(7);
  }

  private long patchesOfTheClaim() {
    return stage.operator().requests().stream()
        .filter(r -> r.method().equals("PATCH"))
        .filter(r -> r.uri().getPath().endsWith("/persistentvolumeclaims/data-demo-0"))
        .count();
  }

  @Test
  void aStoppedClusterKeepsItsVolumeAndComesBackWithItsRows() {
    run("size: 10Gi");
    String claim = claim().getMetadata().getUid();
    stage.apply("demo", "spec: {state: Stopped}");
    stage.awaitCondition("demo", "Stopped", "True", "StoppedBySpec");
    stage.awaitCondition("demo", "Ready", "False", "Stopped");
    assertThat(stage.cluster("demo").getStatus().phase()).isEqualTo("Stopped");
    assertThat(stage.pod("demo")).isNull();
    assertThat(stage.nodes().orders()).containsExactly("stop demo-0");
    stage.stopOperator();
    stage.startOperator();
    stage.apply("demo", "spec: {state: Running}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    assertThat(claim().getMetadata().getUid()).isEqualTo(claim);
    assertThat(stage.nodes().rows(stage.node("demo"))).isEqualTo(7);
    stage.awaitCluster("demo", c -> "Running".equals(c.getStatus().phase()), "phase Running");
  }

  @Test
  void aVolumeThatIsLostWhileStoppedIsNotReplacedByAnEmptyOne() {
    run("size: 10Gi");
    stage.apply("demo", "spec: {state: Stopped}");
    stage.awaitCondition("demo", "Stopped", "True", "StoppedBySpec");
    stage.client().resource(claim()).delete();
    stage.await("no claim", () -> stage.claim("demo") == null);
    stage.apply("demo", "spec: {state: Running}");
    Condition storage = stage.awaitCondition("demo", "StorageHealthy", "False", "VolumeLost");
    assertThat(storage.getMessage())
        .contains("the PersistentVolumeClaim data-demo-0 does not exist", "allowEmptyStart: true");
    assertThat(stage.statefulSet("demo").getSpec().getReplicas()).isZero();
    assertThat(stage.claim("demo")).isNull();
    stage.apply("demo", "spec: {overrides: {allowEmptyStart: true}}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    assertThat(stage.nodes().rows(stage.node("demo"))).isZero();
  }

  @Test
  void aVolumeThatIsLostUnderARunningPodIsNotStartedEmptyUntilAPersonSaysSo() {
    run("size: 10Gi");
    String node = stage.cluster("demo").getStatus().nodeId().orElseThrow();
    stage.await("the node is told who it is", () -> config().contains("node.expected-id=" + node));
    inUse(true);
    stage.client().resource(claim()).delete();
    Condition going = stage.awaitCondition("demo", "StorageHealthy", "False", "VolumeLost");
    assertThat(going.getMessage()).contains("is being deleted");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.apply("demo", "spec: {version: \"0.2.0\"}");
    stage.awaitCondition("demo", "Upgrading", "False", "DataWouldBeLost");
    stage.apply("demo", "spec: {}");
    // The pod dies all the same; the StatefulSet makes another claim at once.
    stage.client().pods().inNamespace(stage.namespace()).withName("demo-0").delete();
    inUse(false);
    Condition lost = stage.awaitCondition("demo", "Ready", "False", "VolumeLost");
    stage.await(
        "the node refuses the empty volume",
        () ->
            stage
                .cluster("demo")
                .getStatus()
                .condition("StorageHealthy")
                .orElseThrow()
                .getMessage()
                .startsWith("pod demo-0 finds another volume"));
    assertThat(lost.getMessage()).contains("not started empty");
    stage.apply("demo", "spec: {overrides: {allowEmptyStart: true}}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.awaitCluster(
        "demo", c -> !c.getStatus().nodeId().orElse(node).equals(node), "another node is known");
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "StorageHealthy", "True", "Bound");
    stage.awaitCondition("demo", "Degraded", "False", "AsWanted");
  }

  /** Kubernetes keeps a claim that a pod uses on a machine; here are no machines. */
  private void inUse(boolean used) {
    stage
        .client()
        .resource(claim())
        .edit(claim -> {
          List<String> finalizers = new ArrayList<>(claim.getMetadata().getFinalizers());
          finalizers.remove("test/in-use");
          if (used) {
            finalizers.add("test/in-use");
          }
          claim.getMetadata().setFinalizers(finalizers);
          return claim;
        });
  }

  @Test
  void aRestoredClaimBringsTheRowsBack() {
    run("size: 10Gi");
    stage.apply("demo", "spec: {state: Stopped}");
    stage.awaitCondition("demo", "Stopped", "True", "StoppedBySpec");
    PersistentVolumeClaim old = claim();
    stage.nodes().copyVolume(old.getMetadata().getUid(), "snapshot");
    stage.client().resource(old).delete();
    stage.await("no claim", () -> stage.claim("demo") == null);
    stage
        .client()
        .resource(
            new PersistentVolumeClaimBuilder(old)
                .withNewMetadata()
                .withName("data-demo-0")
                .withNamespace(stage.namespace())
                .withLabels(old.getMetadata().getLabels())
                .endMetadata()
                .withStatus(null)
                .build())
        .create();
    stage.nodes().copyVolume("snapshot", claim().getMetadata().getUid());
    stage.apply("demo", "spec: {state: Running}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    assertThat(stage.nodes().rows(stage.node("demo"))).isEqualTo(7);
  }

  @Test
  void theClaimGoesWithTheClusterOrOutlivesIt() {
    run("size: 10Gi");
    stage.client().resource(stage.cluster("demo")).delete();
    stage.await("nothing but the claim", () -> stage.objects("demo").isEmpty());
    stage.await("no pod", () -> stage.pod("demo") == null);
    assertThat(claim().getMetadata().getDeletionTimestamp()).isNull();
    stage.apply("demo", "spec: {storage: {reclaimPolicy: Delete}}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    assertThat(stage.nodes().rows(stage.node("demo"))).as("found again").isEqualTo(7);
    stage.awaitCondition("demo", "Progressing", "False", "Settled");
    assertThat(claim().getMetadata().getOwnerReferences())
        .extracting(o -> o.getKind() + " " + o.getController())
        .containsExactly("CoulombCluster null");
    // Somebody's mistake with the StatefulSet costs no data.
    stage.client().resource(stage.statefulSet("demo")).delete();
    stage.awaitCondition("demo", "Progressing", "False", "Settled");
    stage.client().resource(stage.cluster("demo")).delete();
    stage.await("the claim is gone too", () -> stage.claim("demo") == null);
  }

  @Test
  void aClusterOfAnOlderOperatorGetsItsVolumeWhenNothingIsLostByIt() {
    run("size: 10Gi");
    stage.stopOperator();
    String image = makeItOlder();
    String node = stage.node("demo");
    stage.nodes().insert(node, 5);
    stage.startOperator();
    Condition upgrading = stage.awaitCondition("demo", "Upgrading", "False", "DataWouldBeLost");
    assertThat(upgrading.getMessage()).contains("its data moves to a volume");
    stage.awaitCondition("demo", "StorageHealthy", "False", "NoVolume");
    assertThat(stage.nodes().rows(node)).isEqualTo(5);
    stage.nodes().insert(node, -5);
    stage.awaitCondition("demo", "StorageHealthy", "True", "Bound");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    assertThat(image).isEqualTo("registry.test/coulomb-node:0.1.0");
    assertThat(templateSize()).isEqualTo("10Gi");
  }

  /** The StatefulSet as it was before there were volumes, and a pod of it. */
  private String makeItOlder() {
    StatefulSet now = stage.statefulSet("demo");
    stage.client().resource(now).delete();
    stage.await(
        "all gone",
        () ->
            stage.pod("demo") == null
                && stage
                        .client()
                        .apps()
                        .statefulSets()
                        .inNamespace(stage.namespace())
                        .withName("demo")
                        .get()
                    == null);
    stage.client().resource(claim()).delete();
    stage.await("no claim", () -> stage.claim("demo") == null);
    stage
        .client()
        .resource(stage.cluster("demo"))
        .editStatus(cluster -> {
          cluster.setStatus(dev.coulomb.operator.api.CoulombClusterStatus.UNKNOWN);
          return cluster;
        });
    stage
        .client()
        .resource(
            new StatefulSetBuilder(now)
                .editMetadata()
                .withResourceVersion(null)
                .withUid(null)
                .endMetadata()
                .editSpec()
                .withVolumeClaimTemplates()
                .editTemplate()
                .editSpec()
                .addNewVolume()
                .withName("data")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .editFirstContainer()
                .withArgs("--config", "x")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .withStatus(null)
                .build())
        .create();
    stage.await("an older pod", () -> stage.pod("demo") != null);
    return now.getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
  }

  private PersistentVolumeClaim claim() {
    return Objects.requireNonNull(stage.claim("demo"));
  }

  private String podUid() {
    return Objects.requireNonNull(stage.pod("demo")).getMetadata().getUid();
  }

  private static String requested(PersistentVolumeClaim claim) {
    return Objects.requireNonNull(claim.getSpec().getResources().getRequests().get("storage"))
        .toString();
  }

  private String templateSize() {
    StatefulSet there =
        stage.client().apps().statefulSets().inNamespace(stage.namespace()).withName("demo").get();
    return there == null ? "" : requested(there.getSpec().getVolumeClaimTemplates().get(0));
  }

  private String config() {
    return stage
        .client()
        .configMaps()
        .inNamespace(stage.namespace())
        .withName("demo-config")
        .require()
        .getData()
        .getOrDefault("coulomb.properties", "");
  }
}
