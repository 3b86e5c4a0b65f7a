package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** What the nodes need in order to write snapshots somewhere else than into a bucket. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupVolume(
    @JsonPropertyDescription(
            "A volume for backups, mounted at /backup. Backups, restores and an archive whose destination is this claim find it there. Another claim, or none, restarts the node when the database says it may.")
        @Nullable Claim volumeClaim) {

  /** A claim that exists, made by the owner of the cluster. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Claim(
      @JsonPropertyDescription(
              "Name of the PersistentVolumeClaim, in the namespace of the cluster. It outlives the cluster.")
          @Required
          @Pattern("^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$")
          String name) {}
}
