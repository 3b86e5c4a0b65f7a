package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How changes that need a restart are carried out. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Update(
    @JsonPropertyDescription(
            "Seconds a pod may take from its creation until it serves; while its node reads its data back, from one sign of progress to the next. After that the cluster is shown as Degraded with the reason Stalled; the operator goes on waiting.")
        @Default("600")
        @Min(10)
        @Max(86400)
        Integer stallTimeoutSeconds) {

  public Update {
    stallTimeoutSeconds = stallTimeoutSeconds == null ? Integer.valueOf(600) : stallTimeoutSeconds;
  }
}
