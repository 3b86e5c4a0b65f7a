package dev.coulomb.procedure;

import java.util.Objects;

/**
 * A statement of a procedure: a static final field of its class. It is planned when the procedure
 * is created. Immutable.
 */
public final class Sql {
  private final String text;

  private Sql(String text) {
    this.text = Objects.requireNonNull(text, "text");
  }

  /**
   * A query, INSERT, UPDATE or DELETE.
   *
   * @param text one statement; its parameters are {@code $1}, {@code $2} and so on
   */
  public static Sql of(String text) {
    return new Sql(text);
  }

  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
