package dev.coulomb.operator.backup;

import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.nodeadmin.BackupReport;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.Reply;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything that the deletion of a backup may rest on, at one moment.
 *
 * @param node that may still write it; nothing when no process runs
 * @param word what that node says of it; nothing when it was not asked
 * @param obstacle why no Job can do it: a Secret that is missing, a sentence
 * @param claimGone whether the volume that it lies on is gone
 */
public record DeletionObservation(
    Instant now,
    CoulombBackup backup,
    Optional<NodeAddress> node,
    Optional<Reply<BackupReport>> word,
    JobView job,
    Optional<String> obstacle,
    boolean claimGone) {

  CoulombBackupStatus before() {
    return backup.getStatus();
  }
}
