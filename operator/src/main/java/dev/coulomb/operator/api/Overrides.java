package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** One named switch for each safety gate. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Overrides(
    @JsonPropertyDescription(
            "Restart the node for a change even when the database says that data would be lost. With one node in memory a restart loses ALL data. Set it back to false afterwards.")
        @Default("false")
        Boolean allowUnsafeRoll) {

  public Overrides {
    allowUnsafeRoll = allowUnsafeRoll != null && allowUnsafeRoll;
  }
}
