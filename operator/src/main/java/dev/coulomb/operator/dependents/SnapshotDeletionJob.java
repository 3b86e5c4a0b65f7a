package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.Destination;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.naming.Paths;
import dev.coulomb.operator.wanted.Image;
import dev.coulomb.operator.wanted.OperatorDefaults;
import dev.coulomb.operator.wanted.Place;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Job that deletes a snapshot: the node's own program, which needs no node, so it works when
 * the cluster is gone. It does not belong to the backup in the sense of Kubernetes: the backup
 * waits for it.
 */
public final class SnapshotDeletionJob {

  private static final int ATTEMPTS = 3;

  /** A deletion of very many objects takes long; one that hangs is to be told of. */
  private static final long DEADLINE_SECONDS = 3_600;

  /** It is taken away when the backup is; this is for the case that the operator dies before. */
  private static final int LEFT_SECONDS = 900;

  private static final String TMP = "tmp";
  private static final String CA = "store-ca";
  private static final String CA_FILE = "ca.crt";

  private SnapshotDeletionJob() {}

  /**
   * The Job.
   *
   * @param cluster that was saved; nothing when it is gone
   * @param environment variables of the program, each with the key of the destination's Secret
   * @param besideNode whether it must run on the machine of the cluster's pod, which has the volume
   */
  public static Job desired(
      CoulombBackup backup,
      Optional<CoulombCluster> cluster,
      OperatorDefaults defaults,
      Map<String, String> environment,
      boolean besideNode) {
    Map<String, String> labels = Labels.ofJob(backup.getMetadata().getName());
    return new JobBuilder()
        .withNewMetadata()
        .withName(Names.deletionJob(backup.getMetadata().getUid()))
        .withNamespace(backup.getMetadata().getNamespace())
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(ATTEMPTS)
        .withActiveDeadlineSeconds(DEADLINE_SECONDS)
        .withTtlSecondsAfterFinished(LEFT_SECONDS)
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withSpec(pod(backup, cluster, defaults, environment, besideNode))
        .endTemplate()
        .endSpec()
        .build();
  }

  private static PodSpec pod(
      CoulombBackup backup,
      Optional<CoulombCluster> cluster,
      OperatorDefaults defaults,
      Map<String, String> environment,
      boolean besideNode) {
    PodSpecBuilder pod =
        new PodSpecBuilder()
            .withRestartPolicy("Never")
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withSecurityContext(DatabaseStatefulSet.securityContext())
            .withContainers(
                container(
                    backup,
                    cluster
                        .map(c -> Image.of(c.getSpec(), defaults))
                        .orElseGet(() -> Image.standard(defaults)),
                    environment))
            .withVolumes(volumes(backup.getSpec().destination()));
    cluster.ifPresent(c -> {
      pod.withImagePullSecrets(c.getSpec().imagePullSecrets())
          .withTolerations(c.getSpec().scheduling().tolerations());
      if (besideNode) {
        pod.withAffinity(beside(c.getMetadata().getName()));
      }
    });
    return pod.build();
  }

  private static Affinity beside(String cluster) {
    return new AffinityBuilder()
        .withNewPodAffinity()
        .addNewRequiredDuringSchedulingIgnoredDuringExecution()
        .withNewLabelSelector()
        .withMatchLabels(Labels.selector(cluster))
        .endLabelSelector()
        .withTopologyKey("kubernetes.io/hostname")
        .endRequiredDuringSchedulingIgnoredDuringExecution()
        .endPodAffinity()
        .build();
  }

  private static Container container(
      CoulombBackup backup, String image, Map<String, String> environment) {
    Destination destination = backup.getSpec().destination();
    return new ContainerBuilder()
        .withName("delete-snapshot")
        .withImage(image)
        .withArgs(arguments(backup))
        .withEnv(variables(destination, environment))
        .withVolumeMounts(mounts(destination))
        // What the program says last is what the operator tells people.
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withNewResources()
        .withRequests(Map.of("cpu", new Quantity("50m"), "memory", new Quantity("256Mi")))
        .withLimits(Map.of("memory", new Quantity("512Mi")))
        .endResources()
        .withSecurityContext(DatabaseContainer.securityContext())
        .build();
  }

  private static List<String> arguments(CoulombBackup backup) {
    Place place =
        Place.ofSnapshot(
            backup.getSpec().destination(),
            backup.getSpec().clusterRef().name(),
            backup.getMetadata().getName());
    Destination.S3 s3 = place.destination().s3();
    List<String> arguments = new ArrayList<>(List.of("delete-snapshot"));
    if (s3 == null) {
      arguments.add(place.mounted());
      return arguments;
    }
    arguments.addAll(List.of(place.location(), "--s3-region", s3.region()));
    String endpoint = s3.endpoint();
    if (endpoint != null) {
      arguments.addAll(List.of("--s3-endpoint", endpoint));
    }
    if (s3.bucketInPath()) {
      arguments.add("--s3-path-style");
    }
    if (s3.caSecretRef() != null) {
      arguments.addAll(List.of("--s3-ca-certificate", Paths.STORE_CA + "/" + CA_FILE));
    }
    return arguments;
  }

  private static List<EnvVar> variables(Destination destination, Map<String, String> environment) {
    List<EnvVar> variables = new ArrayList<>();
    variables.add(
        new EnvVarBuilder()
            .withName("JDK_JAVA_OPTIONS")
            .withValue("-XX:+UseSerialGC -Xmx192m")
            .build());
    Destination.S3 s3 = destination.s3();
    if (s3 != null) {
      environment.forEach((name, key) ->
          variables.add(
              new EnvVarBuilder()
                  .withName(name)
                  .withNewValueFrom()
                  .withNewSecretKeyRef(key, s3.credentialsSecretRef().name(), false)
                  .endValueFrom()
                  .build()));
    }
    return variables;
  }

  private static Destination.@Nullable CaRef ca(Destination destination) {
    Destination.S3 s3 = destination.s3();
    return s3 == null ? null : s3.caSecretRef();
  }

  private static List<VolumeMount> mounts(Destination destination) {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(new VolumeMountBuilder().withName(TMP).withMountPath(Paths.TMP).build());
    if (destination.volume() != null) {
      mounts.add(
          new VolumeMountBuilder()
              .withName(Names.BACKUP_VOLUME)
              .withMountPath(Paths.BACKUP)
              .build());
    }
    if (ca(destination) != null) {
      mounts.add(
          new VolumeMountBuilder()
              .withName(CA)
              .withMountPath(Paths.STORE_CA)
              .withReadOnly(true)
              .build());
    }
    return mounts;
  }

  private static List<Volume> volumes(Destination destination) {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(new VolumeBuilder().withName(TMP).withNewEmptyDir().endEmptyDir().build());
    if (destination.volume() != null) {
      volumes.add(
          new VolumeBuilder()
              .withName(Names.BACKUP_VOLUME)
              .withNewPersistentVolumeClaim(
                  Objects.requireNonNull(destination.volume()).claimName(), false)
              .build());
    }
    Destination.CaRef ca = ca(destination);
    if (ca != null) {
      volumes.add(
          new VolumeBuilder()
              .withName(CA)
              .withNewSecret()
              .withSecretName(ca.name())
              .addNewItem()
              .withKey(ca.key())
              .withPath(CA_FILE)
              .endItem()
              .endSecret()
              .build());
    }
    return volumes;
  }
}
