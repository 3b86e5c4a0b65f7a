package dev.coulomb.operator.nodeadmin;

/** What came back from a node. */
public sealed interface Answer {

  /** The node's status. */
  record Told(NodeStatus status) implements Answer {}

  /** The node began to stop. */
  record Stopping() implements Answer {}

  /** The node said no. {@code code} is the node's word, {@code message} its sentence. */
  record Refused(String code, String message) implements Answer {}

  /** No usable answer within the deadline. */
  record Silent(String reason) implements Answer {}
}
