package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far back the archive of the log goes. Written by the operator alone. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArchiveStatus(
    @JsonPropertyDescription(
            "Where the archive begins, for each history of the database of which there is a good backup.")
        List<Trimmed> trimmed,
    @JsonPropertyDescription(
            "The last deletion, when it failed; absent when nothing failed. It is tried again five minutes later.")
        @Nullable Failed failed) {

  /** Nothing was deleted yet. */
  public static final ArchiveStatus UNTOUCHED = new ArchiveStatus(List.of(), null);

  public ArchiveStatus {
    trimmed = trimmed == null ? List.of() : List.copyOf(trimmed);
  }

  /** How far one history was trimmed. */
  public Optional<Trimmed> of(String history) {
    return trimmed.stream().filter(t -> t.history().equals(history)).findFirst();
  }

  /** A history whose old pieces are gone. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Trimmed(
      @JsonPropertyDescription("The history, as status.snapshot of its backups names it.")
          String history,
      @JsonPropertyDescription("What ended at or before this position is gone.") Long position,
      @JsonPropertyDescription("The backup that the archive reaches back to.") String backup,
      @JsonPropertyDescription("When that was done.") String at,
      @JsonPropertyDescription("Pieces that were deleted then.") Long pieces,
      @JsonPropertyDescription("Bytes of these pieces.") Long bytes) {}

  /** A deletion that failed. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Failed(
      @JsonPropertyDescription("The history whose pieces were to go.") String history,
      @JsonPropertyDescription("Up to where they were to go.") Long position,
      @JsonPropertyDescription("When it was tried.") String at,
      @JsonPropertyDescription("The database's word for why it failed.") String reason,
      @JsonPropertyDescription("What the database said.") String message) {}
}
