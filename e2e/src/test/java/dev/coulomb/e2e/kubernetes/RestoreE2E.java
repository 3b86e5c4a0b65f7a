package dev.coulomb.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.programs.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A mistake is taken back in a cluster that runs, from a store whose certificate is its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class RestoreE2E {
  private static final Duration TO_SAVE = Duration.ofMinutes(3);
  private static final String PHASE = "phase";

  @RegisterExtension static final Scene SCENE = new Scene("e2e-restore");

  private ObjectStore store;
  private Cluster shop;

  @BeforeAll
  void create() {
    store = ObjectStore.startWithTls(SCENE);
    shop =
        SCENE
            .apply(
                "shop",
                "resources: {requests: {cpu: 100m, memory: 768Mi}, limits: {memory: 768Mi}}\n"
                    + "partitions: 4\nstorage: {size: 2Gi, reclaimPolicy: Delete}\n"
                    + "archive: {intervalSeconds: 2, retention: OldestBackup, destination: "
                    + store.destination("shop")
                    + "}")
            .awaitReady()
            .awaitAnswer();
    shop.ask(
        "CREATE TABLE goods (id integer PRIMARY KEY, name text) PARTITION BY HASH (id); INSERT INTO"
            + " goods SELECT n, 'first' FROM generate_series(1, 1000) AS s(n)");
  }

  @Test
  @Order(1)
  void aStoreThatSignsForItselfIsTrustedByItsSecretOnly() {
    Custom refused = backup("not-trusted", store.destinationWithoutTrust("shop"));
    refused.await(
        "Complete",
        Cluster.TO_NOTICE,
        condition -> condition.is(false) && condition.reason().equals("CertificateNotTrusted"));
    refused.delete();
    backup("first", store.destination("shop")).await("Complete", true, TO_SAVE);
    assertThat(store.objects("shop/shop/first")).contains("manifest");
  }

  @Test
  @Order(2)
  void aMistakeIsTakenBackThoughTheOperatorIsKilled() {
    shop.ask("INSERT INTO goods SELECT n, 'second' FROM generate_series(1001, 1500) AS s(n)");
    Instant before = pass();
    shop.ask("DELETE FROM goods WHERE id <= 1200");
    Custom restore =
        restore(
            "undo",
            "pointInTime: '" + before.truncatedTo(ChronoUnit.MILLIS) + "'\nconfirmation: Manual\n");
    SCENE.kind().killLeader();
    awaitPhase(restore, "Kept");
    shop.awaitAnswer();
    assertThat(count()).isEqualTo("1500|first|second");
    restore.patchSpec("{\"confirmation\":\"Automatic\"}");
    awaitPhase(restore, "Completed");
    shop.awaitReady();
    assertThat(count()).isEqualTo("1500|first|second");
    restore.delete();
    restore.awaitGone(Cluster.TO_NOTICE);
  }

  @Test
  @Order(3)
  void aRestoreThatIsAbortedLeavesWhatWasThere() {
    Custom restore = restore("look", "confirmation: Manual\n");
    awaitPhase(restore, "Kept");
    shop.awaitAnswer();
    assertThat(count()).isEqualTo("1000|first|first");
    restore.patchSpec("{\"abort\":true}");
    awaitPhase(restore, "Aborted");
    shop.awaitAnswer();
    assertThat(count()).isEqualTo("1500|first|second");
  }

  @Test
  @Order(4)
  void theArchiveReachesBackToTheOldestBackup() {
    backup("second", store.destination("shop")).await("Complete", true, TO_SAVE);
    shop.ask("INSERT INTO goods SELECT n, 'third' FROM generate_series(2001, 2100) AS s(n)");
    awaitArchived();
    Custom third = backup("third", store.destination("shop"));
    third.await("Complete", true, TO_SAVE);
    shop.ask("INSERT INTO goods SELECT n, 'fourth' FROM generate_series(3001, 3100) AS s(n)");
    awaitArchived();
    String history = Objects.requireNonNull(third.<String>status("snapshot", "history"));
    long pieces = pieces(history);
    SCENE
        .kubectl("delete", "coulombbackup", "second", "--wait=true")
        .within(Duration.ofMinutes(2))
        .output();
    Await.until(
        "old pieces of the archive are gone",
        TO_SAVE,
        () -> pieces(history),
        left -> left > 0 && left < pieces);
    shop.await("ArchiveTrimmed", true, TO_SAVE);
    Custom restore = SCENE.apply(Custom.RESTORE, "rest", of("third") + "latest: true\n");
    awaitPhase(restore, "Completed");
    shop.awaitAnswer();
    assertThat(shop.ask("SELECT count(*), max(id) FROM goods")).isEqualTo("1700|3100");
  }

  private static Custom backup(String name, String destination) {
    return SCENE.apply(
        Custom.BACKUP, name, "clusterRef: {name: shop}\ndestination: " + destination + "\n");
  }

  private static String of(String backup) {
    return "clusterRef: {name: shop}\nbackupRef: {name: " + backup + "}\n";
  }

  private static Custom restore(String name, String more) {
    return SCENE.apply(Custom.RESTORE, name, of("first") + more);
  }

  private static void awaitPhase(Custom restore, String phase) {
    Await.until(
        restore.name() + " is " + phase,
        Cluster.TO_START,
        () -> String.valueOf(restore.<Object>status(PHASE)),
        phase::equals);
  }

  private String count() {
    return shop.ask("SELECT count(*), min(name), max(name) FROM goods");
  }

  /** A moment that is behind all that was done, before all that will be, and archived. */
  private Instant pass() {
    Instant moment = Instant.now().plusMillis(200);
    Await.until("the moment is over", TO_SAVE, () -> Instant.now().isAfter(moment.plusMillis(200)));
    awaitArchived();
    return moment;
  }

  private long pieces(String history) {
    return store
        .objects("shop/shop/archive")
        .lines()
        .filter(name -> name.contains(history) && name.endsWith(".log"))
        .count();
  }

  /** Waits until all that happened before is in the archive. */
  private void awaitArchived() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    try (Door door = shop.open()) {
      Await.until(
          "the archive has got everything",
          TO_SAVE,
          () -> door.status().path("archive"),
          archive -> archive.path("atMicros").asLong() > now);
    }
  }
}
