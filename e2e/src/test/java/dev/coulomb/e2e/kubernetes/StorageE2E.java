package dev.coulomb.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.programs.Await;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Volumes: kept, lost, and asked to grow. */
class StorageE2E {
  private static final String SMALL =
      "resources: {requests: {cpu: 100m, memory: 768Mi}, limits: {memory: 768Mi}}\n";

  /** The disk below is of memory, and what the pod writes there counts as the pod's. */
  private static final String ROOMY =
      "resources: {requests: {cpu: 100m, memory: 1280Mi}, limits: {memory: 1280Mi}}\n";

  private static final String MACHINE = "coulomb-worker";
  private static final int MEGABYTES = 512;
  private static final String MAKE_SMALL_DISK =
      "mkdir -p /var/e2e-small; umount --lazy /var/e2e-small 2> /dev/null;"
          + " mount -t tmpfs -o size=256m,mode=777 tmpfs /var/e2e-small";

  /** It says to be larger than it is: a size below 1Gi is refused. */
  private static final String SMALL_DISK =
      """
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: e2e-small}
      provisioner: kubernetes.io/no-provisioner
      volumeBindingMode: WaitForFirstConsumer
      ---
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: e2e-small}
      spec:
        capacity: {storage: 1Gi}
        accessModes: [ReadWriteOnce]
        storageClassName: e2e-small
        persistentVolumeReclaimPolicy: Retain
        local: {path: /var/e2e-small}
        nodeAffinity:
          required:
            nodeSelectorTerms:
            - matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [coulomb-worker]}]
      """;

  @RegisterExtension static final Scene SCENE = new Scene("e2e-storage");

  @Test
  void aClusterThatIsMadeAgainFindsItsRows() {
    Cluster cluster = SCENE.apply("kept", SMALL).awaitReady();
    cluster.ask("CREATE TABLE winter (id integer PRIMARY KEY); INSERT INTO winter VALUES (1), (2)");
    cluster.delete();
    Await.until(
        "the cluster and its pod are gone",
        Cluster.TO_START,
        () -> cluster.resource().get() == null && cluster.podIfAny().isEmpty());
    SCENE.apply("kept", SMALL).awaitReady().awaitAnswer();
    assertThat(cluster.ask("SELECT count(*) FROM winter")).isEqualTo("2");
    cluster.delete();
  }

  @Test
  void aGrowthThatItsClassDoesNotAllowIsSaidAndHarmsNothing() {
    Cluster cluster = SCENE.apply("tight", SMALL + "storage: {size: 3Gi}").awaitReady();
    String pod = cluster.podUid();
    cluster.patchSpec("{\"storage\":{\"size\":\"4Gi\"}}");
    assertThat(cluster.await("StorageHealthy", false, Cluster.TO_NOTICE))
        .satisfies(said -> {
          assertThat(said.reason()).isEqualTo("ExpansionRefused");
          assertThat(said.message()).contains("allowVolumeExpansion", "4Gi");
        });
    assertThat(cluster.ask("SELECT 1")).isEqualTo("1");
    cluster.patchSpec("{\"storage\":{\"size\":\"3Gi\"}}");
    cluster.await("StorageHealthy", true, Cluster.TO_NOTICE);
    assertThat(cluster.podUid()).isEqualTo(pod);
    cluster.delete();
  }

  /** No driver in kind enlarges a disk; all that comes before it happens. */
  @Test
  void aGrowthIsAskedForAroundTheRunningPodWhereTheClassAllowsIt() {
    SCENE
        .kind()
        .command("kubectl", "apply", "-f", "-")
        .reading(
            """
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: e2e-growing}
            provisioner: rancher.io/local-path
            volumeBindingMode: WaitForFirstConsumer
            allowVolumeExpansion: true
            """)
        .output();
    Cluster cluster =
        SCENE
            .apply("wide", SMALL + "storage: {size: 3Gi, storageClassName: e2e-growing}")
            .awaitReady();
    String pod = cluster.podUid();
    cluster.patchSpec("{\"storage\":{\"size\":\"4Gi\"}}");
    cluster.await(
        "StorageHealthy",
        Cluster.TO_NOTICE,
        one -> one.reason().equals("Expanding") && one.is(true));
    Await.until(
        "the next pod's claim is of the new size, too",
        Cluster.TO_NOTICE,
        () -> SCENE.kubectl("get", "statefulset", "wide", "-o", "yaml").output(),
        said -> said.contains("storage: 4Gi"));
    cluster.await("Progressing", false, Cluster.TO_NOTICE);
    assertThat(cluster.podUid()).isEqualTo(pod);
    cluster.delete();
  }

