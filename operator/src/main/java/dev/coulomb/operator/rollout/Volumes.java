package dev.coulomb.operator.rollout;

import dev.coulomb.operator.api.CoulombClusterStatus.Refused;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.observe.PodView;
import dev.coulomb.operator.observe.VolumeView;
import dev.coulomb.operator.observe.VolumeView.Condition;
import dev.coulomb.operator.wanted.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** What is decided about volumes: growth, what becomes of them, and what to do when one is lost. */
public final class Volumes {

  public static final String LOST = "VolumeLost";
  public static final String NOT_OURS = "VolumeNotOurs";
  public static final String EXPANSION_REFUSED = "ExpansionRefused";

  /** A storage class may be changed by its administrator, of which nobody tells the operator. */
  private static final Duration TRY_AGAIN = Duration.ofMinutes(10);

  private Volumes() {}

  /**
   * What is to be done to a claim. Growth needs nothing else to be in order: the disk may be full.
   */
  static Optional<Step> change(Wanted wanted, Observation seen) {
    return seen.volumes().stream().flatMap(v -> change(wanted, seen, v).stream()).findFirst();
  }

  private static Optional<Step> change(Wanted wanted, Observation seen, VolumeView volume) {
    if (!(volume.state() instanceof VolumeView.Present claim) || volume.gone()) {
      return Optional.empty();
    }
    if (claim.goesWithCluster() != wanted.volumesGoWithCluster()) {
      return Optional.of(
          new Step.SetReclaim(
              volume.name(), claim.resourceVersion(), wanted.volumesGoWithCluster()));
    }
    return isTooSmall(wanted, claim) && refused(wanted, seen).isEmpty()
        ? Optional.of(
            new Step.ExpandVolume(
                volume.name(), claim.resourceVersion(), wanted.spec().storage().size().toString()))
        : Optional.empty();
  }

  /** Kubernetes enlarges only what it has made. */
  private static boolean isTooSmall(Wanted wanted, VolumeView.Present claim) {
    return claim.condition() == Condition.BOUND && claim.requestedBytes() < wanted.storageBytes();
  }

  /** The refusal of a growth that is still wanted, until it is time to try again. */
  static Optional<Step> refused(Wanted wanted, Observation seen) {
    return refusal(seen)
        .filter(r -> r.size().equals(wanted.spec().storage().size().toString()))
        .filter(r -> seen.now().isBefore(Instant.parse(r.at()).plus(TRY_AGAIN)))
        .filter(r -> present(seen).anyMatch(claim -> isTooSmall(wanted, claim)))
        .map(r -> new Step.Refuse(EXPANSION_REFUSED, r.message()));
  }

  /** What Kubernetes refused last, as far as it is still wanted. */
  public static Optional<Refused> stillRefused(Wanted wanted, Observation seen) {
    return refusal(seen)
        .filter(r -> r.size().equals(wanted.spec().storage().size().toString()))
        .filter(r -> present(seen).anyMatch(claim -> isTooSmall(wanted, claim)));
  }

  private static Optional<Refused> refusal(Observation seen) {
    return Optional.ofNullable(seen.before().storage())
        .flatMap(s -> Optional.ofNullable(s.refused()));
  }

  private static Stream<VolumeView.Present> present(Observation seen) {
    return seen.volumes().stream()
        .flatMap(v -> v.state() instanceof VolumeView.Present p ? Stream.of(p) : Stream.empty());
  }

  /** The sentence of a growth that Kubernetes refused. */
  public static String refusalSentence(String size, String kubernetes) {
    return "the volumes keep their size, spec.storage.size "
        + size
        + " is refused: "
        + kubernetes
        + ". Let the storage class allow it (allowVolumeExpansion: true), it is tried again every ten minutes; or set the size back";
  }

  /** Why no pod may be made now. */
  static Optional<Step> obstacle(Wanted wanted, Observation seen) {
    return problem(seen)
        .filter(problem ->
            problem.reason().equals(NOT_OURS) || !wanted.spec().overrides().allowEmptyStart())
        .map(Step.class::cast);
  }

