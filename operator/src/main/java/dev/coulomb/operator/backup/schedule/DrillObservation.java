package dev.coulomb.operator.backup.schedule;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupSchedule;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import dev.coulomb.operator.api.backup.DrillStatus;
import dev.coulomb.operator.nodeadmin.ChecksumsReport;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.Reply;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a decision about a restore drill may rest on, at one moment.
 *
 * @param backups of the schedule
 * @param cluster the one of the drill's name, as far as it was made for this schedule
 * @param node where that cluster's node takes orders
 * @param checksums what that node says of its tables; nothing when it was not asked
 */
public record DrillObservation(
    Instant now,
    CoulombBackupSchedule schedule,
    List<CoulombBackup> backups,
    Optional<CoulombCluster> cluster,
    Optional<NodeAddress> node,
    Optional<Reply<ChecksumsReport>> checksums) {

  public DrillObservation {
    backups = List.copyOf(backups);
  }

  /** What is known of drills so far. */
  DrillStatus before() {
    DrillStatus drill = schedule.getStatus().drill();
    return drill == null ? new DrillStatus(null, null, null) : drill;
  }

  /** Whether a backup waits or runs: what is the newest good one, and what goes, is open then. */
  boolean isBackupUnderWay() {
    return backups.stream()
        .anyMatch(b -> b.getStatus().phase() == null || !b.getStatus().phase().over());
  }

  /** Good backups, the newest first. */
  List<CoulombBackup> good() {
    return backups.stream()
        .filter(b -> b.getStatus().phase() == Phase.Completed)
        .sorted(Comparator.comparing(ScheduleObservation::end).reversed())
        .toList();
  }
}
