package dev.coulomb.operator.nodeadmin;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node's word about its last restore. Times are microseconds since 1970.
 *
 * @param keepsPrevious what was before it is kept: it can be taken back
 * @param rowsTotal 0: not known yet, or not counted in rows; as the bytes
 * @param finishedAtMicros 0: it is under way
 * @param restoredTo only of one that is completed, as rows and tables
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RestoreReport(
    String id,
    State state,
    String phase,
    boolean inPlace,
    boolean keepsPrevious,
    long rowsDone,
    long rowsTotal,
    long bytesDone,
    long bytesTotal,
    long startedAtMicros,
    long finishedAtMicros,
    @Nullable Target restoredTo,
    long rows,
    List<TableSum> tables,
    @Nullable Failure error) {

  public RestoreReport {
    id = id == null ? "" : id;
    state = state == null ? State.Unknown : state;
    phase = phase == null ? "" : phase;
    tables = tables == null ? List.of() : List.copyOf(tables);
  }

  /** How it stands. The names are the node's words; one of a newer node is {@code Unknown}. */
  public enum State {
    Running,
    /** Everything is there; the process ends, and the next one carries it out. */
    Restarting,
    Completed,
    Failed,
    /** What was before it is there again. */
    Undone,
    @JsonEnumDefaultValue
    Unknown
  }

  /** A moment: a place in the log of the snapshot's history, and the time. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Target(long position, long timeMicros) {}

  /** How much is done, of a hundred; nothing while that is not known. */
  public java.util.OptionalInt percent() {
    if (rowsTotal > 0) {
      return java.util.OptionalInt.of((int) Math.min(100, rowsDone * 100 / rowsTotal));
    }
    return bytesTotal > 0
        ? java.util.OptionalInt.of((int) Math.min(100, bytesDone * 100 / bytesTotal))
        : java.util.OptionalInt.empty();
  }
}
