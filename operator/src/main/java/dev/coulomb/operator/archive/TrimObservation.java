package dev.coulomb.operator.archive;

import dev.coulomb.operator.api.ArchiveStatus;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Snapshot;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a decision about old pieces of an archive may rest on, at one moment.
 *
 * @param before what is remembered
 * @param backups all of the cluster, whoever made them
 * @param node that archives, and takes orders; nothing while none does
 * @param reader who reads the archive from a snapshot on that no backup may be known of
 */
public record TrimObservation(
    Instant now,
    ArchiveStatus before,
    List<CoulombBackup> backups,
    Optional<NodeAddress> node,
    Optional<String> reader) {

  public TrimObservation {
    backups = List.copyOf(backups);
  }

  /** The oldest good backup of each history. One that is being deleted is good until it is gone. */
  SortedMap<String, CoulombBackup> oldest() {
    SortedMap<String, CoulombBackup> oldest = new TreeMap<>();
    for (CoulombBackup backup : backups) {
      CoulombBackupStatus status = backup.getStatus();
      boolean good =
          status.snapshot() != null
              && (status.phase() == Phase.Completed || status.phase() == Phase.Deleting);
      if (good) {
        oldest.merge(
            snapshot(backup).history(),
            backup,
            (one, other) -> position(one) <= position(other) ? one : other);
      }
    }
    return oldest;
  }

  /**
   * One that the database was told to write, and of which it is not known what became: it may be
   * complete already, and older than one that is known to be.
   */
  Optional<String> open() {
    return backups.stream()
        .filter(b -> b.getStatus().begun() && b.getStatus().finishedAt() == null)
        .map(b -> b.getMetadata().getName())
        .sorted()
        .findFirst();
  }

  static long position(CoulombBackup backup) {
    return snapshot(backup).position();
  }

  private static Snapshot snapshot(CoulombBackup backup) {
    return Objects.requireNonNull(backup.getStatus().snapshot());
  }
}
