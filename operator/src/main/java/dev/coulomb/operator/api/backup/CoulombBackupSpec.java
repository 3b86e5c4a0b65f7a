package dev.coulomb.operator.api.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.coulomb.operator.api.ClusterRef;
import dev.coulomb.operator.api.Destination;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** Which cluster is saved, and where to. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CoulombBackupSpec(
    @JsonPropertyDescription("The cluster that is saved.")
        @Required
        @ValidationRule(
            value = "self == oldSelf",
            message =
                "clusterRef cannot be changed: a backup is one snapshot of one cluster; make another CoulombBackup")
        ClusterRef clusterRef,
    @JsonPropertyDescription("Where the snapshot is written.")
        @Required
        @ValidationRule(
            value = "self == oldSelf",
            message =
                "destination cannot be changed: a backup is one snapshot at one place; make another CoulombBackup")
        Destination destination,
    @JsonPropertyDescription(
            "What becomes of the snapshot when this resource is deleted. Retain: it stays where it is, and can be restored by its place. Delete: it is deleted there first. May be changed.")
        @Default("Retain")
        DeletionPolicy deletionPolicy) {

  public CoulombBackupSpec {
    deletionPolicy = deletionPolicy == null ? DeletionPolicy.Retain : deletionPolicy;
  }
}
