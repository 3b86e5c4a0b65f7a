package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;

/** A cluster of the same namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClusterRef(
    @JsonPropertyDescription("Name of the CoulombCluster, in the same namespace.")
        @Required
        @Pattern("^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$")
        String name) {}
