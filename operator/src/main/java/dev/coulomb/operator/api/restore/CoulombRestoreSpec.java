package dev.coulomb.operator.api.restore;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.coulomb.operator.api.ClusterRef;
import dev.coulomb.operator.api.Destination;
import dev.coulomb.operator.api.RestoreOrigin;
import dev.coulomb.operator.api.RestoreOrigin.BackupRef;
import dev.coulomb.operator.api.RestoreOrigin.Source;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What is restored, and into which cluster. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = RestoreOrigin.ONE_SNAPSHOT,
    message = "exactly one of backupRef and source says which snapshot is restored")
@ValidationRule(
    value = RestoreOrigin.ONE_END,
    message =
        "at most one of pointInTime, position and latest says where to end; with none of them the snapshot alone is restored")
@ValidationRule(
    value =
        "has(self.backupRef) == has(oldSelf.backupRef) && has(self.source) == has(oldSelf.source) && has(self.archive) == has(oldSelf.archive) && has(self.pointInTime) == has(oldSelf.pointInTime) && has(self.position) == has(oldSelf.position) && has(self.latest) == has(oldSelf.latest)",
    message = CoulombRestoreSpec.FIXED)
public record CoulombRestoreSpec(
    @JsonPropertyDescription(
            "The cluster whose data is replaced. It keeps what it had until the restore is confirmed.")
        @Required
        @ValidationRule(value = "self == oldSelf", message = CoulombRestoreSpec.FIXED)
        ClusterRef clusterRef,
    @JsonPropertyDescription(
            "A completed CoulombBackup of the same namespace. It may be of another cluster, with other partitions.")
        @ValidationRule(value = "self == oldSelf", message = CoulombRestoreSpec.FIXED)
        @Nullable BackupRef backupRef,
    @JsonPropertyDescription("A snapshot by its place, when its CoulombBackup is not here.")
        @ValidationRule(value = "self == oldSelf", message = CoulombRestoreSpec.FIXED)
        @Nullable Source source,
    @JsonPropertyDescription(
            "Where the archive of the log is, as spec.archive.destination of the cluster that was saved. Default: the destination of the snapshot.")
        @ValidationRule(value = "self == oldSelf", message = CoulombRestoreSpec.FIXED)
        @Nullable Destination archive,
    @JsonPropertyDescription(
            "Restore what had happened until this moment, for example 2026-11-28T14:30:00Z. It must lie behind the snapshot, and the archive must reach it.")
        @Pattern(RestoreOrigin.MOMENT)
        @ValidationRule(value = "self == oldSelf", message = CoulombRestoreSpec.FIXED)
        @Nullable String pointInTime,
    @JsonPropertyDescription("Restore what the log of the saved database had before this position.")
        @Min(0)
        @ValidationRule(value = "self == oldSelf", message = CoulombRestoreSpec.FIXED)
        @Nullable Long position,
    @JsonPropertyDescription("Restore everything that the archive has.")
        @ValidationRule(value = "self == oldSelf", message = CoulombRestoreSpec.FIXED)
        @Nullable Boolean latest,
    @JsonPropertyDescription(
            "When the copy of what was before is given up. Automatic: as soon as row counts and checksums agree. Manual: it is kept until this becomes Automatic, and abort goes back to it. May be changed.")
        @Default("Automatic")
        Confirmation confirmation,
    @JsonPropertyDescription(
            "Stop the restore, or go back to what was before it as long as that is kept. It cannot be taken back.")
        @Default("false")
        @ValidationRule(
            value = "!oldSelf || self",
            message = "abort cannot be taken back: make another CoulombRestore")
        Boolean abort) {

  static final String FIXED =
      "only confirmation and abort can be changed: a restore is one deed to one cluster; make another CoulombRestore";

  public CoulombRestoreSpec {
    confirmation = confirmation == null ? Confirmation.Automatic : confirmation;
    abort = abort != null && abort;
  }

  /** What is restored, as a new cluster would say it. */
  public RestoreOrigin origin() {
    return new RestoreOrigin(backupRef, source, archive, pointInTime, position, latest);
  }

  /** The names are the values of the API. */
  public enum Confirmation {
    Automatic,
    Manual
  }
}
