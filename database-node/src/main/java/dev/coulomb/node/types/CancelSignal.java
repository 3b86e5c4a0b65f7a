package dev.coulomb.node.types;

import org.jspecify.annotations.Nullable;

/**
 * Ends a statement that is running: raised from any thread, looked at by the statement between
 * rows. The first reason wins.
 */
public final class CancelSignal {
  private volatile @Nullable SqlError reason;

  /** Asks the statement to end with this error. */
  public synchronized void raise(SqlError error) {
    if (reason == null) {
      reason = error;
    }
  }

  public boolean isRaised() {
    return reason != null;
  }

  /** Throws the reason when there is one. */
  public void check() {
    SqlError raised = reason;
    if (raised != null) {
      throw raised;
    }
  }
}
