package dev.coulomb.operator.dependents;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;

/** The part of the Prometheus operator's kind of that name that we write. */
@io.fabric8.kubernetes.model.annotation.Group("monitoring.coreos.com")
@Version("v1")
public final class PrometheusRule extends CustomResource<PrometheusRule.Spec, Void>
    implements Namespaced {

  private static final long serialVersionUID = 1;

  /** Groups of rules. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Spec(List<Group> groups) {}

  /** Rules that are evaluated together. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Group(String name, List<Alert> rules) {}

  /** One alert. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Alert(
      String alert,
      String expr,
      @JsonProperty("for") String lasting,
      Map<String, String> labels,
      Map<String, String> annotations) {}
}
