package dev.coulomb.operator.rollout;

import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.observe.PodRef;
import dev.coulomb.operator.observe.PodView;
import dev.coulomb.operator.observe.StatefulSetView;
import dev.coulomb.operator.wanted.Wanted;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Decides the next step of a cluster. In order: volumes; the Secrets a pod needs; the StatefulSet;
 * a pod on its way; a pod of an old revision, replaced only when nothing can be lost, or when the
 * node agrees, or when a person said so by name; then what a running node can be told without a
 * restart.
 */
public final class Rollout {

  public static final String DATA_WOULD_BE_LOST = "DataWouldBeLost";
  public static final String NODE_SILENT = "NodeSilent";

  private static final String STOPPED_BY_SPEC = "spec.state is Stopped";
  private static final String MOVES_TO_A_VOLUME = "its data moves to a volume";

  private Rollout() {}

  /** The next step. */
  public static Step next(Wanted wanted, Observation seen) {
    Optional<Step> volume = Volumes.change(wanted, seen);
    if (volume.isPresent()) {
      return volume.get();
    }
    Optional<Step> going = wanted.stopped() ? Volumes.going(wanted, seen) : Optional.empty();
    if (going.isPresent()) {
      return going.get();
    }
    List<String> problems = wanted.stopped() ? List.of() : seen.prerequisiteProblems();
    if (!problems.isEmpty()) {
      // No pod can be made; one that runs does not mind, and is told what it can be told.
      return seen.pods().stream()
          .filter(pod -> !pod.life().deleting())
          .flatMap(pod -> live(wanted, pod).stream())
          .findFirst()
          .orElseGet(() ->
              new Step.Refuse(
                  seen.prerequisiteReason().orElseThrow(), String.join("; ", problems)));
    }
    Step step =
        seen.statefulSet()
            .map(statefulSet -> with(statefulSet, wanted, seen))
            .orElseGet(() -> without(wanted, seen));
    return step instanceof Step.Done ? Volumes.refused(wanted, seen).orElse(step) : step;
  }

  /** There is no StatefulSet, or no longer. A pod without a volume must go before there is one. */
  private static Step without(Wanted wanted, Observation seen) {
    return unsettled(seen, pod -> pod.template().persistent() ? done() : nextOf(wanted, seen, pod))
        .or(() -> wanted.stopped() ? Optional.empty() : Volumes.obstacle(wanted, seen))
        .orElseGet(() -> new Step.ApplyStatefulSet("it does not exist"));
  }

  private static Step with(StatefulSetView statefulSet, Wanted wanted, Observation seen) {
    if (statefulSet.seen() == StatefulSetView.Seen.DELETING) {
      return new Step.Wait("StatefulSetPending", "Kubernetes takes the StatefulSet away");
    }
    if (statefulSet.claims() == StatefulSetView.Claims.NONE) {
      // Its pods hold their data for as long as they live: it goes on as it is until they may go.
      return unsettled(seen, pod -> mayGo(wanted, seen, pod))
          .orElseGet(() -> new Step.RecreateStatefulSet(MOVES_TO_A_VOLUME));
    }
    if (statefulSet.claims() == StatefulSetView.Claims.OTHER
        && Volumes.refused(wanted, seen).isEmpty()) {
      return new Step.RecreateStatefulSet(
          "its volumes are to have " + wanted.spec().storage().size());
    }
    if (wanted.stopped()) {
      return stop(statefulSet, wanted, seen);
    }
    Optional<Step> obstacle =
        statefulSet.replicas() == 0 ? Volumes.obstacle(wanted, seen) : Optional.empty();
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    if (!statefulSet.asWanted()) {
      return new Step.ApplyStatefulSet("it is not what the spec says");
    }
    if (!statefulSet.takenUp()) {
      return new Step.Wait("StatefulSetPending", "Kubernetes has not taken up the StatefulSet yet");
    }
    if (seen.pods().isEmpty()) {
      return new Step.Wait("PodPending", "the pod has not been created yet");
    }
    return unsettled(seen, pod -> nextOf(wanted, seen, pod)).orElseGet(Step.Done::new);
  }

