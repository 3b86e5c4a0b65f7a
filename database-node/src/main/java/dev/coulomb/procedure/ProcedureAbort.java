package dev.coulomb.procedure;

/** Thrown by a procedure that wants its call to fail: the client is told why. */
public final class ProcedureAbort extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String sqlState;

  /** Fails with the state P0001, as an exception raised in PostgreSQL does. */
  public ProcedureAbort(String message) {
    this("P0001", message);
  }

  /**
   * Fails with a state of the procedure's own.
   *
   * @param sqlState five digits or capital letters
   */
  public ProcedureAbort(String sqlState, String message) {
    super(message);
    if (!sqlState.matches("[0-9A-Z]{5}") || sqlState.startsWith("00")) {
      throw new IllegalArgumentException("not the state of an error: " + sqlState);
    }
    this.sqlState = sqlState;
  }

  public String sqlState() {
    return sqlState;
  }
}
