package dev.coulomb.operator.nodeadmin;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node's word about one backup. Times are microseconds since 1970.
 *
 * @param rowsTotal 0: not known yet
 * @param finishedAtMicros 0: it runs
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BackupReport(
    String id,
    State state,
    String phase,
    long rowsDone,
    long rowsTotal,
    long bytesWritten,
    long startedAtMicros,
    long finishedAtMicros,
    @Nullable Snapshot snapshot,
    @Nullable Failure error) {

  public BackupReport {
    state = state == null ? State.Unknown : state;
    phase = phase == null ? "" : phase;
  }

  /** How it stands. The names are the node's words; one of a newer node is {@code Unknown}. */
  public enum State {
    Running,
    Completed,
    Failed,
    Cancelled,
    @JsonEnumDefaultValue
    Unknown
  }

  /** A snapshot that is complete. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Snapshot(
      long position,
      long cutAtMicros,
      String history,
      int partitions,
      long rows,
      long bytes,
      String version,
      List<TableSum> tables) {

    public Snapshot {
      history = history == null ? "" : history;
      version = version == null ? "" : version;
      tables = tables == null ? List.of() : List.copyOf(tables);
    }
  }
}
