package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Processor and memory of one node. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.limits) && 'memory' in self.limits",
    message =
        "resources.limits.memory is required: the sizes of the heap and of the data follow from it")
@ValidationRule(
    value =
        "!has(self.limits) || !('memory' in self.limits) || (isQuantity(string(self.limits['memory'])) && quantity(string(self.limits['memory'])).compareTo(quantity('512Mi')) >= 0)",
    message = "resources.limits.memory must be at least 512Mi: the JVM needs that much")
@ValidationRule(
    value =
        "!has(self.limits) || !has(self.requests) || !('memory' in self.limits) || !('memory' in self.requests) || !isQuantity(string(self.limits['memory'])) || (isQuantity(string(self.requests['memory'])) && quantity(string(self.requests['memory'])).compareTo(quantity(string(self.limits['memory']))) <= 0)",
    message =
        "resources.requests.memory must be a quantity and not more than resources.limits.memory")
public record Resources(
    @JsonPropertyDescription("What is set aside for the node; where absent, the limit is.")
        Map<String, Quantity> requests,
    @JsonPropertyDescription(
            "What the node may use at most. memory is required, at least 512Mi; it cannot be exceeded, so the operator sizes the JVM by it.")
        Map<String, Quantity> limits) {

  public static final Resources DEFAULTS =
      new Resources(
          Map.of("cpu", new Quantity("1"), "memory", new Quantity("2Gi")),
          Map.of("memory", new Quantity("2Gi")));

  public Resources {
    requests = requests == null ? Map.of() : Map.copyOf(requests);
    limits = limits == null ? Map.of() : Map.copyOf(limits);
  }
}
