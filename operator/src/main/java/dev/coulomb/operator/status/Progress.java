package dev.coulomb.operator.status;

import dev.coulomb.operator.api.CoulombClusterStatus;
import dev.coulomb.operator.api.CoulombClusterStatus.NodeView;
import dev.coulomb.operator.api.CoulombClusterStatus.StartupView;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.observe.PodView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/** How far a node is that starts, and since when it has come no further. */
final class Progress {

  private Progress() {}

  /** What is known of a start that is not over. One answer that is missing changes nothing. */
  static Optional<StartupView> of(PodView pod, Observation seen) {
    Optional<StartupView> before = before(pod.name(), seen.before());
    if (pod.life().ready() || pod.serving().isPresent()) {
      return Optional.empty();
    }
    if (pod.status().isEmpty()) {
      return before;
    }
    NodeStatus.Startup now = pod.status().get().startup();
    if (now == null) {
      return Optional.empty();
    }
    return Optional.of(
        before
            .filter(b -> b.phase().equals(now.phase()) && b.done() == now.done())
            .orElseGet(() ->
                new StartupView(
                    now.phase(),
                    now.done(),
                    now.total(),
                    seen.now().truncatedTo(ChronoUnit.SECONDS).toString())));
  }

  /** Since when a pod has come no further. */
  static Instant lastOf(PodView pod, Observation seen) {
    return of(pod, seen)
        .map(startup -> Instant.parse(startup.progressAt()))
        .filter(at -> at.isAfter(pod.life().createdAt()))
        .orElse(pod.life().createdAt());
  }

  /** For a sentence: what it does and how far it is. */
  static String words(StartupView startup) {
    long total = startup.total();
    return total <= 0
        ? startup.phase()
        : startup.phase() + ", " + Math.min(100, startup.done() * 100 / total) + " %";
  }

  private static Optional<StartupView> before(String pod, CoulombClusterStatus status) {
    return status.nodes().stream()
        .filter(node -> node.name().equals(pod))
        .map(NodeView::startup)
        .flatMap(Stream::ofNullable)
        .findFirst();
  }
}
