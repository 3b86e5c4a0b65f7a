package dev.coulomb.operator.observe;

import dev.coulomb.operator.nodeadmin.NodeAddress;

/** Whether a node was told where to copy its log. */
public sealed interface ArchiveView {

  /** No archive is wanted. */
  record NotWanted() implements ArchiveView {}

  /** No node is up that archives: it starts, or has to be started anew first. */
  record NotYet() implements ArchiveView {}

  /**
   * It was told, and took it.
   *
   * @param node where it takes orders
   */
  record Told(NodeAddress node) implements ArchiveView {}

  /** It could not be told, or would not take it. */
  record Problem(String reason, String message) implements ArchiveView {}
}
