package dev.coulomb.operator.archive;

import dev.coulomb.operator.api.ArchiveStatus;
import dev.coulomb.operator.api.backup.CoulombBackup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Decides which old pieces of an archive go next, from what was seen alone: of each history those
 * that end before its oldest good backup. A history without a good backup is left alone: snapshots
 * that nobody here knows of may rest on it. Nothing goes while something is open that could turn
 * out to be older.
 */
public final class TrimDecision {

  /** A store that said no is not asked in every round. */
  static final Duration BETWEEN_ATTEMPTS = Duration.ofMinutes(5);

  private TrimDecision() {}

  /** The next step. */
  public static TrimStep next(TrimObservation seen) {
    SortedMap<String, CoulombBackup> oldest = seen.oldest();
    if (oldest.isEmpty()) {
      return new TrimStep.Keep(
          "NoBackupYet",
          "no backup of this cluster is complete: nothing of the archive is deleted");
    }
    List<Map.Entry<String, CoulombBackup>> due =
        oldest.entrySet().stream()
            .filter(e -> isDue(seen.before(), e.getKey(), TrimObservation.position(e.getValue())))
            .toList();
    if (due.isEmpty()) {
      return new TrimStep.Rest(
          "AsFarAsBackups",
          "the archive reaches back to backup "
              + oldest.values().stream()
                  .map(b -> b.getMetadata().getName())
                  .collect(Collectors.joining(", and of another history to backup ")));
    }
    return obstacle(seen).orElseGet(() -> order(seen, due));
  }

  private static boolean isDue(ArchiveStatus before, String history, long position) {
    return before.of(history).filter(done -> done.position() >= position).isEmpty();
  }

  private static Optional<TrimStep> obstacle(TrimObservation seen) {
    if (seen.open().isPresent()) {
      return wait(
          "BackupRuns",
          "the backup " + seen.open().get() + " is made: old pieces go when it is over");
    }
    if (seen.reader().isPresent()) {
      return wait(
          "RestoreRuns",
          seen.reader().get() + " reads the archive: old pieces go when that is over");
    }
    return seen.node().isEmpty()
        ? wait("NotYet", "no node archives now: old pieces go when one does")
        : Optional.empty();
  }

  private static Optional<TrimStep> wait(String reason, String message) {
    return Optional.of(new TrimStep.Wait(reason, message));
  }

  /**
   * One after the other. One that failed a moment ago holds up none behind it; those before it have
   * had their turn.
   */
  private static TrimStep order(TrimObservation seen, List<Map.Entry<String, CoulombBackup>> due) {
    Optional<ArchiveStatus.Failed> resting =
        Optional.ofNullable(seen.before().failed())
            .filter(f -> seen.now().isBefore(Instant.parse(f.at()).plus(BETWEEN_ATTEMPTS)));
    Optional<Map.Entry<String, CoulombBackup>> first =
        due.stream()
            .filter(e -> resting.filter(f -> f.history().compareTo(e.getKey()) >= 0).isEmpty())
            .findFirst();
    if (first.isEmpty()) {
      ArchiveStatus.Failed failed = resting.orElseThrow();
      return new TrimStep.Wait(failed.reason(), failed.message());
    }
    CoulombBackup oldest = first.get().getValue();
    return new TrimStep.Order(
        seen.node().orElseThrow(),
        first.get().getKey(),
        TrimObservation.position(oldest),
        oldest.getMetadata().getName());
  }
}
