package dev.coulomb.operator.status;

import dev.coulomb.operator.api.Archive;
import dev.coulomb.operator.api.CoulombClusterStatus.LastBackup;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Snapshot;
import dev.coulomb.operator.archive.TrimOutlook;
import dev.coulomb.operator.nodeadmin.Failure;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.observe.ArchiveView;
import dev.coulomb.operator.observe.PodView;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a cluster says of its backups and of its archive. */
final class BackupVerdicts {

  /** An archive that is behind by so many intervals, and at least by so much time, is behind. */
  private static final int INTERVALS_BEHIND = 10;

  private static final Duration BEHIND_AT_LEAST = Duration.ofMinutes(5);

  private BackupVerdicts() {}

  /** Whether the last backup that ended was good; nothing where nobody makes backups. */
  static Optional<Verdict> backups(List<CoulombBackup> backups) {
    if (backups.isEmpty()) {
      return Optional.empty();
    }
    Optional<CoulombBackup> last =
        backups.stream()
            .filter(b -> b.getStatus().finishedAt() != null)
            .max(Comparator.comparing(BackupVerdicts::end));
    if (last.isEmpty()) {
      return Optional.of(Verdict.unknown("NoBackupYet", "no backup has ended yet"));
    }
    String name = last.get().getMetadata().getName();
    if (isGood(last.get())) {
      return Optional.of(
          Verdict.yes(
              "LastBackupGood",
              "backup " + name + " was complete at " + last.get().getStatus().finishedAt()));
    }
    String why =
        last.get()
            .getStatus()
            .condition("Complete")
            .map(Condition::getMessage)
            .orElse("no reason given");
    return Optional.of(
        Verdict.no("LastBackupFailed", "the last backup, " + name + ", failed: " + why));
  }

  /** The newest complete one. */
  static Optional<LastBackup> last(List<CoulombBackup> backups) {
    return backups.stream()
        .filter(BackupVerdicts::isGood)
        .max(Comparator.comparing(BackupVerdicts::end))
        .map(b -> {
          CoulombBackupStatus status = b.getStatus();
          Snapshot snapshot = Objects.requireNonNull(status.snapshot());
          return new LastBackup(
              b.getMetadata().getName(),
              Objects.requireNonNull(status.finishedAt()),
              Objects.requireNonNullElse(status.durationSeconds(), 0L),
              Objects.requireNonNullElse(status.location(), ""),
              snapshot.rows(),
              snapshot.bytes());
        });
  }

  private static boolean isGood(CoulombBackup backup) {
    return backup.getStatus().phase() == Phase.Completed
        && backup.getStatus().snapshot() != null
        && backup.getMetadata().getDeletionTimestamp() == null;
  }

  private static Instant end(CoulombBackup backup) {
    return Instant.parse(Objects.requireNonNull(backup.getStatus().finishedAt()));
  }

  /** How it stands with the archive; nothing where none is wanted. */
  static Optional<Verdict> archive(Findings found) {
    Archive wanted = found.cluster().getSpec().archive();
    if (wanted == null) {
      return Optional.empty();
    }
    if (found.archive() instanceof ArchiveView.Problem(String reason, String message)) {
      return Optional.of(Verdict.no(reason, message));
    }
    Optional<NodeStatus> node = found.pod().flatMap(PodView::serving);
    if (node.isEmpty()) {
      return Optional.of(Verdict.unknown("NoAnswer", "no node answers"));
    }
    NodeStatus.@Nullable Archive said = node.get().archive();
    if (said == null || !said.enabled()) {
      return Optional.of(
          Verdict.no(
              "RestartNeeded",
              "the node does not archive its log until it is restarted; the condition Upgrading says what that waits for"));
    }
    Failure error = said.error();
    if (error != null) {
      return Optional.of(Verdict.no(error.reason(), error.message()));
    }
    return Optional.of(progress(said, wanted, found.seen().now()));
  }

  /** Whether the archive reaches back to the oldest backup and no further. */
  static Verdict trimmed(TrimOutlook trim) {
    return switch (trim.standing()) {
      case REACHED -> Verdict.yes(trim.reason(), trim.message());
      case OPEN -> Verdict.no(trim.reason(), trim.message());
      case NOTHING_TO_REACH -> Verdict.unknown(trim.reason(), trim.message());
    };
  }

  private static Verdict progress(NodeStatus.Archive said, Archive wanted, Instant now) {
    if (said.atMicros() <= 0) {
      return Verdict.unknown("Beginning", "nothing is archived yet");
    }
    Instant at = Instant.EPOCH.plus(said.atMicros(), ChronoUnit.MICROS);
    Duration allowed = Duration.ofSeconds((long) INTERVALS_BEHIND * wanted.intervalSeconds());
    Duration behind = allowed.compareTo(BEHIND_AT_LEAST) < 0 ? BEHIND_AT_LEAST : allowed;
    return at.plus(behind).isBefore(now) && said.lagBytes() > 0
        ? Verdict.no(
            "Behind",
            "the archive is behind: it has everything before "
                + at.truncatedTo(ChronoUnit.MINUTES)
                + ", and "
                + Sizes.rounded(said.lagBytes())
                + " of the log are not in it")
        : Verdict.yes("Archiving", "the log is archived while it is written");
  }
}
