package dev.coulomb.operator.api.restore;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.coulomb.operator.api.BootstrapStatus.Restored;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a restore. Written by the operator alone, which remembers nothing else. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CoulombRestoreStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Pending: not begun, the condition Complete says what it waits for. Restoring: the node is at it. Verifying: row counts and checksums are compared. Kept: it is done, and what was before is kept until it is confirmed. Aborting: it is taken back. Completed, Failed or Aborted: it is over.")
        @Nullable Phase phase,
    @JsonPropertyDescription(
            "By this name the node knows the restore. It never changes, so a restore goes on after the operator or the node was restarted.")
        @Nullable String id,
    @JsonPropertyDescription("Where the snapshot is: s3://bucket/prefix, or claim:path.")
        @Nullable String location,
    @JsonPropertyDescription("When the node was first told to restore.") @Nullable String startedAt,
    @JsonPropertyDescription("When the restore was over.") @Nullable String finishedAt,
    @JsonPropertyDescription("How far the node is.") @Nullable Progress progress,
    @JsonPropertyDescription("What was restored, as the node tells it.")
        @Nullable Restored restored,
    @JsonPropertyDescription(
            "Complete: whether the cluster has what was to be restored, or why not. Verified: whether row counts and checksums agree with the backup.")
        List<Condition> conditions) {

  /** The status of a resource that no operator has seen yet. */
  public static final CoulombRestoreStatus UNKNOWN =
      new CoulombRestoreStatus(null, null, null, null, null, null, null, null, List.of());

  public CoulombRestoreStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
  }

  /** Where a restore is in its life. The names are the values of the API. */
  public enum Phase {
    Pending,
    Restoring,
    Verifying,
    Kept,
    Aborting,
    Completed,
    Failed,
    Aborted;

    /** Whether the cluster is at its disposal: nothing else may be done to it. */
    public boolean active() {
      return this == Restoring || this == Verifying || this == Aborting;
    }

    /** Whether nothing more is done. */
    public boolean over() {
      return this == Completed || this == Failed || this == Aborted;
    }
  }

  /** How far the node is. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Progress(
      @JsonPropertyDescription("What the node does, in its own words.") String phase,
      @JsonPropertyDescription("Rows that are done.") Long rowsDone,
      @JsonPropertyDescription("Rows that there are to do; 0: not known.") Long rowsTotal,
      @JsonPropertyDescription("How much is done, for people; absent while that is not known.")
          @Nullable String percent) {}
}
