package dev.coulomb.node.types;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The user's mistake, or a limit the user ran into: a code, a fixed sentence, and fields that make
 * it concrete. It ends the statement, never the session or the node. It carries no stack trace,
 * because it is an answer, not a defect.
 */
public final class SqlError extends RuntimeException {
  /** Position of an error that has none. */
  public static final int NO_POSITION = 0;

  /**
   * A field for programs, not for people: the function of PostgreSQL that makes this error. Drivers
   * know some errors by it.
   */
  public static final String ROUTINE = "routine";

  private static final long serialVersionUID = 1L;

  private final SqlState state;
  private final String sentence;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private int position = NO_POSITION;
  private @Nullable String hint;
  private @Nullable String code;

  public SqlError(SqlState state, String sentence) {
    super(sentence, null, false, false);
    this.state = state;
    this.sentence = sentence;
  }

  /** Adds a field, for example the table and the constraint that were violated. */
  public SqlError with(String field, Object value) {
    fields.put(field, String.valueOf(value));
    return this;
  }

  /** Says where in the statement's text the mistake is: characters from 1. */
  public SqlError at(int newPosition) {
    position = newPosition;
    return this;
  }

  /** Says what to do instead. */
  public SqlError hint(String newHint) {
    hint = newHint;
    return this;
  }

  /** Gives it a code of somebody else's, such as one that a procedure chose. */
  public SqlError code(String newCode) {
    code = newCode;
    return this;
  }

  /** The five characters that go over the wire. */
  public String code() {
    String own = code;
    return own == null ? state.code() : own;
  }

  public SqlState state() {
    return state;
  }

  /** The fixed sentence, without the fields. */
  public String sentence() {
    return sentence;
  }

  public Map<String, String> fields() {
    return fields;
  }

  /** Character in the statement's text, from 1, or {@link #NO_POSITION}. */
  public int position() {
    return position;
  }

  public @Nullable String hint() {
    return hint;
  }

  /** The sentence and its fields, as a client shows them: {@code sentence (table: t, limit: 5)}. */
  @Override
  public String getMessage() {
    if (fields.isEmpty()) {
      return sentence;
    }
    StringBuilder text = new StringBuilder(sentence).append(" (");
    fields.forEach((field, value) -> {
      if (text.charAt(text.length() - 1) != '(') {
        text.append(", ");
      }
      text.append(field).append(": ").append(value);
    });
    return text.append(')').toString();
  }
}
