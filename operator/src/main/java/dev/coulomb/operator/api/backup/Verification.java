package dev.coulomb.operator.api.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.coulomb.operator.api.Resources;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** When the newest backup is proved by restoring it, and with what. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.schedule) != has(self.afterEvery)",
    message = "exactly one of schedule and afterEvery says when backups are verified")
public record Verification(
    @JsonPropertyDescription(
            "When, as cron has it, in the time zone of the schedule; for example 0 5 * * 0.")
        @Size(min = 1, max = 128)
        @Nullable String schedule,
    @JsonPropertyDescription("After so many good backups.") @Min(1) @Max(1_000)
        @Nullable Integer afterEvery,
    @JsonPropertyDescription(
            "Processor and memory of the throwaway cluster. Default: the memory of the cluster that is saved, and a tenth of a processor.")
        @Nullable Resources resources,
    @JsonPropertyDescription(
            "Minutes after which a drill has failed, whatever it is about, and is cleaned up.")
        @Default("60")
        @Min(1)
        @Max(10_080)
        Integer timeoutMinutes) {

  public Verification {
    timeoutMinutes = timeoutMinutes == null ? Integer.valueOf(60) : timeoutMinutes;
  }
}
