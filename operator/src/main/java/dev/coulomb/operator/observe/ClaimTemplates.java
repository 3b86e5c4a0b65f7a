package dev.coulomb.operator.observe;

import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.wanted.StorageCheck;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Optional;

/**
 * The claims in a StatefulSet. Kubernetes lets nobody change them: another size needs another
 * StatefulSet, and until then everything else is applied with the size that is there.
 */
public final class ClaimTemplates {

  static final String STORAGE = "storage";

  private ClaimTemplates() {}

  /** The StatefulSet that can be applied over the one that is there. */
  public static StatefulSet kept(StatefulSet desired, Optional<StatefulSet> actual) {
    Optional<Quantity> size =
        actual.flatMap(ClaimTemplates::template).flatMap(ClaimTemplates::size);
    if (size.isEmpty()) {
      return desired;
    }
    List<PersistentVolumeClaim> templates =
        desired.getSpec().getVolumeClaimTemplates().stream()
            .map(claim ->
                new PersistentVolumeClaimBuilder(claim)
                    .editSpec()
                    .editResources()
                    .addToRequests(STORAGE, size.get())
                    .endResources()
                    .endSpec()
                    .build())
            .toList();
    return new StatefulSetBuilder(desired)
        .editSpec()
        .withVolumeClaimTemplates(templates)
        .endSpec()
        .build();
  }

  /** How the claims that are there compare with those that should be. */
  public static StatefulSetView.Claims compare(StatefulSet desired, StatefulSet actual) {
    Optional<PersistentVolumeClaim> there = template(actual);
    if (there.isEmpty()) {
      return StatefulSetView.Claims.NONE;
    }
    return bytes(there.get()) == template(desired).map(ClaimTemplates::bytes).orElse(0L)
        ? StatefulSetView.Claims.AS_WANTED
        : StatefulSetView.Claims.OTHER;
  }

  /** The size that a claim asks for; 0 when it does not say. */
  static long bytes(PersistentVolumeClaim claim) {
    return size(claim).map(q -> StorageCheck.bytes(q).orElse(0)).orElse(0L);
  }

  private static Optional<Quantity> size(PersistentVolumeClaim claim) {
    return Optional.ofNullable(claim.getSpec().getResources())
        .flatMap(r -> Optional.ofNullable(r.getRequests()))
        .flatMap(r -> Optional.ofNullable(r.get(STORAGE)));
  }

  private static Optional<PersistentVolumeClaim> template(StatefulSet statefulSet) {
    List<PersistentVolumeClaim> templates = statefulSet.getSpec().getVolumeClaimTemplates();
    return templates == null
        ? Optional.empty()
        : templates.stream()
            .filter(claim -> Names.DATA_VOLUME.equals(claim.getMetadata().getName()))
            .findFirst();
  }
}
