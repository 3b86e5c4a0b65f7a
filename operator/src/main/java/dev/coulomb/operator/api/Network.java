package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** Who may reach the pods over the network. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Network(
    @JsonPropertyDescription(
            "Make a NetworkPolicy: anyone may reach the SQL port, only the operator (and, with monitoring.podMonitor, anyone) the admin port.")
        @Default("true")
        Boolean policy,
    @JsonPropertyDescription(
            "Who may connect to SQL. Anyone: the Service is made, and the NetworkPolicy lets everybody in. Nobody: there is no Service, and the NetworkPolicy keeps everybody out.")
        @Default("Anyone")
        Clients clients) {

  public Network {
    policy = policy == null || policy;
    clients = clients == null ? Clients.Anyone : clients;
  }

  /** The names are the values of the API. */
  public enum Clients {
    Anyone,
    Nobody
  }
}
