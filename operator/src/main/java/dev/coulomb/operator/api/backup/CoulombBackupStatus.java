package dev.coulomb.operator.api.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a backup. Written by the operator alone, which remembers nothing else. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CoulombBackupStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Pending: not begun, the condition Complete says what it waits for. Running: the database writes. Completed or Failed: it is over. Deleting: the snapshot is being deleted.")
        @Nullable Phase phase,
    @JsonPropertyDescription(
            "By this name the database knows the backup. It never changes, so a backup goes on after the operator or the database was restarted.")
        @Nullable String id,
    @JsonPropertyDescription("Where the snapshot is: s3://bucket/prefix, or claim:path.")
        @Nullable String location,
    @JsonPropertyDescription("When the operator first looked at the backup.")
        @Nullable String createdAt,
    @JsonPropertyDescription("When the database was first told to write.")
        @Nullable String startedAt,
    @JsonPropertyDescription("When the backup was over.") @Nullable String finishedAt,
    @JsonPropertyDescription("Seconds from startedAt to finishedAt.")
        @Nullable Long durationSeconds,
    @JsonPropertyDescription(
            "The cluster whose database was told to write; another one of the same name is another one.")
        @Nullable String clusterUid,
    @JsonPropertyDescription("How far the database is, or came.") @Nullable Progress progress,
    @JsonPropertyDescription(
            "Whether something may lie at location, so that it has to be deleted when the snapshot is.")
        @Nullable Boolean written,
    @JsonPropertyDescription(
            "What the backup waits for, while it comes no further; absent while it does.")
        @Nullable Waiting waiting,
    @JsonPropertyDescription("The snapshot, once it is complete.") @Nullable Snapshot snapshot,
    @JsonPropertyDescription(
            "Complete: whether there is a complete snapshot, or why not. Deleted: how the deletion of the snapshot goes.")
        List<Condition> conditions) {

  /** The status of a resource that no operator has seen yet. */
  public static final CoulombBackupStatus UNKNOWN =
      new CoulombBackupStatus(
          null, null, null, null, null, null, null, null, null, null, null, null, null, List.of());

  public CoulombBackupStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** Whether the database was told to write. */
  public boolean begun() {
    return startedAt != null;
  }

  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
  }

  /** Where a backup is in its life. The names are the values of the API. */
  public enum Phase {
    Pending,
    Running,
    Completed,
    Failed,
    Deleting;

    /** Whether nothing more is written. */
    public boolean over() {
      return this == Completed || this == Failed;
    }
  }

  /** How far the database is. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Progress(
      @JsonPropertyDescription("What the database does: Preparing, Writing or Finishing.")
          String phase,
      @JsonPropertyDescription("Rows that are written.") Long rowsDone,
      @JsonPropertyDescription("Rows that there are to write.") Long rowsTotal,
      @JsonPropertyDescription("Bytes that are written.") Long bytesWritten,
      @JsonPropertyDescription("rowsDone of rowsTotal, for people.") String percent) {}

  /** What a backup waits for. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Waiting(
      @JsonPropertyDescription("Since when the backup has come no further.") String since,
      @JsonPropertyDescription("Attempts in a row that failed.") Integer attempts,
      @JsonPropertyDescription("When it is tried again; absent while nothing was tried.")
          @Nullable String nextAt) {}

  /** A complete snapshot. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Snapshot(
      @JsonPropertyDescription("Place in the database's log that the snapshot is of.")
          Long position,
      @JsonPropertyDescription("The moment that the snapshot is of.") String cutAt,
      @JsonPropertyDescription("Which history of the database the position is in.") String history,
      @JsonPropertyDescription("Partitions that the rows were in.") Integer partitions,
      @JsonPropertyDescription("Rows in all tables.") Long rows,
      @JsonPropertyDescription("Bytes of all files.") Long bytes,
      @JsonPropertyDescription("The same, for people.") String size,
      @JsonPropertyDescription("Version of the database that wrote it.") String version,
      @JsonPropertyDescription("Number of tables.") Integer tables,
      @JsonPropertyDescription(
              "Digest of names, row counts and checksums of all tables: two snapshots with the same rows have the same one, whatever their partitions.")
          String checksum) {}
}
