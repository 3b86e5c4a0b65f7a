package dev.coulomb.node.restore;

import java.io.IOException;

/** A restore that cannot be, for a reason that its caller can do something about. */
public final class RestoreException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public RestoreException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  /** What is wrong. */
  public enum Reason {
    SNAPSHOT_NOT_FOUND,
    SNAPSHOT_INCOMPLETE,
    SNAPSHOT_DAMAGED,
    SNAPSHOT_NEWER,
    ARCHIVE_GAP,
    TARGET_NOT_REACHABLE,
    CLUSTER_NOT_EMPTY,
    NO_SPACE,
    INTERNAL
  }

  public Reason reason() {
    return reason;
  }
}
