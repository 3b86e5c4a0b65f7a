package dev.coulomb.operator.backup;

import dev.coulomb.operator.api.ClusterRef;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.Destination;
import dev.coulomb.operator.api.SecretRef;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupSpec;
import dev.coulomb.operator.api.backup.DeletionPolicy;
import dev.coulomb.operator.kubernetes.FakeBackups;
import dev.coulomb.operator.nodeadmin.NodeDestination;
import dev.coulomb.operator.observe.PlaceView;
import dev.coulomb.operator.wanted.Clusters;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/** Backups of the cluster demo, for tests. */
final class Backups {

  private Backups() {}

  static CoulombBackup bucket(String name) {
    return of(
        name,
        new Destination(
            new Destination.S3(
                "http://store:9000",
                "us-east-1",
                "backups",
                "team",
                null,
                new SecretRef("keys"),
                null),
            null));
  }

  static CoulombBackup volume(String name) {
    return of(name, new Destination(null, new Destination.Volume("claim", "nightly")));
  }

  private static CoulombBackup of(String name, Destination destination) {
    CoulombBackup backup = new CoulombBackup();
    backup.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace("shop")
            .withUid("uid-" + name)
            .withGeneration(1L)
            .withCreationTimestamp("2026-11-28T11:59:00Z")
            .build());
    backup.setSpec(
        new CoulombBackupSpec(new ClusterRef("demo"), destination, DeletionPolicy.Retain));
    return backup;
  }

  static void policy(CoulombBackup backup, DeletionPolicy policy) {
    CoulombBackupSpec spec = backup.getSpec();
    backup.setSpec(new CoulombBackupSpec(spec.clusterRef(), spec.destination(), policy));
  }

  static CoulombCluster cluster() {
    return Clusters.cluster("spec: {}");
  }

  static PlaceView usable() {
    return new PlaceView.Usable(
        NodeDestination.of(
            new NodeDestination.S3(
                "http://store:9000",
                "us-east-1",
                "backups",
                "team/demo/first",
                true,
                FakeBackups.KEY,
                "x",
                null,
                null)));
  }
}
