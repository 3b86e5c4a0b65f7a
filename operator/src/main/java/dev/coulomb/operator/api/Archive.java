package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** The log, copied while it is written: with a backup it leads to any moment since. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Archive(
    @JsonPropertyDescription("Where the log is copied to.") @Required Destination destination,
    @JsonPropertyDescription(
            "Seconds between two copies: what may be lost when the volume of the database is. Takes effect without a restart.")
        @Default("30")
        @Min(1)
        @Max(3_600)
        Integer intervalSeconds,
    @JsonPropertyDescription(
            "How far back the archive goes. Forever: nothing of it is ever deleted. OldestBackup: what ends before the oldest complete CoulombBackup of this cluster is deleted, for each history of the database that there is such a backup of. Takes effect without a restart.")
        @Default("Forever")
        Retention retention) {

  public Archive {
    intervalSeconds = intervalSeconds == null ? Integer.valueOf(30) : intervalSeconds;
    retention = retention == null ? Retention.Forever : retention;
  }

  /** The names are the values of the API. */
  public enum Retention {
    Forever,
    OldestBackup
  }
}
