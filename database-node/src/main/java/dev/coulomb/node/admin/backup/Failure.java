package dev.coulomb.node.admin.backup;

/**
 * Why a backup or a restore failed.
 *
 * @param message one sentence for people
 */
public record Failure(Reason reason, String message) {
  /** The reasons that programs tell apart. */
  public enum Reason {
    BUCKET_NOT_FOUND,
    ACCESS_DENIED,
    BAD_CREDENTIALS,
    UNREACHABLE,
    CERTIFICATE_NOT_TRUSTED,
    NO_SPACE,
    NOT_WRITABLE,
    /** Another snapshot, which is complete, is at the place. */
    OCCUPIED,
    SNAPSHOT_NOT_FOUND,
    SNAPSHOT_INCOMPLETE,
    SNAPSHOT_DAMAGED,
    SNAPSHOT_NEWER,
    ARCHIVE_GAP,
    /** A moment before the snapshot, or behind the end of the archive. */
    TARGET_NOT_REACHABLE,
    CLUSTER_NOT_EMPTY,
    INTERNAL
  }
}
