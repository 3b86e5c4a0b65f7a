package dev.coulomb.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.load.Content;
import dev.coulomb.e2e.load.Counted;
import dev.coulomb.e2e.load.CountedWorks.Appender;
import dev.coulomb.e2e.load.CountedWorks.Replicated;
import dev.coulomb.e2e.load.CountedWorks.Transfer;
import dev.coulomb.e2e.load.CountedWorks.Voter;
import dev.coulomb.e2e.load.Load;
import dev.coulomb.e2e.programs.Await;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * One cluster is saved in every way while clients work on it, and brought back from what was saved.
 * The last test deletes it; a schedule runs beside the others meanwhile.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class BackupE2E {
  private static final String SMALL =
      "resources: {requests: {cpu: 100m, memory: 768Mi}, limits: {memory: 768Mi}}\n";
  private static final Duration TO_SAVE = Duration.ofMinutes(3);

  /** Three minutes of the clock, a drill with a database of its own, and what Kubernetes takes. */
  private static final Duration TO_COME_ROUND = Duration.ofMinutes(6);

  private static final int STEPS = 100;
  @RegisterExtension static final Scene SCENE = new Scene("e2e-backup");

  private final List<Counted> works =
      List.of(
          new Appender(0),
          new Transfer(0, new SplittableRandom(1)),
          new Voter(0),
          new Replicated(0));
  private final Load load = new Load(works);
  private ObjectStore store;
  private Cluster origin;
  private Custom schedule;

  @BeforeAll
  void create() throws Exception {
    store = ObjectStore.start(SCENE);
    SCENE
        .kubectl("apply", "-f", "-")
        .reading(
            """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: shelf}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            """)
        .output();
    origin =
        SCENE
            .apply(
                "origin",
                SMALL
                    + "partitions: 8\n"
                    + "storage: {size: 2Gi, reclaimPolicy: Delete}\n"
                    + "backup: {volumeClaim: {name: shelf}}\n"
                    + "archive: {intervalSeconds: 5, destination: "
                    + store.destination("origin")
                    + "}")
            .awaitReady()
            .awaitAnswer();
    origin.ask(
        "CREATE TABLE goods (id integer PRIMARY KEY, name text, price numeric(9, 2), seen timestamptz)"
            + " PARTITION BY HASH (id); INSERT INTO goods SELECT n, 'name ' || n, n / 8.0, now() FROM"
            + " generate_series(1, 20000) AS s(n)");
    try (Door door = origin.open()) {
      load.prepare(door::connect);
    }
    schedule =
        SCENE.apply(
            Custom.SCHEDULE,
            "often",
            """
            clusterRef: {name: origin}
            schedule: "* * * * *"
            immediate: true
            retention: {count: 2}
            verify: {afterEvery: 1, resources: {requests: {cpu: 100m, memory: 512Mi}, limits: {memory: 512Mi}}}
            template: {destination: %s}
            """
                .formatted(store.destination("often")));
  }

  @AfterAll
  void stop() {
    load.close();
  }

  @Test
  @Order(1)
  void backupsThatCannotBeMadeSayWhy() {
    SCENE
        .kubectl("create", "secret", "generic", "wrong-keys")
        .and("--from-literal=accessKeyId=coulomb", "--from-literal=secretAccessKey=guessed")
        .output();
    assertFails("no-bucket", store.destination("nobodys", ObjectStore.KEYS, "x"), "BucketNotFound");
    assertFails(
        "wrong-key", store.destination(ObjectStore.BUCKET, "wrong-keys", "x"), "BadCredentials");
    assertFails(
        "no-secret", store.destination(ObjectStore.BUCKET, "not-there", "x"), "SecretNotUsable");
  }

  @Test
  @Order(2)
  void aBackupUnderLoadIsMadeThoughTheOperatorIsKilled() throws Exception {
    try (Door door = origin.open()) {
      load.begin(door::connect);
      awaitWork();
      Custom toBucket = backup("to-bucket", store.destination("team"));
      SCENE.kind().killLeader();
      toBucket.await("Complete", true, TO_SAVE);
      awaitWork();
      load.stop();
    }
    assertThat(store.objects("team/origin/to-bucket")).contains("manifest");
  }

  @Test
  @Order(3)
  void whatIsSavedOnAVolumeIsRestoredIntoOtherPartitions() throws Exception {
    backup("to-shelf", "{volume: {claimName: shelf, path: weekly}}")
        .await("Complete", true, TO_SAVE);
    Content saved = content(origin);
    Cluster copy =
        SCENE
            .apply(
                "from-shelf",
                SMALL
                    + "partitions: 3\nstorage: {size: 2Gi, reclaimPolicy: Delete}\n"
                    + "backup: {volumeClaim: {name: shelf}}\n"
                    + "bootstrap: {restore: {backupRef: {name: to-shelf}}}")
            .awaitReady()
            .awaitAnswer();
    content(copy).assertSameAs(saved);
    copy.delete();
  }

  @Test
  @Order(4)
  void aDamagedSnapshotIsRefusedBeforeAnythingIsTouched() {
    backup("damaged", store.destination("damaged")).await("Complete", true, TO_SAVE);
    store.damage("damaged/origin/damaged");
    Cluster copy =
        SCENE.apply(
            "from-damaged",
            SMALL
                + "storage: {size: 2Gi, reclaimPolicy: Delete}\n"
                + "bootstrap: {restore: {backupRef: {name: damaged}}}");
    Await.until(
        "a condition says that it is damaged",
        Cluster.TO_START,
        copy::conditions,
        all -> all.stream().anyMatch(one -> one.reason().equals("SnapshotDamaged")));
    copy.delete();
  }

  @Test
  @Order(5)
  void aMomentBetweenTwoTransactionsIsRestored() throws Exception {
    origin.ask(
        "INSERT INTO goods SELECT n, 'early', 0, now() FROM generate_series(30001, 30100) AS s(n)");
    Instant between = Instant.now().plusMillis(200);
    Await.until(
        "the moment is over", TO_SAVE, () -> Instant.now().isAfter(between.plusMillis(200)));
    origin.ask(
        "INSERT INTO goods SELECT n, 'late', 0, now() FROM generate_series(30101, 30200) AS s(n)");
    awaitArchived();
    Cluster copy =
        SCENE
            .apply(
                "at-a-moment",
                SMALL
                    + "partitions: 5\nstorage: {size: 2Gi, reclaimPolicy: Delete}\n"
                    + "bootstrap: {restore: {backupRef: {name: to-bucket}, archive: "
                    + store.destination("origin")
                    + ", pointInTime: '"
                    + between.truncatedTo(ChronoUnit.MILLIS)
                    + "'}}")
            .awaitReady()
            .awaitAnswer();
    assertThat(copy.ask("SELECT count(*), max(name) FROM goods WHERE id > 30000"))
        .isEqualTo("100|early");
    copy.delete();
  }

  @Test
  @Order(6)
  void aScheduleMakesBackupsRemovesOldOnesAndTriesToRestore() {
    Await.until(
        "the drill was a success",
        TO_COME_ROUND,
        () -> String.valueOf(schedule.<Object>status("drill", "last")),
        last -> last.contains("outcome=Passed"));
    Await.until(
        "old backups are gone, the last good ones stay",
        TO_COME_ROUND,
        () -> backupsOf("often"),
        names -> names.size() == 2 && Objects.equals(schedule.status("completed"), 2));
    Await.until(
        "what they wrote is gone from the bucket, too",
        TO_COME_ROUND,
        () ->
            store.objects("often").lines().filter(name -> name.endsWith("/manifest.json")).count(),
        complete -> complete >= 2 && complete <= 3);
    schedule.delete();
  }

  @Test
  @Order(7)
  void aClusterThatIsDeletedWithItsVolumesComesBackFromTheBucket() throws Exception {
    awaitArchived();
    Content saved = content(origin);
    List<Long> acknowledged = works.stream().map(Counted::acknowledged).toList();
    origin.delete();
    origin.awaitGone(Cluster.TO_START);
    Await.until(
        "its volume is gone",
        Cluster.TO_START,
        () -> SCENE.kubectl("get", "pvc", "data-origin-0").run().status() != 0);
    Cluster again =
        SCENE
            .apply(
                "again",
                SMALL
                    + "partitions: 12\nstorage: {size: 2Gi, reclaimPolicy: Delete}\n"
                    + "bootstrap: {restore: {backupRef: {name: to-bucket}, archive: "
                    + store.destination("origin")
                    + ", latest: true}}")
            .awaitReady()
            .awaitAnswer();
    content(again).assertSameAs(saved);
    try (Door door = again.open();
        Connection connection = door.connect()) {
      for (int i = 0; i < works.size(); i++) {
        assertThat(works.get(i).found(connection)).isEqualTo(acknowledged.get(i));
      }
    }
  }

  private static Custom backup(String name, String destination) {
    return SCENE.apply(
        Custom.BACKUP, name, "clusterRef: {name: origin}\ndestination: " + destination + "\n");
  }

  private static void assertFails(String name, String destination, String reason) {
    Custom backup = backup(name, destination);
    Await.until(
        "a condition says " + reason,
        Cluster.TO_NOTICE,
        backup::conditions,
        all -> all.stream().anyMatch(one -> one.is(false) && one.reason().equals(reason)));
    backup.awaitEvent(
        "an Event says so", Cluster.TO_NOTICE, event -> reason.equals(event.getReason()));
    backup.delete();
  }

  private static List<String> backupsOf(String schedule) {
    return SCENE
        .client()
        .genericKubernetesResources(Custom.context(Custom.BACKUP))
        .inNamespace(SCENE.namespace())
        .list()
        .getItems()
        .stream()
        .map(one -> one.getMetadata().getName())
        .filter(name -> name.startsWith(schedule))
        .toList();
  }

  private static Content content(Cluster cluster) throws Exception {
    try (Door door = cluster.open()) {
      return Content.of(door::connect);
    }
  }

  private void awaitWork() {
    long before = load.acknowledged();
    Await.until(
        "some work is done", TO_SAVE, () -> load.acknowledged() - before >= STEPS || load.ended());
  }

  /** Waits until all that happened before is in the archive. */
  private void awaitArchived() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    try (Door door = origin.open()) {
      Await.until(
          "the archive has got everything",
          TO_SAVE,
          () -> door.status().path("archive"),
          archive -> archive.path("atMicros").asLong() > now);
    }
  }
}
