package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** One named switch for each safety gate. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Overrides(
    @JsonPropertyDescription(
            "Restart the node for a change even when the database says that data would be lost. What the node has not on its volume is lost. Set it back to false afterwards.")
        @Default("false")
        Boolean allowUnsafeRoll,
    @JsonPropertyDescription(
            "Let a node whose volume is lost, or is another one, start as an EMPTY database. What was on the volume is given up. Set it back to false afterwards.")
        @Default("false")
        Boolean allowEmptyStart) {

  public Overrides {
    allowUnsafeRoll = allowUnsafeRoll != null && allowUnsafeRoll;
    allowEmptyStart = allowEmptyStart != null && allowEmptyStart;
  }
}
