package dev.coulomb.operator.backup.schedule;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.CoulombClusterSpec;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupSchedule;
import dev.coulomb.operator.api.backup.CoulombBackupScheduleStatus;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import dev.coulomb.operator.api.backup.DrillStatus;
import dev.coulomb.operator.observe.Readers;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a decision about a schedule may rest on, at one moment.
 *
 * @param backups that this schedule made, but those that are being deleted
 * @param cluster that is saved; nothing when there is none of that name
 * @param readers who reads snapshots in the namespace
 */
public record ScheduleObservation(
    Instant now,
    CoulombBackupSchedule schedule,
    List<CoulombBackup> backups,
    Optional<CoulombCluster> cluster,
    Readers readers) {

  public ScheduleObservation {
    backups = List.copyOf(backups);
  }

  CoulombBackupScheduleStatus before() {
    return schedule.getStatus();
  }

  /** Those that ended so, the newest first. */
  List<CoulombBackup> ended(Phase phase) {
    return backups.stream()
        .filter(b -> b.getStatus().phase() == phase)
        .sorted(Comparator.comparing(ScheduleObservation::end).reversed())
        .toList();
  }

  /** One that waits or runs. */
  Optional<CoulombBackup> running() {
    return backups.stream()
        .filter(b -> b.getStatus().phase() == null || !b.getStatus().phase().over())
        .findFirst();
  }

  boolean clusterStopped() {
    return cluster.filter(c -> c.getSpec().state() == CoulombClusterSpec.State.Stopped).isPresent();
  }

  /** Who reads the snapshot of a backup now, for people. */
  Optional<String> readerOf(CoulombBackup backup) {
    @Nullable DrillStatus drill = before().drill();
    boolean drilled =
        drill != null
            && drill.running() != null
            && drill.running().backup().equals(backup.getMetadata().getName());
    return drilled ? Optional.of("the restore drill") : readers.of(backup);
  }

  /** When a backup ended. */
  static Instant end(CoulombBackup backup) {
    String finishedAt = backup.getStatus().finishedAt();
    return Instant.parse(
        finishedAt == null ? backup.getMetadata().getCreationTimestamp() : finishedAt);
  }
}