  /** What is wrong with a volume that a node needs. */
  public static Optional<Step.Refuse> problem(Observation seen) {
    return seen.volumes().stream().flatMap(v -> problem(seen, v).stream()).findFirst();
  }

  private static Optional<Step.Refuse> problem(Observation seen, VolumeView volume) {
    return switch (volume.state()) {
      case VolumeView.Foreign f ->
          Optional.of(
              new Step.Refuse(
                  NOT_OURS,
                  "the PersistentVolumeClaim "
                      + volume.name()
                      + " exists and was not made for this cluster. If it is this cluster's, label it as its pods are labelled (app.kubernetes.io/name, coulomb.dev/cluster); otherwise take it away, or give the cluster another name"));
      case VolumeView.Missing m -> lost(seen, volume.name(), "does not exist");
      case VolumeView.Present present ->
          switch (present.condition()) {
            case PENDING, BOUND -> Optional.empty();
            case LOST -> lost(seen, volume.name(), "has lost its PersistentVolume");
            case DELETING -> lost(seen, volume.name(), "is being deleted");
          };
    };
  }

  private static Optional<Step.Refuse> lost(Observation seen, String claim, String how) {
    return seen.hasData()
        ? Optional.of(
            new Step.Refuse(LOST, lostSentence("the PersistentVolumeClaim " + claim + " " + how)))
        : Optional.empty();
  }

  /** The sentence for a node that found another volume than its own. */
  public static String strangerSentence(PodView pod) {
    return lostSentence("pod " + pod.name() + " finds another volume than the one with its data");
  }

  private static String lostSentence(String what) {
    return what
        + ". The database is not started empty in its place. To bring the data back, set spec.state: Stopped, restore the claim from a snapshot or bind it to its old PersistentVolume, and set spec.state: Running; to give the data up, set spec.overrides.allowEmptyStart: true";
  }

  /** Whether the pod is the last that keeps Kubernetes from deleting its volume. */
  static boolean goesWith(Observation seen, PodView pod) {
    return seen.volumes().stream()
        .anyMatch(volume -> volume.isOf(pod) && pod.template().persistent() && isGoing(volume));
  }

  private static boolean isGoing(VolumeView volume) {
    return volume.state() instanceof VolumeView.Present present
        && present.condition() == Condition.DELETING;
  }

  /** A claim that was deleted goes with its last pod, also with one that is not seen yet. */
  static Optional<Step> going(Wanted wanted, Observation seen) {
    return seen.volumes().stream()
        .filter(v -> isGoing(v) && !wanted.spec().overrides().allowUnsafeRoll())
        .map(VolumeView::name)
        .<Step>map(name ->
            new Step.Refuse(
                Rollout.DATA_WOULD_BE_LOST,
                "the nodes are not stopped: the PersistentVolumeClaim "
                    + name
                    + " was deleted and goes with the pod, and the data with it. Set spec.state: Running and copy the data out; to stop and lose it, set spec.overrides.allowUnsafeRoll: true"))
        .findFirst();
  }

  /** What would be lost with a pod, whatever its node thinks of a stop. */
  static Optional<String> loss(Observation seen, PodView pod) {
    if (!pod.template().persistent()) {
      return lossWithoutVolume(pod);
    }
    return seen.volumes().stream()
        .filter(volume -> volume.isOf(pod) && volume.gone())
        .map(volume ->
            "its volume "
                + volume.name()
                + " is gone or goes with the pod, and what this node holds is all there is")
        .findFirst();
  }

  /** A node that keeps a log thinks that it is safe there; but the log goes with the pod. */
  private static Optional<String> lossWithoutVolume(PodView pod) {
    boolean left = pod.status().isEmpty() && pod.life().lastExit().isPresent();
    if (left) {
      return Optional.of(
          "its process ended, and what it may have left behind goes with the pod, which has no volume that outlives it");
    }
    return pod.status()
        .filter(NodeStatus::durable)
        .filter(status -> status.data().tables() > 0)
        .map(status ->
            status.data().tables()
                + " tables live as long as the pod only, which has no volume that outlives it");
  }
}
