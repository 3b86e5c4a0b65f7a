package dev.coulomb.operator.api.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many backups a schedule keeps. Each rule alone is enough for a backup to go; the last good
 * one stays whatever they say.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Retention(
    @JsonPropertyDescription(
            "Number of good backups that are kept; the oldest goes first. Absent: no limit.")
        @Min(1)
        @Max(1_000)
        @Nullable Integer count,
    @JsonPropertyDescription(
            "Age at which a backup goes: a number with h, d or w, for example 36h, 30d or 8w. The last good one stays even when it is older. Absent: no limit.")
        @Pattern("^[1-9][0-9]{0,4}[hdw]$")
        @Nullable String maxAge) {}
