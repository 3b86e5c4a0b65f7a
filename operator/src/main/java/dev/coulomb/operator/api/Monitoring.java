package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** Objects for the Prometheus operator. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Monitoring(
    @JsonPropertyDescription("Make a PodMonitor that scrapes /metrics of every node.")
        @Default("false")
        Boolean podMonitor,
    @JsonPropertyDescription("Make a PrometheusRule with alerts for this cluster.")
        @Default("false")
        Boolean prometheusRule) {

  public Monitoring {
    podMonitor = podMonitor != null && podMonitor;
    prometheusRule = prometheusRule != null && prometheusRule;
  }
}
