package dev.coulomb.operator.status;

import dev.coulomb.operator.api.CoulombClusterStatus;
import dev.coulomb.operator.api.CoulombClusterStatus.Refused;
import dev.coulomb.operator.api.CoulombClusterStatus.StorageStatus;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.observe.PodView;
import dev.coulomb.operator.observe.VolumeView;
import dev.coulomb.operator.rollout.Outcome;
import dev.coulomb.operator.rollout.Step;
import dev.coulomb.operator.rollout.Volumes;
import dev.coulomb.operator.wanted.Wanted;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is told of the volumes. */
final class StorageVerdict {

  /** The scheduler's words when the only machine with the volume takes no pod. */
  private static final List<String> TIED_TO_A_MACHINE =
      List.of("volume node affinity", "PersistentVolume's node affinity");

  /** A volume holds the old checkpoint, the new one, and the log that grows meanwhile. */
  private static final int COPIES = 2;

  private final Findings found;

  private StorageVerdict(Findings found) {
    this.found = found;
  }

  /** The condition. */
  static Verdict of(Findings found) {
    StorageVerdict storage = new StorageVerdict(found);
    return lost(found)
        .or(() -> refused(found))
        .or(() -> full(found))
        .map(trouble -> Verdict.no(trouble.reason(), trouble.message()))
        .orElseGet(storage::healthy);
  }

  /** Why the data on a volume cannot be had. */
  static Optional<Trouble> lost(Findings found) {
    StorageVerdict storage = new StorageVerdict(found);
    return Volumes.problem(found.seen())
        .filter(p -> p.reason().equals(Volumes.NOT_OURS) || !storage.emptyStartAllowed())
        .map(p -> new Trouble(p.reason(), p.message()))
        .or(() -> found.pod().flatMap(storage::stranger));
  }

  /** A growth that Kubernetes does not grant. */
  static Optional<Trouble> refused(Findings found) {
    return new StorageVerdict(found)
        .refusal()
        .map(refused -> new Trouble(Volumes.EXPANSION_REFUSED, refused.message()));
  }

  /** A disk without room for the log. */
  static Optional<Trouble> full(Findings found) {
    return found
        .pod()
        .filter(pod -> pod.serving().map(NodeStatus::log).filter(NodeStatus.Log::full).isPresent())
        .map(pod ->
            new Trouble(
                "VolumeFull",
                "the volume of pod "
                    + pod.name()
                    + " has no room for the log: reads go on, changes are refused (53100) until there is some. Raise spec.storage.size"));
  }

  private Optional<Trouble> stranger(PodView pod) {
    if (!emptyStartAllowed()) {
      if (pod.strangerToItsVolume()) {
        return Optional.of(new Trouble(Volumes.LOST, Volumes.strangerSentence(pod)));
      }
      Optional<String> other = keeper().filter(id -> !id.equals(known().orElse(id)));
      if (other.isPresent()) {
        return Optional.of(
            new Trouble(
                "AnotherDatabase",
                "pod "
                    + pod.name()
                    + " serves the database of node "
                    + other.get()
                    + ", but the data of this cluster belongs to node "
                    + known().orElse("")
                    + ". To keep what it serves, set spec.overrides.allowEmptyStart: true; to go back, set spec.state: Stopped and restore the claim"));
      }
    }
    return pod.schedulingProblem()
        .filter(problem -> TIED_TO_A_MACHINE.stream().anyMatch(problem::contains))
        .map(problem ->
            new Trouble(
                "VolumeUnreachable",
                "pod "
                    + pod.name()
                    + " can run only where its volume is, and no such machine takes it. Bring the machine back; if it is gone for good, delete the pod's PersistentVolumeClaim and restore it from a snapshot, or set spec.overrides.allowEmptyStart: true to start without the data"));
  }

