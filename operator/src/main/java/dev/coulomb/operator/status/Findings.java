package dev.coulomb.operator.status;

import dev.coulomb.operator.api.BootstrapStatus;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.archive.TrimOutlook;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.observe.ArchiveView;
import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.observe.PodView;
import dev.coulomb.operator.rollout.Outcome;
import dev.coulomb.operator.rollout.RollVerdict;
import dev.coulomb.operator.rollout.Rollout;
import dev.coulomb.operator.rollout.Step;
import dev.coulomb.operator.wanted.Checked;
import dev.coulomb.operator.wanted.Wanted;
import java.util.List;
import java.util.Optional;

/**
 * Everything one reconciliation found out and did.
 *
 * @param cluster the resource with its status from before
 * @param objectProblems Kubernetes objects that could not be applied, a sentence each
 * @param backups of the cluster, whoever made them
 * @param archive whether the node knows where to copy its log
 * @param trim what becomes of old pieces of its archive; nothing when they stay, or nobody looked
 * @param bootstrap how it stands with what the cluster begins with, if it begins with something
 * @param restore name of the CoulombRestore that replaces its data now
 */
public record Findings(
    CoulombCluster cluster,
    Checked checked,
    Observation seen,
    Step step,
    Outcome outcome,
    List<String> objectProblems,
    List<CoulombBackup> backups,
    ArchiveView archive,
    Optional<TrimOutlook> trim,
    Optional<BootstrapStatus> bootstrap,
    Optional<String> restore) {

  public Findings {
    objectProblems = List.copyOf(objectProblems);
    backups = List.copyOf(backups);
  }

  Optional<Wanted> wanted() {
    return checked instanceof Checked.Accepted(Wanted wanted)
        ? Optional.of(wanted)
        : Optional.empty();
  }

  /** The problems of a spec that cannot be carried out; none when it can. */
  List<String> specProblems() {
    return switch (checked) {
      case Checked.Accepted a -> List.of();
      case Checked.Rejected(List<String> settings, List<String> others) ->
          java.util.stream.Stream.concat(settings.stream(), others.stream()).toList();
    };
  }

  /** This version runs one node. */
  Optional<PodView> pod() {
    return seen.pods().stream().findFirst();
  }

  /** The pod, when SQL is served: Kubernetes says ready, and the node says so too. */
  Optional<PodView> serving() {
    return bootstrapping().isPresent()
        ? Optional.empty()
        : pod().filter(p -> p.life().ready() && !p.life().deleting() && p.serving().isPresent());
  }

  Optional<Trouble> trouble() {
    int stallSeconds = cluster.getSpec().update().stallTimeoutSeconds();
    return pod()
        .flatMap(p -> Trouble.of(p, seen, stallSeconds))
        .filter(t -> !t.reason().equals(Trouble.STALLED) || !isWaitedFor());
  }

  /** A node that waits for what it begins with is not to blame that it comes no further. */
  private boolean isWaitedFor() {
    return bootstrapping().isPresent()
        && pod()
            .flatMap(PodView::status)
            .filter(s -> s.state() != NodeStatus.State.STARTING)
            .isPresent();
  }

  /** What the cluster begins with, as long as that is not there yet. */
  public Optional<BootstrapStatus> bootstrapping() {
    return bootstrap.filter(b -> !b.done());
  }

  /** Whether a node is stopped by it, for whatever end. */
  static boolean isStop(Step step) {
    return step instanceof Step.Restart || step instanceof Step.Vacate || step instanceof Step.Stop;
  }

  /** Whether the spec wants the nodes to be stopped. */
  boolean stopWanted() {
    return wanted().filter(Wanted::stopped).isPresent();
  }

  /** Why a restart that the spec asks for does not happen. */
  Optional<RollVerdict.Blocked> blocked() {
    if (outcome instanceof Outcome.NodeRefused(String message) && isStop(step)) {
      return Optional.of(new RollVerdict.Blocked(Rollout.DATA_WOULD_BE_LOST, message));
    }
    return wanted()
        .flatMap(w -> pod().map(p -> Rollout.roll(w, seen, p)))
        .flatMap(verdict ->
            switch (verdict) {
              case RollVerdict.Blocked blocked -> Optional.of(blocked);
              case RollVerdict.Go g -> Optional.empty();
              case RollVerdict.NotNeeded n -> Optional.empty();
            });
  }
}
