package dev.coulomb.operator.observe;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.wanted.StorageCheck;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the claim of a volume. */
public final class VolumeReading {

  private VolumeReading() {}

  static VolumeView view(
      String name, @Nullable PersistentVolumeClaim claim, CoulombCluster cluster) {
    if (claim == null) {
      return new VolumeView(name, new VolumeView.Missing());
    }
    if (!isOf(cluster, claim)) {
      return new VolumeView(name, new VolumeView.Foreign());
    }
    return new VolumeView(
        name,
        new VolumeView.Present(
            claim.getMetadata().getResourceVersion(),
            condition(claim),
            ClaimTemplates.bytes(claim),
            capacity(claim),
            isOwnedBy(cluster, claim)));
  }

  /** Whether Kubernetes deletes the claim when it deletes the cluster. */
  public static boolean isOwnedBy(CoulombCluster cluster, PersistentVolumeClaim claim) {
    return claim.getMetadata().getOwnerReferences() != null
        && claim.getMetadata().getOwnerReferences().stream()
            .anyMatch(owner -> owner.getUid().equals(cluster.getMetadata().getUid()));
  }

  /** A claim outlives its cluster, so it is known by its labels. */
  private static boolean isOf(CoulombCluster cluster, PersistentVolumeClaim claim) {
    Map<String, String> labels =
        Optional.ofNullable(claim.getMetadata().getLabels()).orElse(Map.of());
    return labels
        .entrySet()
        .containsAll(Labels.selector(cluster.getMetadata().getName()).entrySet());
  }

  private static VolumeView.Condition condition(PersistentVolumeClaim claim) {
    if (claim.getMetadata().getDeletionTimestamp() != null) {
      return VolumeView.Condition.DELETING;
    }
    String phase = claim.getStatus() == null ? null : claim.getStatus().getPhase();
    return switch (phase == null ? "" : phase) {
      case "Bound" -> VolumeView.Condition.BOUND;
      case "Lost" -> VolumeView.Condition.LOST;
      default -> VolumeView.Condition.PENDING;
    };
  }

  private static long capacity(PersistentVolumeClaim claim) {
    @Nullable Quantity capacity =
        claim.getStatus() == null || claim.getStatus().getCapacity() == null
            ? null
            : claim.getStatus().getCapacity().get(ClaimTemplates.STORAGE);
    return capacity == null ? 0 : StorageCheck.bytes(capacity).orElse(0);
  }
}
