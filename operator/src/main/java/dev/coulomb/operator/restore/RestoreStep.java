package dev.coulomb.operator.restore;

import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.RestoreOrder;
import dev.coulomb.operator.nodeadmin.RestoreReport;

/** One thing to do about a restore in place. Each can be done again without harm. */
public sealed interface RestoreStep {

  /** It is over. */
  record Rest() implements RestoreStep {}

  /** Nothing was begun yet: something must be so first. */
  record Wait(String reason, String message) implements RestoreStep {}

  /** What was begun goes on by itself. */
  record Follow(String message) implements RestoreStep {}

  /**
   * Write down that the node will be told, before it is: whoever finds nothing written down knows
   * that nothing was begun.
   */
  record Announce(String location) implements RestoreStep {}

  /** Tell the node to begin, or to begin anew after a failure that passes. */
  record Begin(NodeAddress node, RestoreOrder order) implements RestoreStep {}

  /** The node is at it. */
  record Progress(RestoreReport report) implements RestoreStep {}

  /** The node has done it: take down what it says, and compare. */
  record Verify(RestoreReport report) implements RestoreStep {}

  /** Ask the node to add up its tables. */
  record AddUp(NodeAddress node) implements RestoreStep {}

  /** All agrees, and what was before is kept until somebody decides. */
  record Keep(String message) implements RestoreStep {}

  /** All agrees: give up what was before. */
  record Confirm(NodeAddress node, String message) implements RestoreStep {}

  /** Write down that it is taken back, and why. */
  record TurnBack(String reason, String message) implements RestoreStep {}

  /** Tell the node to take it back. */
  record Undo(NodeAddress node) implements RestoreStep {}

  /** It was taken back, or nothing was done. */
  record Aborted(String reason, String message) implements RestoreStep {}

  /** It cannot be done, and nothing was changed, or everything is again as it was. */
  record Fail(String reason, String message) implements RestoreStep {}

  /** It is done, for good. */
  record Complete(String message) implements RestoreStep {}
}
