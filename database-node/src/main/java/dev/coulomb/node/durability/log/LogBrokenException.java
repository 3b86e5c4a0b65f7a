package dev.coulomb.node.durability.log;

import java.io.IOException;

/** A write or a force has failed before, and nothing more can be promised by this process. */
public final class LogBrokenException extends IOException {
  private static final long serialVersionUID = 1L;

  LogBrokenException(Throwable cause) {
    super("the log is broken since the disk failed", cause);
  }
}
