package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.Locale;

/** How sure a change is to be on the volume when its client is told that it is done. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Durability(
    @JsonPropertyDescription(
            "Sync: a change is on the disk before its client is told. Interval: it is written at once and forced to the disk every intervalMillis; a crash of the machine loses what came after. None: the operating system decides when; a crash of the machine loses what it had not written yet. A change restarts the node when the database says it may.")
        @Default("Sync")
        Mode mode,
    @JsonPropertyDescription(
            "With mode Interval: milliseconds between two times the log is forced to the disk. Takes effect without a restart.")
        @Default("200")
        @Min(1)
        @Max(60_000)
        Integer intervalMillis,
    @JsonPropertyDescription(
            "A checkpoint is written when the log since the last one has grown by so many megabytes (of 1048576 bytes). Less makes a restart faster, more makes less work. Takes effect without a restart.")
        @Default("1024")
        @Min(64)
        @Max(1_048_576)
        Integer checkpointMegabytes) {

  public static final Durability DEFAULTS = new Durability(Mode.Sync, 200, 1_024);

  public Durability {
    mode = mode == null ? Mode.Sync : mode;
    intervalMillis = intervalMillis == null ? Integer.valueOf(200) : intervalMillis;
    checkpointMegabytes =
        checkpointMegabytes == null ? Integer.valueOf(1_024) : checkpointMegabytes;
  }

  /** The names are the values of the API. */
  public enum Mode {
    Sync,
    Interval,
    None;

    /** The node's word for it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
