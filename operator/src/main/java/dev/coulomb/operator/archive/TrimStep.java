package dev.coulomb.operator.archive;

import dev.coulomb.operator.nodeadmin.NodeAddress;

/** One thing to do about old pieces of an archive. Each can be done again without harm. */
public sealed interface TrimStep {

  /** There is no backup that the archive could reach back to: all of it stays. */
  record Keep(String reason, String message) implements TrimStep {}

  /** It reaches back to the oldest backup, and no further. */
  record Rest(String reason, String message) implements TrimStep {}

  /** Some pieces may go, but not now. */
  record Wait(String reason, String message) implements TrimStep {}

  /**
   * Tell the node to delete what ends at or before a position, or ask how far it is.
   *
   * @param backup the oldest good one of that history
   */
  record Order(NodeAddress node, String history, long position, String backup)
      implements TrimStep {}
}
