package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What is restored: a snapshot, and how far the archive of its log leads on from there. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = RestoreOrigin.ONE_SNAPSHOT,
    message = "exactly one of backupRef and source says which snapshot is restored")
@ValidationRule(
    value = RestoreOrigin.ONE_END,
    message =
        "at most one of pointInTime, position and latest says where to end; with none of them the snapshot alone is restored")
public record RestoreOrigin(
    @JsonPropertyDescription(
            "A completed CoulombBackup of the same namespace. It may be of another cluster, with other partitions.")
        @Nullable BackupRef backupRef,
    @JsonPropertyDescription("A snapshot by its place, when its CoulombBackup is not here.")
        @Nullable Source source,
    @JsonPropertyDescription(
            "Where the archive of the log is, as spec.archive.destination of the cluster that was saved. Default: the destination of the snapshot.")
        @Nullable Destination archive,
    @JsonPropertyDescription(
            "Restore what had happened until this moment, for example 2026-11-28T14:30:00Z. It must lie behind the snapshot, and the archive must reach it.")
        @Pattern(RestoreOrigin.MOMENT)
        @Nullable String pointInTime,
    @JsonPropertyDescription("Restore what the log of the saved database had before this position.")
        @Min(0)
        @Nullable Long position,
    @JsonPropertyDescription("Restore everything that the archive has.") @Nullable Boolean latest) {

  /** Of a specification with these fields: it names one snapshot. In CEL. */
  public static final String ONE_SNAPSHOT = "has(self.backupRef) != has(self.source)";

  /** It names one end at most. In CEL. */
  public static final String ONE_END =
      "(has(self.pointInTime) ? 1 : 0) + (has(self.position) ? 1 : 0) + (has(self.latest) && self.latest ? 1 : 0) <= 1";

  /** A moment as RFC 3339 writes it, to the microsecond. */
  public static final String MOMENT =
      "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$";

  /** A CoulombBackup. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record BackupRef(
      @JsonPropertyDescription("Name of the CoulombBackup, in the same namespace.")
          @Required
          @Size(min = 1, max = 63)
          String name) {}

  /** A snapshot by its place. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Source(
      @JsonPropertyDescription("The destination that the snapshot was written to.") @Required
          Destination destination,
      @JsonPropertyDescription("Name of the CoulombCluster that was saved.")
          @Required
          @Pattern("^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$")
          String cluster,
      @JsonPropertyDescription("Name of the snapshot, which is that of its CoulombBackup.")
          @Required
          @Pattern("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")
          String snapshot) {}

  /** Whether the snapshot is only where to begin. */
  public boolean goesOn() {
    return pointInTime != null || position != null || Boolean.TRUE.equals(latest);
  }
}
