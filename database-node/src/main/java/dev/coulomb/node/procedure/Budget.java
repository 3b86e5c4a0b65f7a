package dev.coulomb.node.procedure;

import dev.coulomb.node.types.CancelSignal;

/** How long a call may go on: until it is cancelled, or for so many checkpoints. Of one thread. */
final class Budget {
  /** What a statement costs, in checkpoints. */
  static final int STATEMENT = 200;

  private final CancelSignal cancel;
  private long left;

  Budget(CancelSignal cancel, long checkpoints) {
    this.cancel = cancel;
    this.left = checkpoints;
  }

  void spend(int checkpoints) {
    left -= checkpoints;
    if (left < 0 || cancel.isRaised()) {
      throw new CancelledProcedure();
    }
  }

  boolean isOverdrawn() {
    return left < 0;
  }
}
