package dev.coulomb.node.durability.log;

import java.io.IOException;

/**
 * The log on the disk is not what was written, where it is known to have been on the disk: the node
 * must not start with it. Nothing was changed.
 */
public final class LogDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;

  LogDamagedException(String file, long offset, String what) {
    super(
        "the log is damaged: "
            + file
            + " at byte "
            + offset
            + ": "
            + what
            + ". Nothing was changed. Keep a copy of the data directory, look after the disk, and"
            + " restore the newest backup");
    this.file = file;
    this.offset = offset;
  }

  /** Name of the file in the log's directory. */
  public String file() {
    return file;
  }

  /** Byte of the file at which what was found ends to make sense. */
  public long offset() {
    return offset;
  }
}
