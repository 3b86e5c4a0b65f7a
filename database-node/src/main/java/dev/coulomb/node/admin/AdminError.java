package dev.coulomb.node.admin;

import org.jspecify.annotations.Nullable;

/** A request that is refused: an HTTP status, a code for programs, a sentence for people. */
public final class AdminError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int httpStatus;
  private final String code;
  private final @Nullable String field;

  public AdminError(int httpStatus, String code, String message, @Nullable String field) {
    super(message, null, false, false);
    this.httpStatus = httpStatus;
    this.code = code;
    this.field = field;
  }

  public int httpStatus() {
    return httpStatus;
  }

  String code() {
    return code;
  }

  public @Nullable String field() {
    return field;
  }
}
