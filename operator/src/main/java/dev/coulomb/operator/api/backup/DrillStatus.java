package dev.coulomb.operator.api.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What came of restore drills. Written by the operator alone, which remembers nothing else. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DrillStatus(
    @JsonPropertyDescription("The drill that runs; absent: none.") @Nullable Run running,
    @JsonPropertyDescription("The last drill that ended.") @Nullable Result last,
    @JsonPropertyDescription("When a drill was last passed.") @Nullable String lastPassedAt) {

  /** A drill that runs. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Run(
      @JsonPropertyDescription("Name of the backup that is restored.") String backup,
      @JsonPropertyDescription("Name of the throwaway CoulombCluster.") String cluster,
      @JsonPropertyDescription("When the drill began.") String startedAt) {}

  /** A drill that ended. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Result(
      @JsonPropertyDescription("Name of the backup that was restored.") String backup,
      @JsonPropertyDescription(
              "Passed: rows and checksums of the restored tables are those of the backup. Failed: they are not, or it could not be restored.")
          Outcome outcome,
      @JsonPropertyDescription("One word for how it ended.") String reason,
      @JsonPropertyDescription("The same in a sentence.") String message,
      @JsonPropertyDescription("When the drill ended.") String finishedAt,
      @JsonPropertyDescription(
              "Seconds from the making of the cluster until its tables were compared: so long a restore takes.")
          Long seconds,
      @JsonPropertyDescription("Rows that were restored.") Long rows) {}

  /** The names are the values of the API. */
  public enum Outcome {
    Passed,
    Failed
  }
}
