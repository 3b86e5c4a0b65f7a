package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** The Service that clients connect to. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ServiceSpec(
    @JsonPropertyDescription("ClusterIP, NodePort or LoadBalancer, as in a Service.")
        @Default("ClusterIP")
        Type type,
    @JsonPropertyDescription("Annotations of the Service, for example for a load balancer.")
        @Size(max = 64)
        Map<String, String> annotations) {

  public ServiceSpec {
    type = type == null ? Type.ClusterIP : type;
    annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
  }

  /** The names are the values of the API. */
  public enum Type {
    ClusterIP,
    NodePort,
    LoadBalancer
  }
}
