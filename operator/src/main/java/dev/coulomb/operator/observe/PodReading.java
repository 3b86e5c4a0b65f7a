package dev.coulomb.operator.observe;

import dev.coulomb.operator.naming.Annotations;
import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.nodeadmin.Answer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a pod of Kubernetes. */
public final class PodReading {

  private static final String REVISION = "controller-revision-hash";

  private PodReading() {}

  static PodView view(Pod pod, Optional<Answer> answer) {
    return new PodView(
        template(pod),
        new PodRef(pod.getMetadata().getName(), pod.getMetadata().getUid()),
        Objects.requireNonNullElse(labels(pod).get(REVISION), ""),
        life(pod),
        condition(pod, "PodScheduled")
            .filter(c -> c.getStatus().equals("False") && "Unschedulable".equals(c.getReason()))
            .map(c -> Objects.requireNonNullElse(c.getMessage(), "no reason given.")),
        answer);
  }

  /** Where a pod is in its life. */
  public static PodView.Life life(Pod pod) {
    return new PodView.Life(
        Instant.parse(pod.getMetadata().getCreationTimestamp()),
        Optional.ofNullable(pod.getMetadata().getDeletionTimestamp()).map(Instant::parse),
        condition(pod, "Ready").filter(c -> c.getStatus().equals("True")).isPresent(),
        container(pod),
        lastExit(pod));
  }

  private static Optional<Integer> lastExit(Pod pod) {
    return status(pod)
        .flatMap(s ->
            Stream.of(s.getState(), s.getLastState())
                .filter(state -> state != null && state.getTerminated() != null)
                .map(state -> state.getTerminated().getExitCode())
                .findFirst());
  }

  private static Optional<ContainerStatus> status(Pod pod) {
    return stream(pod.getStatus() == null ? null : pod.getStatus().getContainerStatuses())
        .filter(c -> c.getName().equals(Names.CONTAINER))
        .findFirst();
  }

  /** The database container as Kubernetes shows it. */
  private static ContainerView container(Pod pod) {
    Optional<ContainerStatus> status = status(pod);
    if (status.isEmpty() || status.get().getState() == null) {
      return new ContainerView.NotYet();
    }
    ContainerState state = status.get().getState();
    if (state.getRunning() != null) {
      return new ContainerView.Running(
          Boolean.TRUE.equals(status.get().getStarted()), crashed(status.get().getLastState()));
    }
    if (state.getTerminated() != null) {
      Integer exitCode = state.getTerminated().getExitCode();
      return new ContainerView.Ended(
          exitCode == null ? 0 : exitCode, text(state.getTerminated().getReason()));
    }
    return state.getWaiting() == null
        ? new ContainerView.NotYet()
        : new ContainerView.Waiting(
            text(state.getWaiting().getReason()), text(state.getWaiting().getMessage()));
  }

  private static boolean crashed(@org.jspecify.annotations.Nullable ContainerState before) {
    return before != null
        && before.getTerminated() != null
        && !Integer.valueOf(0).equals(before.getTerminated().getExitCode());
  }

  /** Where the node's admin HTTP may be asked: only where a process runs. */
  static Optional<String> address(Pod pod) {
    boolean running = container(pod) instanceof ContainerView.Running;
    String ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    return running && ip != null && !ip.isEmpty() ? Optional.of(ip) : Optional.empty();
  }

  /** What a pod was made from. */
  public static PodView.Template template(Pod pod) {
    String image =
        stream(pod.getSpec().getContainers())
            .filter(c -> c.getName().equals(Names.CONTAINER))
            .map(Container::getImage)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("");
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String settings = annotations == null ? null : annotations.get(Annotations.RESTART_SETTINGS);
    boolean persistent =
        stream(pod.getSpec().getVolumes())
            .anyMatch(
                v -> v.getName().equals(Names.DATA_VOLUME) && v.getPersistentVolumeClaim() != null);
    return new PodView.Template(image, text(settings), persistent);
  }

  private static Map<String, String> labels(Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }

  private static Optional<PodCondition> condition(Pod pod, String type) {
    return stream(pod.getStatus() == null ? null : pod.getStatus().getConditions())
        .filter(c -> c.getType().equals(type))
        .findFirst();
  }

  private static <T> Stream<T> stream(@org.jspecify.annotations.Nullable Collection<T> collection) {
    return collection == null ? Stream.empty() : collection.stream();
  }

  private static String text(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }
}
