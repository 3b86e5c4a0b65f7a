package dev.coulomb.operator.dependents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.ClusterRef;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.Destination;
import dev.coulomb.operator.api.SecretRef;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupSpec;
import dev.coulomb.operator.api.backup.DeletionPolicy;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.wanted.Clusters;
import dev.coulomb.operator.wanted.OperatorDefaults;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The Job that deletes a snapshot: what it runs, with which rights, beside whom. */
class SnapshotDeletionJobTest {

  private static final OperatorDefaults DEFAULTS =
      new OperatorDefaults("0.1.0", "registry.test/coulomb-node", "coulomb-system");

  private static final Destination BUCKET =
      new Destination(
          new Destination.S3(
              "https://store:9000",
              "eu-central-1",
              "backups",
              "team",
              null,
              new SecretRef("keys"),
              new Destination.CaRef("ca", "root.pem")),
          null);

  private static final Destination VOLUME =
      new Destination(null, new Destination.Volume("claim", "nightly"));

  private static Job job(
      Destination destination, Optional<CoulombCluster> cluster, boolean besideNode) {
    CoulombBackup backup = new CoulombBackup();
    backup.setMetadata(
        new ObjectMetaBuilder().withName("first").withNamespace("shop").withUid("uid-1").build());
    backup.setSpec(
        new CoulombBackupSpec(new ClusterRef("demo"), destination, DeletionPolicy.Delete));
    return SnapshotDeletionJob.desired(
        backup,
        cluster,
        DEFAULTS,
        Map.of("AWS_ACCESS_KEY_ID", "accessKeyId", "AWS_SECRET_ACCESS_KEY", "secretAccessKey"),
        besideNode);
  }

  private static PodSpec pod(Job job) {
    return job.getSpec().getTemplate().getSpec();
  }

  @Test
  void itRunsTheNodesOwnProgramOnTheVeryPlace() {
    Container container = pod(job(BUCKET, Optional.empty(), false)).getContainers().getFirst();
    assertThat(container.getImage()).isEqualTo("registry.test/coulomb-node:0.1.0");
    assertThat(container.getArgs())
        .containsExactly(
            "delete-snapshot",
            "s3://backups/team/demo/first",
            "--s3-region",
            "eu-central-1",
            "--s3-endpoint",
            "https://store:9000",
            "--s3-path-style",
            "--s3-ca-certificate",
            "/etc/coulomb/store-ca/ca.crt");
    assertThat(container.getEnv())
        .filteredOn(e -> e.getValueFrom() != null)
        .allSatisfy(e -> assertThat(e.getValueFrom().getSecretKeyRef().getName()).isEqualTo("keys"))
        .hasSize(2);
    assertThat(pod(job(VOLUME, Optional.empty(), false)).getContainers().getFirst().getArgs())
        .containsExactly("delete-snapshot", "/backup/nightly/demo/first");
  }

  @Test
  void itRunsAsTheClusterDoesWhileThereIsOne() {
    Optional<CoulombCluster> cluster =
        Optional.of(
            Clusters.cluster(
                "spec: {image: \"registry.test/other:7\", imagePullSecrets: [{name: registry}], scheduling: {tolerations: [{key: database, operator: Exists}]}}"));
    PodSpec pod = pod(job(VOLUME, cluster, true));
    assertThat(pod.getContainers().getFirst().getImage()).isEqualTo("registry.test/other:7");
    assertThat(pod.getImagePullSecrets()).hasSize(1);
    assertThat(pod.getTolerations()).hasSize(1);
    assertThat(pod.getAffinity().getPodAffinity())
        .as("a volume of one machine is where its pod is")
        .isNotNull();
    assertThat(pod(job(BUCKET, cluster, false)).getAffinity()).isNull();
  }

  @Test
  void itIsRestrictedAndNoServiceTakesItForANode() {
    Job job = job(BUCKET, Optional.empty(), false);
    PodSpec pod = pod(job);
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getContainers().getFirst().getSecurityContext().getReadOnlyRootFilesystem())
        .isTrue();
    assertThat(job.getSpec().getTemplate().getMetadata().getLabels().entrySet())
        .doesNotContainAnyElementsOf(Labels.selector("demo").entrySet());
  }
}
