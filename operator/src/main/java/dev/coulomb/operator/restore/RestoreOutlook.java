package dev.coulomb.operator.restore;

import dev.coulomb.operator.api.BootstrapStatus.Restored;
import dev.coulomb.operator.api.restore.CoulombRestore;
import dev.coulomb.operator.api.restore.CoulombRestoreStatus;
import dev.coulomb.operator.api.restore.CoulombRestoreStatus.Phase;
import dev.coulomb.operator.api.restore.CoulombRestoreStatus.Progress;
import dev.coulomb.operator.bootstrap.Results;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.RestoreReport;
import dev.coulomb.operator.status.Notice;
import dev.coulomb.operator.status.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people are told after one look at a restore, and when the next is due. The same look gives
 * the same outlook.
 *
 * @param status the whole new status
 * @param notices Events
 * @param next when to look again; nothing when it is over
 */
public record RestoreOutlook(
    CoulombRestoreStatus status, List<Notice> notices, Optional<Duration> next) {

  static final String COMPLETE = "Complete";
  static final String VERIFIED = "Verified";

  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration LATER = Duration.ofSeconds(10);

  /** Reasons to wait for which nobody has to correct anything. */
  private static final Set<String> ORDINARY =
      Set.of("ClusterBusy", "ClusterNotReady", "AnotherRestore", "BackupRuns");

  /** Words of a node that was killed, or is about to be started anew. */
  private static final Set<String> ON_ITS_WAY = Set.of("starting", "stopping");

  /**
   * The outlook.
   *
   * @param answer what the node answered to an order; nothing when it was given none
   */
  public static RestoreOutlook of(
      RestoreObservation seen, RestoreStep step, Optional<Reply<RestoreReport>> answer) {
    Draft draft = new Draft(seen);
    return switch (step) {
      case RestoreStep.Rest() -> draft.outlook(Optional.empty());
      case RestoreStep.Wait(String reason, String message) -> waits(draft, reason, message);
      case RestoreStep.Announce(String location) -> announced(draft, location);
      case RestoreStep.Begin begin -> begun(draft, answer.orElseThrow());
      case RestoreStep.Progress(RestoreReport report) -> works(draft, report);
      case RestoreStep.Follow(String message) -> {
        draft.complete(Verdict.no(draft.reason(), message), Tone.QUIET);
        yield draft.outlook(Optional.of(SOON));
      }
      case RestoreStep.Verify(RestoreReport report) -> restored(draft, report);
      case RestoreStep.AddUp add -> draft.outlook(Optional.of(SOON));
      case RestoreStep.Keep(String message) -> kept(draft, message);
      case RestoreStep.Confirm(var node, String message) ->
          confirmed(draft, message, answer.orElseThrow());
      case RestoreStep.TurnBack(String reason, String message) -> turnBack(draft, reason, message);
      case RestoreStep.Undo undo -> undone(draft, answer.orElseThrow());
      case RestoreStep.Aborted(String reason, String message) ->
          draft.over(Phase.Aborted, Verdict.no(reason, message), Tone.NEWS);
      case RestoreStep.Fail(String reason, String message) ->
          draft.over(Phase.Failed, Verdict.no(reason, message), Tone.WARNING);
      case RestoreStep.Complete(String message) -> {
        draft.verified(message);
        yield draft.over(Phase.Completed, Verdict.yes("Restored", message), Tone.NEWS);
      }
    };
  }

  /** Nothing is under way in the node, so the cluster is free again. */
  private static RestoreOutlook waits(Draft draft, String reason, String message) {
    draft.phase = Phase.Pending;
    draft.progress = null;
    draft.complete(
        Verdict.no(reason, message), ORDINARY.contains(reason) ? Tone.NEWS : Tone.WARNING);
    return draft.outlook(Optional.of(SOON));
  }

  private static RestoreOutlook announced(Draft draft, String location) {
    draft.phase = Phase.Restoring;
    draft.location = location;
    draft.startedAt = draft.now;
    draft.complete(Verdict.no("Restoring", "the node is told to restore " + location), Tone.NEWS);
    return draft.outlook(Optional.of(AT_ONCE));
  }

  private static RestoreOutlook restored(Draft draft, RestoreReport report) {
    draft.phase = Phase.Verifying;
    draft.restored = Results.restored(report);
    draft.progress = progress(report);
    draft.complete(Verdict.no("Verifying", "row counts and checksums are compared"), Tone.QUIET);
    return draft.outlook(Optional.of(AT_ONCE));
  }

  private static RestoreOutlook kept(Draft draft, String message) {
    draft.phase = Phase.Kept;
    draft.verified(message);
    draft.complete(
        Verdict.no(
            "Unconfirmed",
            "the data is restored and served; what was before is kept. Set spec.confirmation: Automatic to give it up, or spec.abort: true to go back"),
        Tone.NEWS);
    return draft.outlook(Optional.of(LATER));
  }

  private static RestoreOutlook undone(Draft draft, Reply<RestoreReport> answer) {
    if (answer instanceof Reply.Refused<RestoreReport>(String code, String why)) {
      draft.complete(
          Verdict.no("NodeRefused", "the node does not take it back: " + why), Tone.WARNING);
    }
    return draft.outlook(Optional.of(SOON));
  }

  private static RestoreOutlook begun(Draft draft, Reply<RestoreReport> answer) {
    return switch (answer) {
      case Reply.Said<RestoreReport>(RestoreReport report) -> works(draft, report);
      case Reply.Refused<RestoreReport>(String code, String message)
          when code.equals("restore-running") -> {
        draft.phase = Phase.Pending;
        draft.complete(
            Verdict.no("AnotherRestore", "the node is at another restore: " + message), Tone.NEWS);
        yield draft.outlook(Optional.of(LATER));
      }
      case Reply.Refused<RestoreReport>(String code, String message)
          when ON_ITS_WAY.contains(code) -> {
        draft.complete(Verdict.no("Restoring", "the node starts or stops: " + message), Tone.QUIET);
        yield draft.outlook(Optional.of(SOON));
      }
      case Reply.Refused<RestoreReport>(String code, String message) ->
          draft.over(
              Phase.Failed,
              Verdict.no(
                  "NodeRefused", "the node does not take the order (" + code + "): " + message),
              Tone.WARNING);
      case Reply.Silent<RestoreReport>(String reason) -> {
        draft.complete(Verdict.no("Restoring", "the node does not answer: " + reason), Tone.QUIET);
        yield draft.outlook(Optional.of(SOON));
      }
    };
  }

  private static RestoreOutlook works(Draft draft, RestoreReport report) {
    draft.phase = Phase.Restoring;
    draft.progress = progress(report);
    draft.complete(Verdict.no("Restoring", Results.progress(report)), Tone.QUIET);
    return draft.outlook(Optional.of(SOON));
  }

  private static RestoreOutlook confirmed(
      Draft draft, String message, Reply<RestoreReport> answer) {
    boolean given =
        switch (answer) {
          case Reply.Said<RestoreReport> said -> true;
          // One that keeps nothing any more was confirmed before.
          case Reply.Refused<RestoreReport>(String code, String why) -> code.equals("nothing-kept");
          case Reply.Silent<RestoreReport> silent -> false;
        };
    if (!given) {
      return draft.outlook(Optional.of(SOON));
    }
    draft.verified(message);
    return draft.over(Phase.Completed, Verdict.yes("Restored", message), Tone.NEWS);
  }

  private static RestoreOutlook turnBack(Draft draft, String reason, String message) {
    draft.phase = Phase.Aborting;
    if (reason.equals(RestoreDecision.VERIFICATION_FAILED)) {
      draft.conditions.put(VERIFIED, Verdict.no(reason, message));
    }
    draft.complete(
        Verdict.no(reason, message + "; the node goes back to what was before"),
        reason.equals(RestoreDecision.ABORTED) ? Tone.NEWS : Tone.WARNING);
    return draft.outlook(Optional.of(AT_ONCE));
  }

  private static Progress progress(RestoreReport report) {
    return new Progress(
        report.phase(),
        report.rowsDone(),
        report.rowsTotal(),
        report.percent().isPresent() ? report.percent().getAsInt() + " %" : null);
  }

  /** How loud a change of the condition is told. */
  private enum Tone {
    QUIET,
    NEWS,
    WARNING
  }

  /** A status on its way. */
  private static final class Draft {
    private final CoulombRestore restore;
    private final CoulombRestoreStatus before;
    private final Instant instant;
    private final String now;
    private final Map<String, Verdict> conditions = new LinkedHashMap<>();
    private final List<Notice> notices = new ArrayList<>();
    private @Nullable Phase phase;
    private @Nullable String location;
    private @Nullable String startedAt;
    private @Nullable String finishedAt;
    private @Nullable Progress progress;
    private @Nullable Restored restored;

    Draft(RestoreObservation seen) {
      restore = seen.restore();
      before = restore.getStatus();
      instant = seen.now();
      now = instant.truncatedTo(ChronoUnit.SECONDS).toString();
      phase = before.phase();
      location = before.location();
      startedAt = before.startedAt();
      finishedAt = before.finishedAt();
      progress = before.progress();
      restored = before.restored();
      before
          .conditions()
          .forEach(c ->
              conditions.put(
                  c.getType(), new Verdict(c.getStatus(), c.getReason(), c.getMessage())));
    }

    String reason() {
      return before.condition(COMPLETE).map(Condition::getReason).orElse("Restoring");
    }

    void complete(Verdict verdict, Tone tone) {
      boolean known =
          before
              .condition(COMPLETE)
              .filter(c -> c.getReason().equals(verdict.reason()))
              .filter(c -> tone != Tone.WARNING || c.getMessage().equals(verdict.message()))
              .isPresent();
      conditions.put(COMPLETE, verdict);
      if (!known && tone != Tone.QUIET) {
        notices.add(new Notice(tone == Tone.WARNING, verdict.reason(), verdict.message()));
      }
    }

    void verified(String message) {
      conditions.put(VERIFIED, Verdict.yes("Agrees", message));
    }

    RestoreOutlook over(Phase end, Verdict verdict, Tone tone) {
      phase = end;
      finishedAt = now;
      complete(verdict, tone);
      return outlook(Optional.empty());
    }

    RestoreOutlook outlook(Optional<Duration> next) {
      List<Condition> told = new ArrayList<>();
      conditions.forEach((type, verdict) ->
          told.add(verdict.condition(type, restore, before.conditions(), instant)));
      return new RestoreOutlook(
          new CoulombRestoreStatus(
              restore.getMetadata().getGeneration(),
              phase,
              restore.getMetadata().getUid(),
              location,
              startedAt,
              finishedAt,
              progress,
              restored,
              told),
          notices,
          next);
    }
  }
}
