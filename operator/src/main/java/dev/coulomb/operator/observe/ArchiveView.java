package dev.coulomb.operator.observe;

/** Whether a node was told where to copy its log. */
public sealed interface ArchiveView {

  /** No archive is wanted. */
  record NotWanted() implements ArchiveView {}

  /** No node is up that archives: it starts, or has to be started anew first. */
  record NotYet() implements ArchiveView {}

  /** It was told, and took it. */
  record Told() implements ArchiveView {}

  /** It could not be told, or would not take it. */
  record Problem(String reason, String message) implements ArchiveView {}
}
