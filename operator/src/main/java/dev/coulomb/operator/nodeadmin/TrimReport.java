package dev.coulomb.operator.nodeadmin;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * A node's word about the deletion of old pieces of its archive.
 *
 * @param history whose pieces go
 * @param position those that end there or before
 * @param deleted pieces that are gone so far
 * @param bytes of these
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrimReport(
    State state, String history, long position, long deleted, long bytes, @Nullable Failure error) {

  public TrimReport {
    state = state == null ? State.Unknown : state;
    history = history == null ? "" : history;
  }

  /** How it stands. The names are the node's words; one of a newer node is {@code Unknown}. */
  public enum State {
    Running,
    Completed,
    Failed,
    @JsonEnumDefaultValue
    Unknown
  }
}