  /** First the nodes, by their own stop; then their pods. */
  private static Step stop(StatefulSetView statefulSet, Wanted wanted, Observation seen) {
    if (statefulSet.replicas() > 0) {
      return unsettled(seen, pod -> stop(wanted, seen, pod))
          .orElseGet(() -> new Step.ApplyStatefulSet(STOPPED_BY_SPEC));
    }
    if (!statefulSet.asWanted()) {
      return new Step.ApplyStatefulSet("it is not what the spec says");
    }
    return seen.pods().isEmpty()
        ? new Step.Done()
        : new Step.Wait("PodStopping", "pod " + seen.pods().get(0).name() + " is stopping");
  }

  private static Step stop(Wanted wanted, Observation seen, PodView pod) {
    if (pod.life().deleting()) {
      return stopping(pod);
    }
    return switch (permission(wanted, seen, pod, STOPPED_BY_SPEC)) {
      case RollVerdict.NotNeeded() -> done();
      case RollVerdict.Go(Step.Restart(PodRef ref, boolean force, String why)) ->
          new Step.Stop(ref, force);
      case RollVerdict.Go(Step.Vacate vacate) -> vacate;
      case RollVerdict.Go go -> done();
      case RollVerdict.Blocked(String reason, String message) -> new Step.Refuse(reason, message);
    };
  }

  /** The first pod's step that is not to be done with it. */
  private static Optional<Step> unsettled(Observation seen, Function<PodView, Step> next) {
    return seen.pods().stream()
        .sorted(Comparator.comparing(PodView::name))
        .map(next)
        .filter(step -> !(step instanceof Step.Done))
        .findFirst();
  }

  /** Done when the pod may go. */
  private static Step mayGo(Wanted wanted, Observation seen, PodView pod) {
    return switch (nextOf(wanted, seen, pod)) {
      case Step.Restart restart -> done();
      case Step.Vacate vacate -> done();
      case Step.Replace replace -> done();
      case Step other -> other;
    };
  }

  private static Step done() {
    return new Step.Done();
  }

  private static Step stopping(PodView pod) {
    return new Step.Wait("PodStopping", "pod " + pod.name() + " is stopping");
  }

  private static Step nextOf(Wanted wanted, Observation seen, PodView pod) {
    if (pod.life().deleting()) {
      return stopping(pod);
    }
    return switch (roll(wanted, seen, pod)) {
      case RollVerdict.Go(Step step) -> step;
      case RollVerdict.NotNeeded() -> live(wanted, pod).orElseGet(() -> settled(wanted, pod));
      case RollVerdict.Blocked(String reason, String message) ->
          live(wanted, pod).orElseGet(() -> new Step.Refuse(reason, message));
    };
  }

  /** Whether the pod must give way to one of the wanted revision, and whether it may now. */
  public static RollVerdict roll(Wanted wanted, Observation seen, PodView pod) {
    boolean current =
        seen.statefulSet().map(s -> s.updateRevision().equals(pod.revision())).orElse(true);
    return current && pod.template().persistent()
        ? new RollVerdict.NotNeeded()
        : permission(wanted, seen, pod, difference(wanted, pod));
  }

  /** Whether the pod may go now. */
  private static RollVerdict permission(Wanted wanted, Observation seen, PodView pod, String why) {
    if (holdsNothing(pod) && !Volumes.goesWith(seen, pod)) {
      return new RollVerdict.Go(new Step.Replace(pod.ref(), why));
    }
    if (wanted.spec().overrides().allowUnsafeRoll()) {
      return new RollVerdict.Go(new Step.Restart(pod.ref(), true, why));
    }
    Optional<String> loss = Volumes.loss(seen, pod);
    if (loss.isPresent()) {
      return new RollVerdict.Blocked(DATA_WOULD_BE_LOST, lossSentence(pod.name(), why, loss.get()));
    }
    Optional<NodeStatus> status = pod.status();
    if (status.isEmpty()) {
      return new RollVerdict.Blocked(
          NODE_SILENT,
          pod.name()
              + " must be restarted ("
              + why
              + "), but it does not say whether that is safe: "
              + silence(pod)
              + ". It is asked again; to restart it regardless and lose what it has not on its volume, set spec.overrides.allowUnsafeRoll: true");
    }
    NodeStatus.Stop stop = status.get().stop();
    if (stop.safe()) {
      return new RollVerdict.Go(
          pod.template().persistent()
              ? new Step.Restart(pod.ref(), false, why)
              : new Step.Vacate(pod.ref(), why));
    }
    return new RollVerdict.Blocked(
        DATA_WOULD_BE_LOST, lossSentence(pod.name(), why, stop.reason()));
  }

