package dev.coulomb.node.replication;

/** There is no room in the log: on its disk, or for what waits to be written to it. */
public final class LogFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean disk;

  /**
   * @param disk the disk is full; else what was appended is not yet written, and is too much
   */
  public LogFullException(boolean disk, String message) {
    super(message, null, false, false);
    this.disk = disk;
  }

  public boolean isOfDisk() {
    return disk;
  }
}
