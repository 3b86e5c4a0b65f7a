package dev.coulomb.operator.archive;

import dev.coulomb.operator.api.ArchiveStatus;
import dev.coulomb.operator.api.ArchiveStatus.Failed;
import dev.coulomb.operator.api.ArchiveStatus.Trimmed;
import dev.coulomb.operator.nodeadmin.Failure;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.TrimReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered and told after one look at the old pieces of an archive. The same look gives
 * the same outlook.
 *
 * @param status what is remembered
 * @param standing whether the archive reaches back to the oldest backup and no further
 * @param reason one word why
 * @param message a sentence
 * @param done what was deleted, a sentence; nothing when nothing was
 */
public record TrimOutlook(
    ArchiveStatus status, Standing standing, String reason, String message, Optional<String> done) {

  /** Words of a node whose archive is only behind, or that was not told yet where it is. */
  private static final Set<String> LATER =
      Set.of("trim-running", "before", "archive-unknown", "archive-disabled");

  /** The node's archive turned out to end before the backup: it is behind. */
  private static final String BEHIND = "TargetNotReachable";

  /** Whether it reaches back to the oldest backup and no further. */
  public enum Standing {
    REACHED,
    OPEN,
    NOTHING_TO_REACH
  }

  /**
   * The outlook.
   *
   * @param answer what the node answered to an order; nothing when it was given none
   */
  public static TrimOutlook of(
      TrimObservation seen, TrimStep step, Optional<Reply<TrimReport>> answer) {
    ArchiveStatus kept = kept(seen);
    return switch (step) {
      case TrimStep.Keep(String reason, String message) ->
          new TrimOutlook(kept, Standing.NOTHING_TO_REACH, reason, message, Optional.empty());
      case TrimStep.Rest(String reason, String message) ->
          new TrimOutlook(
              new ArchiveStatus(kept.trimmed(), null),
              Standing.REACHED,
              reason,
              message,
              Optional.empty());
      case TrimStep.Wait(String reason, String message) -> open(kept, reason, message);
      case TrimStep.Order order -> ordered(seen, kept, order, answer.orElseThrow());
    };
  }

  /** What is known of histories that no backup is of any more is of no use. */
  private static ArchiveStatus kept(TrimObservation seen) {
    Set<String> histories = seen.oldest().keySet();
    @Nullable Failed failed = seen.before().failed();
    return new ArchiveStatus(
        seen.before().trimmed().stream().filter(t -> histories.contains(t.history())).toList(),
        failed != null && histories.contains(failed.history()) ? failed : null);
  }

  private static TrimOutlook open(ArchiveStatus status, String reason, String message) {
    return new TrimOutlook(status, Standing.OPEN, reason, message, Optional.empty());
  }

  private static TrimOutlook ordered(
      TrimObservation seen, ArchiveStatus kept, TrimStep.Order order, Reply<TrimReport> answer) {
    return switch (answer) {
      case Reply.Said<TrimReport>(TrimReport report) -> said(seen, kept, order, report);
      case Reply.Refused<TrimReport>(String code, String message) ->
          LATER.contains(code)
              ? open(kept, "Trimming", "the node does it later: " + message)
              : failed(seen, kept, order, new Failure("NodeRefused", message));
      case Reply.Silent<TrimReport>(String reason) ->
          open(kept, "NodeSilent", "the node does not answer: " + reason);
    };
  }

  private static TrimOutlook said(
      TrimObservation seen, ArchiveStatus kept, TrimStep.Order order, TrimReport report) {
    if (!report.history().equals(order.history()) || report.position() != order.position()) {
      return open(kept, "Trimming", "the node speaks of other pieces");
    }
    return switch (report.state()) {
      case Running, Unknown ->
          open(kept, "Trimming", "pieces before backup " + order.backup() + " are deleted");
      case Completed -> completed(seen, kept, order, report);
      case Failed -> {
        Failure failure =
            report.error() == null ? new Failure("", "the node gave no reason") : report.error();
        yield failure.reason().equals(BEHIND)
            ? open(kept, "Trimming", "the node does it later: " + failure.message())
            : failed(seen, kept, order, failure);
      }
    };
  }

  private static TrimOutlook completed(
      TrimObservation seen, ArchiveStatus kept, TrimStep.Order order, TrimReport report) {
    Map<String, Trimmed> trimmed = new TreeMap<>();
    Stream.concat(
            kept.trimmed().stream(),
            Stream.of(
                new Trimmed(
                    order.history(),
                    order.position(),
                    order.backup(),
                    seconds(seen),
                    report.deleted(),
                    report.bytes())))
        .forEach(t -> trimmed.put(t.history(), t));
    @Nullable Failed failed = kept.failed();
    ArchiveStatus status =
        new ArchiveStatus(
            trimmed.values().stream().toList(),
            failed == null || failed.history().equals(order.history()) ? null : failed);
    Optional<String> done =
        report.deleted() == 0
            ? Optional.empty()
            : Optional.of(
                report.deleted()
                    + " pieces of the archive that ended before backup "
                    + order.backup()
                    + " are deleted");
    TrimStep then =
        TrimDecision.next(
            new TrimObservation(seen.now(), status, seen.backups(), seen.node(), seen.reader()));
    return then instanceof TrimStep.Rest(String reason, String message)
        ? new TrimOutlook(status, Standing.REACHED, reason, message, done)
        : new TrimOutlook(
            status, Standing.OPEN, "Trimming", "pieces of another history are to go", done);
  }

  private static TrimOutlook failed(
      TrimObservation seen, ArchiveStatus kept, TrimStep.Order order, Failure failure) {
    return open(
        new ArchiveStatus(
            kept.trimmed(),
            new Failed(
                order.history(),
                order.position(),
                seconds(seen),
                failure.reason(),
                failure.message())),
        failure.reason(),
        failure.message());
  }

  private static String seconds(TrimObservation seen) {
    Instant now = seen.now();
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Whether a failure is another one than was remembered before. */
  public boolean failedAnew(@Nullable ArchiveStatus before) {
    @Nullable Failed failed = status.failed();
    @Nullable Failed known = before == null ? null : before.failed();
    return failed != null
        && (known == null
            || !known.reason().equals(failed.reason())
            || !known.message().equals(failed.message()));
  }
}
