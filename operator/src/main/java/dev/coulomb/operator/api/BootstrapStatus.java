package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How it stands with what a new cluster begins with. Written by the operator alone. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BootstrapStatus(
    @JsonPropertyDescription(
            "Waiting: not begun, or to be tried again. Running: the node is at it. Done: it is over, and is never done again.")
        State state,
    @JsonPropertyDescription("One word for what it waits for, or how it ended.") String reason,
    @JsonPropertyDescription("The same in a sentence.") String message,
    @JsonPropertyDescription("When the node was told last; absent: never.") @Nullable String toldAt,
    @JsonPropertyDescription(
            "Digest of the statements that the node was given last: when they fail they are not run again before they change.")
        @Nullable String input,
    @JsonPropertyDescription("How much of it is done; absent while that is not known.")
        @Nullable String percent,
    @JsonPropertyDescription("When it was over.") @Nullable String doneAt,
    @JsonPropertyDescription("What was restored.") @Nullable Restored restored) {

  /** Where it is. The names are the values of the API. */
  public enum State {
    Waiting,
    Running,
    Done
  }

  /** What was restored. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Restored(
      @JsonPropertyDescription("Place in the log of the saved database up to which all is there.")
          Long position,
      @JsonPropertyDescription("The moment until which all is there.") String until,
      @JsonPropertyDescription("Rows in all tables.") Long rows,
      @JsonPropertyDescription("Number of tables that have rows.") Integer tables,
      @JsonPropertyDescription(
              "Digest of names, row counts and checksums of all tables, as in the status of a CoulombBackup.")
          String checksum,
      @JsonPropertyDescription("Seconds that the node took for it.") Long seconds) {}

  public boolean done() {
    return state == State.Done;
  }
}