  private Verdict healthy() {
    Optional<PodView> without = found.pod().filter(p -> !p.template().persistent());
    if (without.isPresent()) {
      return Verdict.no(
          "NoVolume",
          "pod "
              + without.get().name()
              + " has no volume that outlives it; it gets one with its next restart");
    }
    return found.seen().volumes().stream()
        .findFirst()
        .map(this::healthy)
        .orElseGet(() -> waits("there is no volume yet"));
  }

  private Verdict healthy(VolumeView volume) {
    return switch (volume.state()) {
      case VolumeView.Missing m -> waits("there is no volume yet");
      case VolumeView.Foreign f -> waits("the claim " + volume.name() + " is not this cluster's");
      case VolumeView.Present claim ->
          switch (claim.condition()) {
            case PENDING -> waits("the claim " + volume.name() + " waits for a volume");
            case LOST -> waits("the claim " + volume.name() + " has lost its volume");
            case DELETING -> waits("the claim " + volume.name() + " is being deleted");
            case BOUND -> bound(claim);
          };
    };
  }

  private static Verdict waits(String message) {
    return Verdict.unknown("Pending", message);
  }

  private Verdict bound(VolumeView.Present claim) {
    String size = Sizes.text(claim.capacityBytes());
    if (claim.capacityBytes() < claim.requestedBytes()) {
      return Verdict.yes(
          "Expanding",
          "the volume has " + size + " and is to have " + Sizes.text(claim.requestedBytes()));
    }
    long least = found.wanted().map(StorageVerdict::leastBytes).orElse(0L);
    return claim.capacityBytes() < least
        ? Verdict.yes(
            "Tight",
            "the volume has "
                + size
                + "; a full database (memory.data) and its log may need "
                + Sizes.text(least)
                + ": raise spec.storage.size")
        : Verdict.yes("Bound", "the volume has " + size);
  }

  private static long leastBytes(Wanted wanted) {
    long log = (long) wanted.spec().durability().checkpointMegabytes() << 20;
    return COPIES * (wanted.settings().dataMemoryBytes() + log);
  }

  private boolean emptyStartAllowed() {
    return found.wanted().filter(w -> w.spec().overrides().allowEmptyStart()).isPresent();
  }

  /** Whose data is on the volume, as was known before. */
  private Optional<String> known() {
    return found.cluster().getStatus().nodeId();
  }

  /** The node that keeps data on its volume now. */
  private Optional<String> keeper() {
    return found
        .pod()
        .filter(p -> p.template().persistent())
        .flatMap(PodView::serving)
        .filter(NodeStatus::durable)
        .map(s -> s.node().id());
  }

  private Optional<Refused> refusal() {
    if (found.step() instanceof Step.ExpandVolume(String claim, String version, String size)) {
      return found.outcome() instanceof Outcome.Failed(String reason, String message)
              && reason.equals(Volumes.EXPANSION_REFUSED)
          ? Optional.of(
              new Refused(
                  size, found.seen().now().truncatedTo(ChronoUnit.SECONDS).toString(), message))
          : Optional.empty();
    }
    return found.wanted().flatMap(w -> Volumes.stillRefused(w, found.seen()));
  }

  /** The volumes for the status; nothing before there are any. */
  static @Nullable StorageStatus status(Findings found) {
    StorageVerdict storage = new StorageVerdict(found);
    CoulombClusterStatus before = found.cluster().getStatus();
    Optional<VolumeView.Present> claim =
        found.seen().volumes().stream()
            .flatMap(v -> v.state() instanceof VolumeView.Present p ? Stream.of(p) : Stream.empty())
            .findFirst();
    Optional<String> nodeId =
        storage.keeper().filter(id -> storage.known().isEmpty() || storage.emptyStartAllowed());
    StorageStatus status =
        new StorageStatus(
            claim.map(c -> Sizes.text(c.requestedBytes())).orElse(null),
            claim
                .filter(c -> c.capacityBytes() > 0)
                .map(c -> Sizes.text(c.capacityBytes()))
                .orElse(null),
            nodeId.or(before::nodeId).orElse(null),
            storage.refusal().orElse(null));
    return status.equals(new StorageStatus(null, null, null, null)) ? null : status;
  }
}
