package dev.coulomb.node.replication;

/** The log takes nothing now. */
public final class LogUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  LogUnavailableException(Reason reason, Throwable cause) {
    super(cause.toString(), cause, false, false);
    this.reason = reason;
  }

  /** Why. */
  public enum Reason {
    /** Its disk is full; it takes transactions again when there is room. */
    DISK_FULL,
    /** Its disk is too slow: too much waits to be written. */
    TOO_MUCH_WAITS,
    /** Its disk failed; the node ends. */
    BROKEN
  }

  public Reason reason() {
    return reason;
  }
}
