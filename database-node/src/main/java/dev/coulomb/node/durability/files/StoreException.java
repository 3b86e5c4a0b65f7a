package dev.coulomb.node.durability.files;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store does not do what it was asked for; the message is a sentence for people. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  /** What is wrong, as far as programs tell it apart. */
  public enum Problem {
    BUCKET_NOT_FOUND,
    ACCESS_DENIED,
    BAD_CREDENTIALS,
    UNREACHABLE,
    CERTIFICATE_NOT_TRUSTED,
    NO_SPACE,
    /** Anything else that a store answers. */
    REFUSED
  }

  public StoreException(Problem problem, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
