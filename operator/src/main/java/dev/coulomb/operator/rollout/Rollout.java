package dev.coulomb.operator.rollout;

import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.observe.PodView;
import dev.coulomb.operator.observe.StatefulSetView;
import dev.coulomb.operator.wanted.Wanted;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Decides the next step of a cluster. In order: the Secrets a pod needs; the StatefulSet; a pod on
 * its way; a pod of an old revision, replaced only when nothing can be lost, or when the node
 * agrees, or when a person said so by name; then what a running node can be told without a restart.
 */
public final class Rollout {

  public static final String SECRET_NOT_USABLE = "SecretNotUsable";
  public static final String DATA_WOULD_BE_LOST = "DataWouldBeLost";
  public static final String NODE_SILENT = "NodeSilent";

  private Rollout() {}

  /** The next step. */
  public static Step next(Wanted wanted, Observation seen) {
    List<String> secretProblems = seen.secretProblems();
    if (!secretProblems.isEmpty()) {
      // No pod can be made; one that runs does not mind, and is told what it can be told.
      return seen.pods().stream()
          .filter(pod -> !pod.life().deleting())
          .flatMap(pod -> live(wanted, pod).stream())
          .findFirst()
          .orElseGet(() -> new Step.Refuse(SECRET_NOT_USABLE, String.join("; ", secretProblems)));
    }
    if (seen.statefulSet().isEmpty()) {
      return new Step.ApplyStatefulSet("it does not exist");
    }
    StatefulSetView statefulSet = seen.statefulSet().get();
    if (!statefulSet.asWanted()) {
      return new Step.ApplyStatefulSet("it is not what the spec says");
    }
    if (!statefulSet.takenUp()) {
      return new Step.Wait("StatefulSetPending", "Kubernetes has not taken up the StatefulSet yet");
    }
    if (seen.pods().isEmpty()) {
      return new Step.Wait("PodPending", "the pod has not been created yet");
    }
    return seen.pods().stream()
        .sorted(Comparator.comparing(PodView::name))
        .map(pod -> nextOf(wanted, statefulSet, pod))
        .filter(step -> !(step instanceof Step.Done))
        .findFirst()
        .orElseGet(Step.Done::new);
  }

  private static Step nextOf(Wanted wanted, StatefulSetView statefulSet, PodView pod) {
    if (pod.life().deleting()) {
      return new Step.Wait("PodStopping", "pod " + pod.name() + " is stopping");
    }
    return switch (roll(wanted, statefulSet, pod)) {
      case RollVerdict.Go(Step step) -> step;
      case RollVerdict.NotNeeded() -> live(wanted, pod).orElseGet(() -> settled(pod));
      case RollVerdict.Blocked(String reason, String message) ->
          live(wanted, pod).orElseGet(() -> new Step.Refuse(reason, message));
    };
  }

  /** Whether the pod must give way to one of the wanted revision, and whether it may now. */
  public static RollVerdict roll(Wanted wanted, StatefulSetView statefulSet, PodView pod) {
    if (pod.revision().equals(statefulSet.updateRevision())) {
      return new RollVerdict.NotNeeded();
    }
    String why = difference(wanted, pod);
    if (holdsNothing(pod)) {
      return new RollVerdict.Go(new Step.Replace(pod.ref(), why));
    }
    if (wanted.spec().overrides().allowUnsafeRoll()) {
      return new RollVerdict.Go(new Step.Restart(pod.ref(), true, why));
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
              + ". It is asked again; to restart it regardless and lose its data, set spec.overrides.allowUnsafeRoll: true");
    }
    NodeStatus.Stop stop = status.get().stop();
    if (stop.safe()) {
      return new RollVerdict.Go(new Step.Restart(pod.ref(), false, why));
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

  /**
   * Whether a pod can go without a loss: data is in the memory of the process, so no process, no
   * data.
   */
  public static boolean holdsNothing(PodView pod) {
    return switch (pod.container()) {
      case ContainerView.NotYet() -> true;
      case ContainerView.Waiting w -> true;
      case ContainerView.Ended e -> true;
      case ContainerView.Running(boolean started, boolean crashed) ->
          !started && pod.status().map(s -> s.state() == NodeStatus.State.STARTING).orElse(true);
    };
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

  private static Step settled(PodView pod) {
    if (pod.serving().isPresent() && pod.life().ready()) {
      return new Step.Done();
    }
    return new Step.Wait("PodStarting", "pod " + pod.name() + " does not serve yet");
  }

  private static String difference(Wanted wanted, PodView pod) {
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
