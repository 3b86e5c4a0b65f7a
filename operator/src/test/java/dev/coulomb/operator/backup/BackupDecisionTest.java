package dev.coulomb.operator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Waiting;
import dev.coulomb.operator.api.backup.DeletionPolicy;
import dev.coulomb.operator.nodeadmin.BackupReport;
import dev.coulomb.operator.nodeadmin.BackupReport.State;
import dev.coulomb.operator.nodeadmin.Failure;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.observe.ClusterNode;
import dev.coulomb.operator.observe.PlaceView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done about a backup, and what is said of it, case by case. */
class BackupDecisionTest {

  private static final NodeAddress NODE = new NodeAddress("10.0.0.1", 8080, "token");
  private static final ClusterNode READY = new ClusterNode(Optional.of(NODE), true, Set.of());

  private final CoulombBackup backup = Backups.bucket("first");
  private Instant now = Instant.parse("2026-11-28T12:00:00Z");
  private Optional<CoulombCluster> cluster = Optional.of(Backups.cluster());
  private ClusterNode node = READY;
  private PlaceView place = Backups.usable();

  private BackupObservation seen(Optional<Reply<BackupReport>> word) {
    return new BackupObservation(now, backup, cluster, node, cluster.map(c -> place), word);
  }

  /** One round with that word of the node; what it answers to an order is the same. */
  private BackupOutlook round(Reply<BackupReport> word) {
    BackupObservation seen =
        seen(backup.getStatus().begun() ? Optional.of(word) : Optional.empty());
    BackupStep step = BackupDecision.next(seen);
    BackupOutlook outlook = BackupOutlook.of(seen, step, Optional.of(word));
    backup.setStatus(outlook.status());
    return outlook;
  }

  private static Reply<BackupReport> said(State state, String phase, @Nullable Failure failure) {
    return new Reply.Said<>(
        new BackupReport("uid-first", state, phase, 0, 100, 0, 1, 0, null, failure));
  }

  private static Reply<BackupReport> failed(String reason) {
    return said(State.Failed, "Preparing", new Failure(reason, "because of " + reason));
  }

  private String reason() {
    return backup.getStatus().condition("Complete").orElseThrow().getReason();
  }

  @Test
  void whatWillBeDoneIsWrittenDownFirst() {
    assertThat(BackupDecision.next(seen(Optional.empty())))
        .isEqualTo(new BackupStep.Announce(uid()));
    round(said(State.Running, "Preparing", null));
    assertThat(backup.getStatus().begun()).isTrue();
    assertThat(
            BackupDecision.next(
                seen(Optional.of(new Reply.Refused<>("unknown-backup", "never heard of it")))))
        .isInstanceOf(BackupStep.Begin.class);
  }

  private String uid() {
    return cluster.orElseThrow().getMetadata().getUid();
  }

