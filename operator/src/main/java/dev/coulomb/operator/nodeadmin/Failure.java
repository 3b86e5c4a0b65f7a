package dev.coulomb.operator.nodeadmin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Why a node could not do what it was told to.
 *
 * @param reason one word: see {@link Reasons}; a newer node may have others
 * @param message one sentence for people
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Failure(String reason, String message) {

  public Failure {
    reason = reason == null || reason.isBlank() ? Reasons.INTERNAL : reason;
    message = message == null ? "the node gave no reason" : message;
  }

  /** Whether the same order may succeed later without anybody correcting anything. */
  public boolean passes() {
    return reason.equals(Reasons.UNREACHABLE) || reason.equals(Reasons.INTERNAL);
  }

  /** The node's words that the operator acts on. */
  public static final class Reasons {

    public static final String UNREACHABLE = "Unreachable";
    public static final String INTERNAL = "Internal";

    private Reasons() {}
  }
}
