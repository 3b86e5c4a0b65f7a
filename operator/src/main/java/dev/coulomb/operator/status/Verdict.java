package dev.coulomb.operator.status;

/**
 * The value of a condition: {@code True}, {@code False} or {@code Unknown}, one word why, and a
 * sentence.
 */
record Verdict(String status, String reason, String message) {

  static Verdict yes(String reason, String message) {
    return new Verdict("True", reason, message);
  }

  static Verdict no(String reason, String message) {
    return new Verdict("False", reason, message);
  }

  static Verdict unknown(String reason, String message) {
    return new Verdict("Unknown", reason, message);
  }

  boolean isTrue() {
    return status.equals("True");
  }
}