  @Test
  void withoutWhatItNeedsItWaitsAndSaysForWhat() {
    cluster = Optional.empty();
    round(failed("x"));
    assertThat(reason()).isEqualTo("ClusterNotFound");
    cluster = Optional.of(Backups.cluster());
    place = new PlaceView.Problem("SecretNotUsable", "create it");
    round(failed("x"));
    assertThat(reason()).isEqualTo("SecretNotUsable");
    place = Backups.usable();
    node = new ClusterNode(Optional.of(NODE), false, Set.of());
    round(failed("x"));
    assertThat(reason()).isEqualTo("ClusterNotReady");
    assertThat(backup.getStatus().phase()).isEqualTo(Phase.Pending);
    now = now.plus(BackupOutlook.PATIENCE);
    BackupOutlook last = round(failed("x"));
    assertThat(backup.getStatus().phase()).isEqualTo(Phase.Failed);
    assertThat(reason()).isEqualTo("ClusterNotReady");
    assertThat(last.notices().getFirst().note())
        .endsWith("given up after 60 minutes without progress");
    assertThat(last.next()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "BucketNotFound",
    "AccessDenied",
    "BadCredentials",
    "CertificateNotTrusted",
    "NoSpace",
    "NotWritable",
    "Occupied",
    "SomethingOfANewerNode"
  })
  void whatWouldFailAgainIsOver(String reason) {
    round(failed(reason));
    round(failed(reason));
    assertThat(backup.getStatus().phase()).isEqualTo(Phase.Failed);
    assertThat(reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          occupied       | Failed  | Occupied
          destination    | Failed  | DestinationRefused
          path           | Failed  | NotSupported
          not-yet        | Failed  | NotSupported
          backup-running | Running | AnotherBackupRuns
          starting       | Running | NodeRefused
          token          | Running | NodeRefused
          """)
  void whatTheNodeRefusesIsUnderstood(String code, Phase phase, String reason) {
    round(new Reply.Refused<>(code, "no"));
    round(new Reply.Refused<>(code, "no"));
    assertThat(backup.getStatus().phase()).isEqualTo(phase);
    assertThat(reason()).isEqualTo(reason);
  }

  @Test
  void whatPassesIsTriedAgainLaterAndLater() {
    round(failed("Unreachable"));
    Duration before = Duration.ZERO;
    Instant first = now;
    while (backup.getStatus().phase() != Phase.Failed) {
      BackupOutlook outlook = round(failed("Unreachable"));
      if (outlook.next().isPresent()
          && backup.getStatus().waiting() instanceof Waiting w
          && w.nextAt() != null) {
        assertThat(outlook.next().get()).isGreaterThanOrEqualTo(before);
        before = outlook.next().get();
        now = now.plus(before);
      }
    }
    assertThat(Duration.between(first, now))
        .isBetween(
            BackupOutlook.PATIENCE, BackupOutlook.PATIENCE.plus(BackupOutlook.LONGEST_BACKOFF));
    assertThat(reason()).isEqualTo("Unreachable");
  }

  @Test
  void anotherBackupIsWaitedForAsLongAsItTakes() {
    round(new Reply.Refused<>("backup-running", "one at a time"));
    for (int hour = 0; hour < 50; hour++) {
      now = now.plus(Duration.ofHours(1));
      round(new Reply.Refused<>("backup-running", "one at a time"));
    }
    assertThat(backup.getStatus().phase()).isEqualTo(Phase.Running);
  }

  @Test
  void anotherClusterOfTheSameNameIsAnotherOne() {
    round(said(State.Running, "Writing", null));
    CoulombCluster other = Backups.cluster();
    other.getMetadata().setUid("another");
    cluster = Optional.of(other);
    round(said(State.Running, "Writing", null));
    assertThat(reason()).isEqualTo("ClusterGone");
  }

  @Test
  void aSnapshotOfWhichNothingWasWrittenNeedsNoJobAndNoSecret() {
    Backups.policy(backup, DeletionPolicy.Delete);
    assertThat(deletion()).isInstanceOf(DeletionStep.Release.class);
    round(failed("BadCredentials"));
    round(failed("BadCredentials"));
    assertThat(deletion()).isInstanceOf(DeletionStep.Release.class);
  }

  @Test
  void anAttemptThatWasLostMayHaveLeftSomething() {
    Backups.policy(backup, DeletionPolicy.Delete);
    round(said(State.Running, "Preparing", null));
    round(said(State.Running, "Preparing", null));
    round(new Reply.Refused<>("unknown-backup", "started anew"));
    CoulombBackupStatus status = backup.getStatus();
    assertThat(status.written()).isTrue();
  }

  @Test
  void onlyAskedMayAPersonGiveUpASnapshot() {
    Backups.policy(backup, DeletionPolicy.Delete);
    round(said(State.Running, "Writing", null));
    round(said(State.Running, "Writing", null));
    round(failed("NoSpace"));
    DeletionObservation seen =
        new DeletionObservation(
            now,
            backup,
            Optional.empty(),
            Optional.empty(),
            new JobView.Failed(now, "AccessDenied"),
            Optional.empty(),
            false);
    assertThat(DeletionDecision.next(seen))
        .isInstanceOfSatisfying(
            DeletionStep.Wait.class,
            wait -> assertThat(wait.message()).contains("AccessDenied", "deletionPolicy: Retain"));
    Backups.policy(backup, DeletionPolicy.Retain);
    assertThat(DeletionDecision.next(seen))
        .isEqualTo(
            new DeletionStep.Release(
                "Retained", "what lies at s3://backups/team/demo/first stays there"));
  }

  private DeletionStep deletion() {
    return DeletionDecision.next(
        new DeletionObservation(
            now,
            backup,
            Optional.of(NODE),
            Optional.empty(),
            new JobView.None(),
            Optional.of("there is no Secret"),
            false));
  }

  @Test
  void aPlaceIsWhereItsDestinationSays() {
    assertThat(StatusDraft.location(backup)).isEqualTo("s3://backups/team/demo/first");
    assertThat(StatusDraft.location(Backups.volume("second")))
        .isEqualTo("claim:/nightly/demo/second");
  }
}
