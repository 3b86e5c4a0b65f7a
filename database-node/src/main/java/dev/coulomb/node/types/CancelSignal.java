package dev.coulomb.node.types;

import org.jspecify.annotations.Nullable;

/**
 * Ends a statement that is running: raised from any thread, looked at by the statement between
 * rows. The first reason wins.
 */
public final class CancelSignal {
  private final @Nullable CancelSignal outer;
  private final @Nullable SqlError exhausted;
  private volatile @Nullable SqlError reason;

  /** How often a statement may still look; of one thread. */
  private int looks;

  public CancelSignal() {
    this(null, 0, null);
  }

  private CancelSignal(@Nullable CancelSignal outer, int looks, @Nullable SqlError exhausted) {
    this.outer = outer;
    this.looks = looks;
    this.exhausted = exhausted;
  }

  /**
   * A signal for one thread that also ends what has looked at it so often.
   *
   * @param looks each is a statement, or a few hundred rows
   */
  public CancelSignal limited(int looks, SqlError exhausted) {
    return new CancelSignal(this, looks, exhausted);
  }

  /** Asks the statement to end with this error. */
  public synchronized void raise(SqlError error) {
    if (reason == null) {
      reason = error;
    }
  }

  public boolean isRaised() {
    return reason != null || (outer != null && outer.isRaised());
  }

  /** Throws the reason when there is one. */
  public void check() {
    SqlError raised = reason;
    if (raised != null) {
      throw raised;
    }
    if (outer != null) {
      outer.check();
      if (--looks < 0 && exhausted != null) {
        throw exhausted;
      }
    }
  }
}
