package dev.coulomb.operator.dependents;

/** An object that somebody else made has the name of one of ours. It is left as it is. */
public final class NotOurs extends RuntimeException {

  private static final long serialVersionUID = 1;

  NotOurs(String message) {
    super(message);
  }
}
