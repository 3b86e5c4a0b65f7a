package dev.coulomb.node.execution;

import dev.coulomb.node.types.CancelSignal;

/** Looks at the cancel signal every few hundred rows. */
public final class Ticks {
  private static final int ROWS_BETWEEN_LOOKS = 256;

  private final CancelSignal cancel;
  private int rows;

  public Ticks(CancelSignal cancel) {
    this.cancel = cancel;
  }

  /** One row more; fails with the reason when the statement is to end. */
  public void tick() {
    if (++rows % ROWS_BETWEEN_LOOKS == 0) {
      cancel.check();
    }
  }
}
