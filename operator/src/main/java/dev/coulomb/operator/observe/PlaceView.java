package dev.coulomb.operator.observe;

import dev.coulomb.operator.nodeadmin.NodeDestination;

/** A place, with all that a node needs to reach it. */
public sealed interface PlaceView {

  /** It can be said to a node. */
  record Usable(NodeDestination destination) implements PlaceView {}

  /**
   * It cannot, until somebody corrects something.
   *
   * @param reason one word, see {@link PlaceReading}
   * @param message what to correct, in a sentence
   */
  record Problem(String reason, String message) implements PlaceView {}
}
