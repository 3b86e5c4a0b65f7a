package dev.coulomb.operator.rollout;

/**
 * Whether a pod must be replaced by one of the wanted revision, and whether that may happen now.
 */
public sealed interface RollVerdict {

  /** The pod is of the wanted revision. */
  record NotNeeded() implements RollVerdict {}

  /** It may: this is how. */
  record Go(Step step) implements RollVerdict {}

  /** It must not, until a person or the node says otherwise. */
  record Blocked(String reason, String message) implements RollVerdict {}
}
