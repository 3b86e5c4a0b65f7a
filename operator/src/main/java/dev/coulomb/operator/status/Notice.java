package dev.coulomb.operator.status;

/**
 * One Event.
 *
 * @param warning whether a person should look
 * @param reason one word in CamelCase
 * @param note a sentence, at most {@value #NOTE_CHARS_MAX} characters
 */
public record Notice(boolean warning, String reason, String note) {

  /** The API server takes no more. */
  public static final int NOTE_CHARS_MAX = 1024;

  public Notice {
    note = note.length() > NOTE_CHARS_MAX ? note.substring(0, NOTE_CHARS_MAX - 1) + "…" : note;
  }
}
