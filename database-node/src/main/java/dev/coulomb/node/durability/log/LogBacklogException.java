package dev.coulomb.node.durability.log;

import java.io.IOException;

/** So much waits to be written that nothing more is taken; it may be tried again soon. */
public final class LogBacklogException extends IOException {
  private static final long serialVersionUID = 1L;

  LogBacklogException(long waitingBytes) {
    super("the disk is slower than the log: " + waitingBytes + " bytes wait to be written");
  }
}
