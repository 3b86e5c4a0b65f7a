package dev.coulomb.operator.reconcile.backup;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.Destination;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.backup.DeletionDecision;
import dev.coulomb.operator.backup.DeletionObservation;
import dev.coulomb.operator.backup.DeletionOutlook;
import dev.coulomb.operator.backup.DeletionStep;
import dev.coulomb.operator.dependents.SnapshotDeletionJob;
import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.nodeadmin.BackupReport;
import dev.coulomb.operator.nodeadmin.NodeBackups;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.observe.ClusterNode;
import dev.coulomb.operator.observe.PlaceReading;
import dev.coulomb.operator.reconcile.Reporter;
import dev.coulomb.operator.wanted.OperatorDefaults;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Observe, decide, act, report, for one backup that is being deleted: once. */
final class DeletionReconciliation {

  private final OperatorDefaults defaults;
  private final NodeBackups nodes;
  private final Reporter reporter;
  private final Clock clock;

  DeletionReconciliation(
      OperatorDefaults defaults, NodeBackups nodes, Reporter reporter, Clock clock) {
    this.defaults = defaults;
    this.nodes = nodes;
    this.reporter = reporter;
    this.clock = clock;
  }

  /** Does one round and says when the next is due; nothing when the backup is let go. */
  Optional<Duration> run(CoulombBackup backup, KubernetesClient client) {
    String namespace = backup.getMetadata().getNamespace();
    String cluster = backup.getSpec().clusterRef().name();
    ClusterNode node = ClusterNode.read(client, new Names(namespace, cluster));
    DeletionJobs jobs =
        new DeletionJobs(client, namespace, Names.deletionJob(backup.getMetadata().getUid()));
    DeletionObservation seen = observe(backup, client, node, jobs);
    DeletionStep step = act(DeletionDecision.next(seen), backup, client, node, jobs);
    DeletionOutlook outlook = DeletionOutlook.of(seen, step);
    reporter.report(client, backup, CoulombBackup::new, outlook.status(), outlook.notices());
    if (step instanceof DeletionStep.Release) {
      jobs.delete();
      return Optional.empty();
    }
    return Optional.of(outlook.next());
  }

  private DeletionObservation observe(
      CoulombBackup backup, KubernetesClient client, ClusterNode node, DeletionJobs jobs) {
    String namespace = backup.getMetadata().getNamespace();
    Destination destination = backup.getSpec().destination();
    Destination.Volume volume = destination.volume();
    boolean mayBeWriting = backup.getStatus().begun() && backup.getStatus().finishedAt() == null;
    Optional<Reply<BackupReport>> word =
        mayBeWriting
            ? node.address().map(a -> nodes.backup(a, backup.getMetadata().getUid()))
            : Optional.empty();
    return new DeletionObservation(
        clock.instant(),
        backup,
        node.address(),
        word,
        jobs.view(),
        new PlaceReading(client, namespace).secretProblem(destination),
        volume != null
            && client
                    .persistentVolumeClaims()
                    .inNamespace(namespace)
                    .withName(volume.claimName())
                    .get()
                == null);
  }

  /** Carries a step out; what Kubernetes has against it is another step. */
  private DeletionStep act(
      DeletionStep step,
      CoulombBackup backup,
      KubernetesClient client,
      ClusterNode node,
      DeletionJobs jobs) {
    return switch (step) {
      case DeletionStep.Release release -> release;
      case DeletionStep.Wait wait -> wait;
      case DeletionStep.Cancel cancel -> {
        nodes.cancelBackup(cancel.node(), backup.getMetadata().getUid());
        yield cancel;
      }
      case DeletionStep.RemoveJob remove -> {
        jobs.delete();
        yield remove;
      }
      case DeletionStep.CreateJob create -> after(jobs.create(job(backup, client, node)), create);
      case DeletionStep.Probe probe -> after(jobs.probe(job(backup, client, node)), probe);
    };
  }

  private static DeletionStep after(DeletionJobs.Made made, DeletionStep step) {
    return switch (made) {
      case DeletionJobs.Made.Yes() -> step;
      case DeletionJobs.Made.NamespaceGoes() ->
          new DeletionStep.Release(
              "NamespaceDeleted",
              "the namespace is being deleted and no Job can run in it: the snapshot stays where it is");
      case DeletionJobs.Made.Refused(String message) ->
          new DeletionStep.Wait(true, "JobRefused", "Kubernetes refuses the Job: " + message);
    };
  }

  private Job job(CoulombBackup backup, KubernetesClient client, ClusterNode node) {
    String namespace = backup.getMetadata().getNamespace();
    Destination destination = backup.getSpec().destination();
    Destination.S3 s3 = destination.s3();
    Destination.Volume volume = destination.volume();
    Map<String, String> environment =
        s3 == null ? Map.of() : new PlaceReading(client, namespace).environment(s3);
    return SnapshotDeletionJob.desired(
        backup,
        Optional.ofNullable(
            Resources.read(
                client, CoulombCluster.class, namespace, backup.getSpec().clusterRef().name())),
        defaults,
        environment,
        volume != null && node.claims().contains(volume.claimName()));
  }
}
