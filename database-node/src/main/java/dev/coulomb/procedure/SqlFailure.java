package dev.coulomb.procedure;

/**
 * A statement of a procedure failed, and the call will fail with its error, also when this is
 * caught.
 */
public final class SqlFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String sqlState;

  public SqlFailure(String sqlState, String message) {
    super(message, null, false, false);
    this.sqlState = sqlState;
  }

  /** The state of the error, such as 23505 for a key that is there already. */
  public String sqlState() {
    return sqlState;
  }
}
