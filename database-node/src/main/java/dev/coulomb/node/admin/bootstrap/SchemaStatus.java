package dev.coulomb.node.admin.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * How it stands with the schema that a new database begins with.
 *
 * @param mistake only of one that failed
 */
public record SchemaStatus(String id, State state, @Nullable Mistake mistake) {

  /** How it stands. */
  public enum State {
    RUNNING,
    /** All of it was done, and is kept. */
    COMPLETED,
    /** Nothing of it was done: the database is not new. */
    SKIPPED,
    /** Nothing of it was done: a statement failed. */
    FAILED
  }

  /**
   * Why a statement failed.
   *
   * @param code its SQLSTATE
   * @param line of the text, from 1; 0: not known
   */
  public record Mistake(String code, String message, int line) {}
}
