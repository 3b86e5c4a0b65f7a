package dev.coulomb.operator.api.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.coulomb.operator.api.ClusterRef;
import dev.coulomb.operator.api.Destination;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** When backups are made, of what, and how long they are kept. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CoulombBackupScheduleSpec(
    @JsonPropertyDescription("The cluster that is saved.")
        @Required
        @ValidationRule(
            value = "self == oldSelf",
            message =
                "clusterRef cannot be changed: its backups would be counted for another cluster; make another CoulombBackupSchedule")
        ClusterRef clusterRef,
    @JsonPropertyDescription(
            "When, in five fields as cron has them: minute, hour, day of the month, month, day of the week; for example 30 2 * * *. Names of months and days, lists, ranges and steps are understood, and @hourly, @daily, @weekly, @monthly and @yearly.")
        @Required
        @Size(min = 1, max = 128)
        String schedule,
    @JsonPropertyDescription(
            "Time zone of the schedule, for example Europe/Berlin. A time that does not exist on the day when clocks are set forward is made up for right after; one that comes twice counts once.")
        @Default("UTC")
        @Pattern("^[A-Za-z0-9_+/-]{1,64}$")
        String timeZone,
    @JsonPropertyDescription(
            "Make no backups for now. One that runs goes on, and none are removed meanwhile.")
        @Default("false")
        Boolean suspend,
    @JsonPropertyDescription(
            "Make the first backup when the schedule is made, without waiting for its time.")
        @Default("false")
        Boolean immediate,
    @JsonPropertyDescription("How many backups are kept, and how long. Absent: all of them.")
        @Nullable Retention retention,
    @JsonPropertyDescription("What the backups are made from.") @Required Template template,
    @JsonPropertyDescription(
            "Prove that backups can be restored: the newest good one is restored into a throwaway cluster of this namespace, its rows and checksums are compared with the backup, and everything is taken away again. Off when absent.")
        @Nullable Verification verify) {

  public CoulombBackupScheduleSpec {
    timeZone = timeZone == null ? "UTC" : timeZone;
    suspend = suspend != null && suspend;
    immediate = immediate != null && immediate;
  }

  /** What the backups are made from. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Template(
      @JsonPropertyDescription("Where the snapshots are written, each into a directory of its own.")
          @Required
          Destination destination,
      @JsonPropertyDescription(
              "What becomes of a snapshot when its CoulombBackup is deleted, by retention or by hand. Delete: it is deleted too. Retain: it stays.")
          @Default("Delete")
          DeletionPolicy deletionPolicy) {

    public Template {
      deletionPolicy = deletionPolicy == null ? DeletionPolicy.Delete : deletionPolicy;
    }
  }
}
