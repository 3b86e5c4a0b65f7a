package dev.coulomb.node.procedure;

/**
 * A class has used up the checkpoints that it was given: it is to be taken back, and run again
 * where it holds up nobody.
 */
public final class TooLong extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooLong() {
    super("a procedure takes too long here", null, false, false);
  }
}
