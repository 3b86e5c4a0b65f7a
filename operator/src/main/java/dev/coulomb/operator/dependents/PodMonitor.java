package dev.coulomb.operator.dependents;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;

/** The part of the Prometheus operator's kind of that name that we write. */
@Group("monitoring.coreos.com")
@Version("v1")
public final class PodMonitor extends CustomResource<PodMonitor.Spec, Void> implements Namespaced {

  private static final long serialVersionUID = 1;

  /** Which pods, and where in them. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Spec(Selector selector, List<Endpoint> podMetricsEndpoints) {}

  /** By labels. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Selector(Map<String, String> matchLabels) {}

  /** A named port of the pod. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Endpoint(String port, String path) {}
}
