package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.observe.ArchiveView;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.observe.PodRef;
import dev.coulomb.operator.observe.VolumeView;
import dev.coulomb.operator.rollout.Outcome;
import dev.coulomb.operator.rollout.Step;
import dev.coulomb.operator.status.Findings;
import dev.coulomb.operator.wanted.Checked;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The objects of a {@link SimulatedWorld}. */
final class SimulatedObjects {

  private SimulatedObjects() {}

  record Template(String image, String restartSettings, PodTemplateSpec full) {
    String revision() {
      return Integer.toHexString(full.hashCode());
    }
  }

  /**
   * A StatefulSet.
   *
   * @param claimBytes size of the volumes it asks for; 0: it asks for none
   */
  record Set(Template template, int replicas, long claimBytes) {}

  /** A claim and its volume. */
  static final class Claim {
    final String volume;
    long bytes;
    boolean going;
    boolean owned;

    Claim(String volume, long bytes) {
      this.volume = volume;
      this.bytes = bytes;
    }
  }

  static final class Pod {
    final PodRef ref;
    final String address;
    final Template template;
    final @Nullable Claim claim;
    ContainerView container = new ContainerView.NotYet();
    Optional<Integer> lastExit = Optional.empty();

    Pod(PodRef ref, String address, Template template, @Nullable Claim claim) {
      this.ref = ref;
      this.address = address;
      this.template = template;
      this.claim = claim;
    }
  }

  static VolumeView.State view(@Nullable Claim seen) {
    return seen == null
        ? new VolumeView.Missing()
        : new VolumeView.Present(
            seen.volume,
            seen.going ? VolumeView.Condition.DELETING : VolumeView.Condition.BOUND,
            seen.bytes,
            seen.bytes,
            seen.owned);
  }

  static void ended(Pod pod, int code) {
    pod.container = new ContainerView.Ended(code, "Error");
    pod.lastExit = Optional.of(code);
  }

  static boolean serving(Pod pod) {
    return pod.container instanceof ContainerView.Running(boolean started, boolean crashed)
        && started;
  }

  /** What a round found out, of a cluster that begins with nothing and is not restored. */
  static Findings findings(
      CoulombCluster cluster, Wanted wanted, Observation seen, Step step, Outcome outcome) {
    return new Findings(
        cluster,
        new Checked.Accepted(wanted),
        seen,
        step,
        outcome,
        List.of(),
        List.of(),
        new ArchiveView.NotWanted(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
