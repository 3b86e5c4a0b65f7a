package dev.coulomb.node.procedure;

/**
 * Ends a class that is to end. No exception, so that it is caught only by who catches everything;
 * and who does meets it again at the next checkpoint.
 */
final class CancelledProcedure extends Error {
  private static final long serialVersionUID = 1L;

  CancelledProcedure() {
    super("the procedure is to end", null, false, false);
  }
}
