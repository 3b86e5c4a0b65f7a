package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What a new cluster begins with. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.schema) && has(self.restore))",
    message = "bootstrap is at most one of schema and restore: a snapshot brings its own schema")
public record Bootstrap(
    @JsonPropertyDescription(
            "SQL that is run once, in one transaction, when the database is new. The cluster is ready only afterwards.")
        @Nullable Schema schema,
    @JsonPropertyDescription(
            "A snapshot that the database begins with. It may be of a cluster with other partitions. The cluster is ready only afterwards.")
        @Nullable RestoreOrigin restore) {

  /** Whether it says nothing. */
  @com.fasterxml.jackson.annotation.JsonIgnore
  public boolean isEmpty() {
    return schema == null && restore == null;
  }

  /** Statements in a ConfigMap. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Schema(
      @JsonPropertyDescription(
              "The statements. When one fails, nothing is done, and all are run again when the ConfigMap changes.")
          @Required
          ConfigMapRef configMapRef) {}

  /** A key of a ConfigMap. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ConfigMapRef(
      @JsonPropertyDescription("Name of the ConfigMap, in the namespace of the cluster.")
          @Required
          @Size(min = 1, max = 253)
          String name,
      @JsonPropertyDescription("Key in the ConfigMap.") @Required @Size(min = 1, max = 253)
          String key) {}
}
