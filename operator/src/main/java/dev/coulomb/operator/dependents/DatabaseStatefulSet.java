package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.naming.Annotations;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.naming.Paths;
import dev.coulomb.operator.naming.SecretKeys;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * The StatefulSet of the database pods. {@code OnDelete}: Kubernetes restarts nothing by itself,
 * the operator deletes a pod when that is safe. Two calls with the same arguments give equal
 * objects.
 */
public final class DatabaseStatefulSet {

  private static final long USER = 10_001;

  /** Seconds: pre-stop, running statements' ten seconds, and room. */
  private static final long GRACE_SECONDS = 45;

  /**
   * Bytes that a slow disk writes in a second. A stop ends with a checkpoint of all data; one that
   * is cut short costs nothing but a longer start.
   */
  private static final long CHECKPOINT_BYTES_PER_SECOND = 64L << 20;

  private static final int SECRET_MODE = 0440;

  private DatabaseStatefulSet() {}

  /** The StatefulSet as it should be, owned by the cluster. */
  public static StatefulSet desired(Wanted wanted, CoulombCluster owner) {
    String cluster = wanted.names().cluster();
    return new StatefulSetBuilder()
        .withMetadata(Owned.meta(wanted, wanted.names().statefulSet()))
        .editMetadata()
        .withOwnerReferences(reference(owner))
        .endMetadata()
        .withNewSpec()
        .withReplicas(wanted.replicas())
        .withServiceName(wanted.names().nodesService())
        .withPodManagementPolicy("Parallel")
        .withNewUpdateStrategy()
        .withType("OnDelete")
        .endUpdateStrategy()
        .withNewSelector()
        .withMatchLabels(Labels.selector(cluster))
        .endSelector()
        .withTemplate(template(wanted))
        .withVolumeClaimTemplates(claim(wanted))
        // What becomes of the claims is in their own hands: a StatefulSet may have to be made anew.
        .withNewPersistentVolumeClaimRetentionPolicy()
        .withWhenDeleted("Retain")
        .withWhenScaled("Retain")
        .endPersistentVolumeClaimRetentionPolicy()
        .endSpec()
        .build();
  }

  private static PersistentVolumeClaim claim(Wanted wanted) {
    String storageClass = wanted.spec().storage().storageClassName();
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(Names.DATA_VOLUME)
        .withLabels(Labels.all(wanted.names().cluster()))
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withStorageClassName(storageClass.isEmpty() ? null : storageClass)
        .withNewResources()
        .addToRequests("storage", wanted.spec().storage().size())
        .endResources()
        .endSpec()
        .build();
  }

  /** The owner of a volume that goes with the cluster. It is not its controller. */
  public static OwnerReference volumeOwner(CoulombCluster owner) {
    return new OwnerReferenceBuilder(reference(owner)).withController(null).build();
  }

  private static OwnerReference reference(CoulombCluster owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner.getKind())
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .withController(true)
        .build();
  }

  private static PodTemplateSpec template(Wanted wanted) {
    PodTemplateSpec overlaid = StrategicOverlay.over(own(wanted), wanted.spec().podTemplate());
    // By these the operator and the Services find the pods: no overlay takes them away.
    return new PodTemplateSpecBuilder(overlaid)
        .editOrNewMetadata()
        .addToLabels(Labels.all(wanted.names().cluster()))
        .addToAnnotations(Annotations.RESTART_SETTINGS, wanted.settings().restartDigest())
        .endMetadata()
        .build();
  }

  private static PodTemplateSpec own(Wanted wanted) {
    var scheduling = wanted.spec().scheduling();
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .addToAnnotations("kubectl.kubernetes.io/default-container", Names.CONTAINER)
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(wanted.names().serviceAccount())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(
            GRACE_SECONDS + wanted.settings().dataMemoryBytes() / CHECKPOINT_BYTES_PER_SECOND)
        .withImagePullSecrets(wanted.spec().imagePullSecrets())
        .withSecurityContext(securityContext())
        .withAffinity(scheduling.affinity())
        .withTolerations(scheduling.tolerations())
        .withNodeSelector(scheduling.nodeSelector().isEmpty() ? null : scheduling.nodeSelector())
        .withTopologySpreadConstraints(scheduling.topologySpreadConstraints())
        .withPriorityClassName(scheduling.priorityClassName())
        .withContainers(DatabaseContainer.of(wanted))
        .withVolumes(volumes(wanted))
        .endSpec()
        .build();
  }

  /** Of every pod that runs the node's image. */
  static PodSecurityContext securityContext() {
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        // A volume of many files is not walked through at each start.
        .withFsGroupChangePolicy("OnRootMismatch")
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  private static List<Volume> volumes(Wanted wanted) {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(emptyDir(DatabaseContainer.TMP_VOLUME));
    volumes.add(
        new VolumeBuilder()
            .withName(DatabaseContainer.CONFIG_VOLUME)
            .withNewConfigMap()
            .withName(wanted.names().configMap())
            .endConfigMap()
            .build());
    volumes.add(
        secret(
            DatabaseContainer.SUPERUSER_VOLUME,
            wanted.superuserSecret(),
            List.of(SecretKeys.USERNAME, SecretKeys.PASSWORD)));
    volumes.add(
        secret(
            DatabaseContainer.ADMIN_VOLUME,
            wanted.names().adminSecret(),
            List.of(Paths.ADMIN_TOKEN)));
    wanted
        .backupClaim()
        .ifPresent(claim ->
            volumes.add(
                new VolumeBuilder()
                    .withName(Names.BACKUP_VOLUME)
                    .withNewPersistentVolumeClaim(claim, false)
                    .build()));
    wanted
        .tlsSecret()
        .ifPresent(name ->
            volumes.add(
                secret(
                    DatabaseContainer.TLS_VOLUME,
                    name,
                    List.of(SecretKeys.CERTIFICATE, SecretKeys.PRIVATE_KEY))));
    return volumes;
  }

  private static Volume emptyDir(String name) {
    return new VolumeBuilder().withName(name).withNewEmptyDir().endEmptyDir().build();
  }

  private static Volume secret(String volume, String secret, List<String> keys) {
    var source =
        new VolumeBuilder()
            .withName(volume)
            .withNewSecret()
            .withSecretName(secret)
            .withDefaultMode(SECRET_MODE);
    for (String key : keys) {
      source = source.addNewItem().withKey(key).withPath(key).endItem();
    }
    return source.endSecret().build();
  }
}