  @Test
  void aFullVolumeRefusesChangesIsSaidAndHealsByItself() throws SQLException {
    SCENE.kind().on(MACHINE, MAKE_SMALL_DISK);
    try {
      SCENE.kind().command("kubectl", "apply", "-f", "-").reading(SMALL_DISK).output();
      Cluster cluster =
          SCENE
              .apply("full", ROOMY + "storage: {size: 1Gi, storageClassName: e2e-small}")
              .awaitReady();
      try (Door door = cluster.open();
          Connection connection = door.connect();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE diary (id integer PRIMARY KEY, page text) PARTITION BY HASH (id)");
        statement.execute("INSERT INTO diary SELECT n, '' FROM generate_series(1, 100) AS s(n)");
        SCENE.kind().on(MACHINE, "head -c 1G /dev/zero > /var/e2e-small/filler || true");
        String refused = writeUntilRefused(statement);
        assertThat(refused).isEqualTo("53100");
        assertThat(cluster.await("StorageHealthy", false, Cluster.TO_NOTICE).reason())
            .isEqualTo("VolumeFull");
        assertThat(cluster.ask("SELECT count(*) FROM diary")).as("reads go on").isEqualTo("100");

        SCENE.kind().on(MACHINE, "rm /var/e2e-small/filler");
        cluster.await("StorageHealthy", true, Cluster.TO_NOTICE);
        statement.execute("UPDATE diary SET page = 'there is room again'");
      }
      cluster.delete();
      cluster.awaitGone(Cluster.TO_START);
      SCENE.kubectl("delete", "pvc", "data-full-0").output();
    } finally {
      SCENE.kind().command("kubectl", "delete", "pv", "e2e-small").run();
      SCENE.kind().on(MACHINE, "umount --lazy /var/e2e-small");
    }
  }

  /** A megabyte of log at a time; gives the SQLSTATE of the refusal. */
  private static String writeUntilRefused(Statement statement) {
    try {
      for (int round = 0; round < MEGABYTES; round++) {
        statement.execute("UPDATE diary SET page = repeat('" + round % 10 + "', 10000)");
      }
      return "none";
    } catch (SQLException refused) {
      return String.valueOf(refused.getSQLState());
    }
  }

  @Test
  void anEmptyVolumeIsNotStartedOnUntilSomebodySaysSo() {
    Cluster cluster = SCENE.apply("lost", SMALL).awaitReady();
    cluster.ask("CREATE TABLE treasure (id integer PRIMARY KEY)");
    Await.until(
        "the operator knows whose data it is",
        Cluster.TO_NOTICE,
        () -> cluster.get().<String>get("status", "storage", "nodeId") != null);
    String claim = claim().getMetadata().getUid();
    SCENE.kubectl("delete", "pvc", "data-lost-0", "--wait=false").output();
    assertLost(cluster, "is being deleted");
    assertThat(cluster.ask("SELECT count(*) FROM treasure")).as("it still serves").isEqualTo("0");

    SCENE.kubectl("delete", "pod", "lost-0", "--grace-period=0", "--force").output();
    Await.until(
        "another volume",
        Cluster.TO_START,
        StorageE2E::claim,
        now -> !now.getMetadata().getUid().equals(claim));
    assertLost(cluster, "finds another volume than the one with its data");
    cluster.await("Ready", false, Cluster.TO_NOTICE);

    cluster.patchSpec("{\"overrides\":{\"allowEmptyStart\":true}}");
    cluster.awaitReady().awaitAnswer();
    assertThat(cluster.say("SELECT count(*) FROM treasure").err()).contains("does not exist");
    String pod = cluster.podUid();
    cluster.ask("CREATE TABLE treasure (id integer PRIMARY KEY); INSERT INTO treasure VALUES (1)");
    cluster.patchSpec("{\"overrides\":{\"allowEmptyStart\":false}}");
    cluster.awaitReady();
    SCENE.kubectl("delete", "pod", "lost-0").output();
    cluster.awaitAnotherPod(pod).awaitReady().awaitAnswer();
    assertThat(cluster.ask("SELECT count(*) FROM treasure")).isEqualTo("1");
    cluster.delete();
  }

  private static void assertLost(Cluster cluster, String how) {
    Cluster.Condition said =
        cluster.await(
            "StorageHealthy",
            Cluster.TO_START,
            one -> one.is(false) && one.message().contains(how));
    assertThat(said.reason()).isEqualTo("VolumeLost");
    assertThat(said.message()).contains("allowEmptyStart");
  }

  private static PersistentVolumeClaim claim() {
    return SCENE
        .client()
        .persistentVolumeClaims()
        .inNamespace(SCENE.namespace())
        .withName("data-lost-0")
        .require();
  }
}
