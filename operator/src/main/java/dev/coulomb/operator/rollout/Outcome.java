package dev.coulomb.operator.rollout;

/** What came of carrying out a step. */
public sealed interface Outcome {

  /** There was nothing to carry out. */
  record Nothing() implements Outcome {}

  /**
   * Done.
   *
   * @param reason one word for an Event
   * @param message a sentence for people
   */
  record Did(String reason, String message) implements Outcome {}

  /** The node said no; nothing was changed. */
  record NodeRefused(String message) implements Outcome {}

  /** It could not be done; it will be tried again. */
  record Failed(String reason, String message) implements Outcome {}
}
