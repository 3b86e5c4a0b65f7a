package dev.coulomb.operator.status;

import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.observe.PodView;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a pod does not come up, and what to do about it. The sentences hold nothing that changes
 * while the cause stays (no counts, no back-off times), or every look would be news.
 */
public record Trouble(String reason, String message) {

  /** Neither up nor further on. */
  static final String STALLED = "Stalled";

  private static final Duration STUCK_AFTER = Duration.ofSeconds(60);

  /** The trouble of a pod that does not serve; nothing when it merely takes its time. */
  static Optional<Trouble> of(PodView pod, Observation seen, int stallSeconds) {
    if (pod.life().deleting()) {
      return stuck(pod, seen);
    }
    if (pod.life().ready()) {
      return Optional.empty();
    }
    if (pod.schedulingProblem().isPresent()) {
      return Optional.of(
          new Trouble(
              "Unschedulable",
              "no machine takes pod "
                  + pod.name()
                  + ": "
                  + pod.schedulingProblem().get()
                  + " Add machines, or lower spec.resources or spec.scheduling."));
    }
    return switch (pod.container()) {
      case ContainerView.Waiting(String reason, String message) ->
          waiting(pod, reason, message).or(() -> stalled(pod, seen, stallSeconds));
      case ContainerView.Ended(int exitCode, String reason) ->
          exitCode == 0 ? stalled(pod, seen, stallSeconds) : Optional.of(crashing(pod));
      case ContainerView.NotYet() -> stalled(pod, seen, stallSeconds);
      case ContainerView.Running(boolean started, boolean crashed) ->
          // Between two crashes it runs for a moment: that is no recovery.
          crashed && !started ? Optional.of(crashing(pod)) : stalled(pod, seen, stallSeconds);
    };
  }

  /** Kubernetes counts its grace period into the end; what outlasts that has lost its kubelet. */
  private static Optional<Trouble> stuck(PodView pod, Observation seen) {
    return pod.life()
        .endsAt()
        .filter(end -> seen.now().isAfter(end.plus(STUCK_AFTER)))
        .map(end ->
            new Trouble(
                "StuckStopping",
                "pod "
                    + pod.name()
                    + " should have stopped and is still there: its machine does not answer. See kubectl get nodes; if the machine is gone for good, delete it from Kubernetes, and a new pod takes the place"));
  }

  private static Optional<Trouble> waiting(PodView pod, String reason, String message) {
    return switch (reason) {
      case "ImagePullBackOff",
          "ErrImagePull",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImageInspectError",
          "RegistryUnavailable" ->
          Optional.of(
              new Trouble(
                  "ImageNotAvailable",
                  "the image "
                      + pod.template().image()
                      + " of pod "
                      + pod.name()
                      + " cannot be had. Correct spec.image or spec.version, or give access by spec.imagePullSecrets."));
      case "CreateContainerConfigError", "CreateContainerError", "RunContainerError" ->
          Optional.of(
              new Trouble(
                  "ContainerNotCreated",
                  "the container of pod " + pod.name() + " cannot be created: " + message));
      case "CrashLoopBackOff" ->
          // One that ended in order was told to, or told itself, and is on its way back.
          pod.life().lastExit().filter(code -> code == 0).isPresent()
              ? Optional.empty()
              : Optional.of(crashing(pod));
      default -> Optional.empty();
    };
  }

  private static Trouble crashing(PodView pod) {
    return new Trouble(
        "Crashing",
        "the database in pod "
            + pod.name()
            + " ends by itself. What it says: kubectl logs "
            + pod.name()
            + " --previous -c "
            + Names.CONTAINER);
  }

  private static Optional<Trouble> stalled(PodView pod, Observation seen, int stallSeconds) {
    Duration age = Duration.between(Progress.lastOf(pod, seen), seen.now());
    return age.toSeconds() < stallSeconds
        ? Optional.empty()
        : Optional.of(
            new Trouble(
                STALLED,
                "pod "
                    + pod.name()
                    + " has neither come up nor come further within spec.update.stallTimeoutSeconds ("
                    + stallSeconds
                    + "). See kubectl describe pod "
                    + pod.name()));
  }
}
