package dev.coulomb.operator.backup;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.nodeadmin.BackupReport;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.observe.ClusterNode;
import dev.coulomb.operator.observe.PlaceView;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything that a decision about a backup may rest on, at one moment.
 *
 * @param cluster that is saved; nothing when there is none of that name
 * @param place where it is saved to; nothing without a cluster
 * @param word what the node says of the backup; nothing when it was not asked, because it was not
 *     told of the backup or no process runs
 */
public record BackupObservation(
    Instant now,
    CoulombBackup backup,
    Optional<CoulombCluster> cluster,
    ClusterNode node,
    Optional<PlaceView> place,
    Optional<Reply<BackupReport>> word) {

  CoulombBackupStatus before() {
    return backup.getStatus();
  }
}
