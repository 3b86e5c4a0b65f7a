package dev.coulomb.operator.observe;

import java.util.Optional;

/**
 * A Secret or a claim of somebody else's that a pod cannot start without.
 *
 * @param problem why no pod can start, in a sentence; nothing when it can be used
 */
public record Prerequisite(Kind kind, String name, Optional<String> problem) {

  /** What it is. */
  public enum Kind {
    SECRET("SecretNotUsable"),
    CLAIM("ClaimNotFound");

    private final String reason;

    Kind(String reason) {
      this.reason = reason;
    }

    /** One word for a condition that tells of a problem with it. */
    public String reason() {
      return reason;
    }
  }
}
