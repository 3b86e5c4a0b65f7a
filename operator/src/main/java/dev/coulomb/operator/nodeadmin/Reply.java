package dev.coulomb.operator.nodeadmin;

/**
 * What came back from one of a node's routes.
 *
 * @param <T> what the route tells
 */
public sealed interface Reply<T> {

  /** The node did it, or told it. */
  record Said<T>(T word) implements Reply<T> {}

  /** The node said no. {@code code} is the node's word, {@code message} its sentence. */
  record Refused<T>(String code, String message) implements Reply<T> {}

  /** No usable answer within the deadline. */
  record Silent<T>(String reason) implements Reply<T> {}
}
