package dev.coulomb.operator.reconcile.backup;

import dev.coulomb.operator.api.Access;
import dev.coulomb.operator.api.Bootstrap;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.CoulombClusterSpec;
import dev.coulomb.operator.api.Durability;
import dev.coulomb.operator.api.Monitoring;
import dev.coulomb.operator.api.Network;
import dev.coulomb.operator.api.Overrides;
import dev.coulomb.operator.api.Resources;
import dev.coulomb.operator.api.RestoreOrigin;
import dev.coulomb.operator.api.ServiceSpec;
import dev.coulomb.operator.api.Storage;
import dev.coulomb.operator.api.backup.CoulombBackupSchedule;
import dev.coulomb.operator.api.backup.DrillStatus;
import dev.coulomb.operator.api.backup.Verification;
import dev.coulomb.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The throwaway cluster of a drill: as the one that was saved, but nobody comes in, its volume goes
 * with it, and it goes with its schedule.
 */
final class DrillCluster {

  private static final Quantity PROCESSOR = new Quantity("100m");

  private DrillCluster() {}

  /**
   * The cluster.
   *
   * @param saved the cluster that was saved; nothing when it is gone
   */
  static CoulombCluster of(
      CoulombBackupSchedule schedule, DrillStatus.Run run, Optional<CoulombCluster> saved) {
    CoulombCluster cluster = new CoulombCluster();
    cluster.setMetadata(
        new ObjectMetaBuilder()
            .withName(run.cluster())
            .withNamespace(schedule.getMetadata().getNamespace())
            .withLabels(
                Map.of(
                    Labels.DRILL,
                    schedule.getMetadata().getName(),
                    Labels.MANAGED_BY,
                    Labels.OPERATOR))
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion(schedule.getApiVersion())
                    .withKind(schedule.getKind())
                    .withName(schedule.getMetadata().getName())
                    .withUid(schedule.getMetadata().getUid())
                    .build())
            .build());
    cluster.setSpec(
        spec(
            saved.map(CoulombCluster::getSpec).orElse(CoulombClusterSpec.DEFAULTS),
            schedule.getSpec().verify(),
            run.backup()));
    cluster.setStatus(null);
    return cluster;
  }

  private static CoulombClusterSpec spec(
      CoulombClusterSpec saved, @Nullable Verification verify, String backup) {
    @Nullable Resources told = verify == null ? null : verify.resources();
    RestoreOrigin origin =
        new RestoreOrigin(new RestoreOrigin.BackupRef(backup), null, null, null, null, null);
    return new CoulombClusterSpec(
        1,
        0,
        saved.partitions(),
        saved.version(),
        saved.image(),
        saved.imagePullPolicy(),
        saved.imagePullSecrets(),
        told == null ? small(saved.resources()) : told,
        saved.jvm(),
        new Storage(
            saved.storage().size(),
            saved.storage().storageClassName(),
            Storage.ReclaimPolicy.Delete),
        Durability.DEFAULTS,
        // Settings fit to the memory they were written for.
        told == null ? saved.config() : Map.of(),
        saved.backup(),
        null,
        new Bootstrap(null, origin),
        new Access(null, null),
        new ServiceSpec(ServiceSpec.Type.ClusterIP, Map.of()),
        saved.scheduling(),
        saved.update(),
        new Monitoring(false, false),
        new Network(true, Network.Clients.Nobody),
        CoulombClusterSpec.State.Running,
        new Overrides(false, false),
        Map.of());
  }

  /** All rows are to fit in; nobody waits for answers. */
  private static Resources small(Resources saved) {
    Map<String, Quantity> requests = new HashMap<>(saved.requests());
    requests.put("cpu", PROCESSOR);
    return new Resources(requests, saved.limits());
  }
}
