package dev.coulomb.node.invariant;

import org.jspecify.annotations.Nullable;

/** A statement about our own code that must hold; where it does not, the code is wrong. */
public final class Invariant {
  private Invariant() {}

  /** Throws {@link Broken} with the sentence when the condition does not hold. */
  public static void that(boolean condition, String sentence) {
    if (!condition) {
      throw new Broken(sentence);
    }
  }

  /** The value, which is there; throws {@link Broken} with the sentence where it is not. */
  public static <T> T present(@Nullable T value, String sentence) {
    if (value == null) {
      throw new Broken(sentence);
    }
    return value;
  }

  /** Our own mistake: never the user's, never answered as one. */
  public static final class Broken extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public Broken(String sentence) {
      super(sentence);
    }
  }
}
