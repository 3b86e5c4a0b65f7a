package dev.coulomb.node.invariant;

/** A statement about our own code that must hold; where it does not, the code is wrong. */
public final class Invariant {
  private Invariant() {}

  /** Throws {@link Broken} with the sentence when the condition does not hold. */
  public static void that(boolean condition, String sentence) {
    if (!condition) {
      throw new Broken(sentence);
    }
  }

  /** Our own mistake: never the user's, never answered as one. */
  public static final class Broken extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public Broken(String sentence) {
      super(sentence);
    }
  }
}
