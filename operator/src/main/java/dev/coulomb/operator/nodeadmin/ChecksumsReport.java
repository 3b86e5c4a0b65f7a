package dev.coulomb.operator.nodeadmin;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node's word about checksums of its tables, at a moment after they were asked for.
 *
 * @param tables once they are completed; tables without rows are not among them
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ChecksumsReport(
    String id,
    State state,
    long rowsDone,
    long rowsTotal,
    long position,
    List<TableSum> tables,
    @Nullable Failure error) {

  public ChecksumsReport {
    state = state == null ? State.Unknown : state;
    tables = tables == null ? List.of() : List.copyOf(tables);
  }

  /** How they stand. The names are the node's words; one of a newer node is {@code Unknown}. */
  public enum State {
    Running,
    Completed,
    Failed,
    @JsonEnumDefaultValue
    Unknown
  }

  /** Rows of all tables. */
  public long rows() {
    return tables.stream().mapToLong(TableSum::rows).sum();
  }
}