  /** The sentence of a refused restart, also when the node itself refuses at the last moment. */
  public static String lossSentence(
      String pod, String why, @org.jspecify.annotations.Nullable String reason) {
    return pod
        + " is not restarted ("
        + why
        + "): "
        + (reason == null ? "data would be lost" : reason)
        + ". It goes on running as before. Copy the data out and set spec.overrides.allowUnsafeRoll: true to restart it and lose what it holds, or take the change back";
  }

  /** The sentence of a refused stop. */
  public static String lossAtStop(String pod, String reason) {
    return lossSentence(pod, STOPPED_BY_SPEC, reason);
  }

  /**
   * Whether a pod can go without a loss. What is on a volume stays, so then a process that never
   * served has nothing to lose. Without one, data lives as long as the pod: in the memory of its
   * process, or beside it, where the process before may have left some.
   */
  public static boolean holdsNothing(PodView pod) {
    boolean neverServed =
        switch (pod.container()) {
          case ContainerView.NotYet() -> true;
          case ContainerView.Waiting w -> true;
          case ContainerView.Ended e -> true;
          case ContainerView.Running(boolean started, boolean crashed) ->
              !started
                  && pod.status().map(s -> s.state() == NodeStatus.State.STARTING).orElse(true);
        };
    return neverServed && (pod.template().persistent() || pod.life().lastExit().isEmpty());
  }

  private static Optional<Step> live(Wanted wanted, PodView pod) {
    return pod.serving()
        .flatMap(status -> {
          boolean paused = status.state() == NodeStatus.State.PAUSED;
          if (wanted.paused() && !paused) {
            return Optional.of(new Step.Pause(pod.ref()));
          }
          if (!wanted.paused() && paused) {
            return Optional.of(new Step.Resume(pod.ref()));
          }
          SortedMap<String, String> changes = wanted.settings().liveDifferences(status.settings());
          return changes.isEmpty()
              ? Optional.empty()
              : Optional.of(new Step.ChangeSettings(pod.ref(), changes));
        });
  }

  private static Step settled(Wanted wanted, PodView pod) {
    if (pod.serving().isPresent() && pod.life().ready()) {
      return new Step.Done();
    }
    if (pod.strangerToItsVolume()) {
      return wanted.spec().overrides().allowEmptyStart()
          ? new Step.Replace(pod.ref(), "spec.overrides.allowEmptyStart")
          : new Step.Refuse(Volumes.LOST, Volumes.strangerSentence(pod));
    }
    return new Step.Wait("PodStarting", "pod " + pod.name() + " does not serve yet");
  }

  private static String difference(Wanted wanted, PodView pod) {
    if (!pod.template().persistent()) {
      return MOVES_TO_A_VOLUME;
    }
    if (!pod.template().image().equals(wanted.image())) {
      return "image " + pod.template().image() + " becomes " + wanted.image();
    }
    if (!pod.template().restartSettings().equals(wanted.settings().restartDigest())) {
      return "a setting changed that needs a restart";
    }
    return "the pod template changed";
  }

  private static String silence(PodView pod) {
    return pod.answer()
        .map(answer ->
            switch (answer) {
              case Answer.Silent(String reason) -> reason;
              case Answer.Refused(String code, String message) -> message;
              case Answer.Stopping() -> "it is stopping";
              case Answer.Told told -> "it answered";
            })
        .orElse("it was not asked");
  }
}
