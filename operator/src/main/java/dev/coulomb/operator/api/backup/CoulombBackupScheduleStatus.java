package dev.coulomb.operator.api.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a schedule did. Written by the operator alone. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CoulombBackupScheduleStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "The time of the schedule that was served last, or, with immediate, when the first backup was made.")
        @Nullable String lastScheduledAt,
    @JsonPropertyDescription("The next time of the schedule; absent while it is suspended.")
        @Nullable String nextAt,
    @JsonPropertyDescription("Name of the backup that runs or waits; absent: none.")
        @Nullable String running,
    @JsonPropertyDescription("Name of the newest complete backup.") @Nullable String lastSuccessful,
    @JsonPropertyDescription("When that one was complete.") @Nullable String lastSuccessfulAt,
    @JsonPropertyDescription("Complete backups of this schedule that there are.")
        @Nullable Integer completed,
    @JsonPropertyDescription("Failed backups of this schedule that there are.")
        @Nullable Integer failed,
    @JsonPropertyDescription(
            "Complete backups that are not to be kept any longer, but are being read: they go afterwards.")
        List<Held> held,
    @JsonPropertyDescription("What came of restore drills; absent: there was none.")
        @Nullable DrillStatus drill,
    @JsonPropertyDescription(
            "Active: whether backups are made at their times, or why not. Healthy: whether the last one was good. Verified, with spec.verify: whether the last one that was tried could be restored.")
        List<Condition> conditions) {

  /** The status of a resource that no operator has seen yet. */
  public static final CoulombBackupScheduleStatus UNKNOWN =
      new CoulombBackupScheduleStatus(
          null, null, null, null, null, null, null, null, List.of(), null, List.of());

  public CoulombBackupScheduleStatus {
    held = held == null ? List.of() : List.copyOf(held);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
  }

  /** A backup that goes when nobody reads it any more. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Held(
      @JsonPropertyDescription("Name of the CoulombBackup.") String backup,
      @JsonPropertyDescription("Who reads it: a restore, or a cluster that begins with it.")
          String reader) {}
}
