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

  private @Nullable Runnable listener;

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
  public void raise(SqlError error) {
    Runnable told;
    synchronized (this) {
      if (reason != null) {
        return;
      }
      reason = error;
      told = listener;
    }
    if (told != null) {
      told.run();
    }
  }

  /**
   * Also tells somebody when it is raised, on the thread of who raises it; now, when it was raised
   * before. The last one that asked is told.
   */
  public void whenRaised(Runnable then) {
    synchronized (this) {
      if (reason == null) {
        listener = then;
        return;
      }
    }
    then.run();
  }

  public boolean isRaised() {
    return reason != null || (outer != null && outer.isRaised());
  }

  /** The error that it ends with, or null. */
  public @Nullable SqlError reason() {
    SqlError raised = reason;
    return raised == null && outer != null ? outer.reason() : raised;
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
