package dev.coulomb.operator.nodeadmin;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * A node's word about the schema that its database begins with.
 *
 * @param error only of one that failed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SchemaReport(String id, State state, @Nullable Mistake error) {

  public SchemaReport {
    state = state == null ? State.Unknown : state;
  }

  /** How it stands. The names are the node's words; one of a newer node is {@code Unknown}. */
  public enum State {
    Running,
    Completed,
    /** Nothing of it was done: the database is not new. */
    Skipped,
    /** Nothing of it was done: a statement failed. */
    Failed,
    @JsonEnumDefaultValue
    Unknown
  }

  /**
   * Why a statement failed.
   *
   * @param code its SQLSTATE
   * @param line of the text, from 1; 0: not known
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Mistake(String code, String message, int line) {

    public Mistake {
      code = code == null ? "" : code;
      message = message == null ? "the node gave no reason" : message;
    }

    /** For people. */
    public String sentence() {
      return (line > 0 ? "line " + line + ": " : "") + message + " (SQLSTATE " + code + ")";
    }
  }
}
