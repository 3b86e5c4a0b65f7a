package dev.coulomb.node.node.restore;

import dev.coulomb.node.admin.backup.Failure;
import dev.coulomb.node.admin.backup.Failure.Reason;
import dev.coulomb.node.node.backup.Failures;
import dev.coulomb.node.restore.RestoreException;

/** Names what went wrong, for those who asked for a restore. */
final class RestoreFailures {
  private RestoreFailures() {}

  /**
   * @param source in words, without secrets
   */
  static Failure of(Exception failed, String source) {
    return failed instanceof RestoreException known
        ? new Failure(named(known.reason()), String.valueOf(known.getMessage()))
        : Failures.of(failed, source);
  }

  static Reason named(RestoreException.Reason reason) {
    return switch (reason) {
      case SNAPSHOT_NOT_FOUND -> Reason.SNAPSHOT_NOT_FOUND;
      case SNAPSHOT_INCOMPLETE -> Reason.SNAPSHOT_INCOMPLETE;
      case SNAPSHOT_DAMAGED -> Reason.SNAPSHOT_DAMAGED;
      case SNAPSHOT_NEWER -> Reason.SNAPSHOT_NEWER;
      case ARCHIVE_GAP -> Reason.ARCHIVE_GAP;
      case TARGET_NOT_REACHABLE -> Reason.TARGET_NOT_REACHABLE;
      case CLUSTER_NOT_EMPTY -> Reason.CLUSTER_NOT_EMPTY;
      case NO_SPACE -> Reason.NO_SPACE;
      case INTERNAL -> Reason.INTERNAL;
    };
  }
}
