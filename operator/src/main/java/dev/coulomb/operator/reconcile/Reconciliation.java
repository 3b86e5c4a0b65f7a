package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.api.Bootstrap;
import dev.coulomb.operator.api.BootstrapStatus;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.CoulombClusterStatus.LastBackup;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.restore.CoulombRestore;
import dev.coulomb.operator.bootstrap.Bootstrapping;
import dev.coulomb.operator.dependents.DatabaseStatefulSet;
import dev.coulomb.operator.dependents.NodeMarks;
import dev.coulomb.operator.dependents.NotOurs;
import dev.coulomb.operator.dependents.Owned;
import dev.coulomb.operator.metrics.OperatorMetrics;
import dev.coulomb.operator.nodeadmin.NodeAdmin;
import dev.coulomb.operator.nodeadmin.NodeBackups;
import dev.coulomb.operator.nodeadmin.NodeRestores;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.observe.ArchiveView;
import dev.coulomb.operator.observe.ClusterNode;
import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.observe.Observer;
import dev.coulomb.operator.observe.PodView;
import dev.coulomb.operator.rollout.Outcome;
import dev.coulomb.operator.rollout.Rollout;
import dev.coulomb.operator.rollout.Step;
import dev.coulomb.operator.rollout.Volumes;
import dev.coulomb.operator.status.Findings;
import dev.coulomb.operator.status.StatusReport;
import dev.coulomb.operator.wanted.AcceptedSpec;
import dev.coulomb.operator.wanted.Checked;
import dev.coulomb.operator.wanted.OperatorDefaults;
import dev.coulomb.operator.wanted.SpecCheck;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.AggregatedOperatorException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observe, decide, act, report: once. Takes seconds at most. Safe for any thread; JOSDK gives each
 * cluster one at a time.
 */
public final class Reconciliation {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
  private static final Duration SETTLED = Duration.ofSeconds(10);
  private static final Duration UNDER_WAY = Duration.ofSeconds(3);

  private static final Step SPEC_NOT_USABLE =
      new Step.Refuse("SpecNotUsable", "the spec cannot be carried out");

  /** HTTP statuses of an object that is not valid, not allowed, or of no known kind. */
  private static final Set<Integer> REFUSALS = Set.of(400, 403, 404, 422);

  private final OperatorDefaults defaults;
  private final NodeAdmin nodes;
  private final NodeRestores restores;
  private final ArchiveOrders archives;
  private final ArchiveTrims trims;
  private final OperatorMetrics metrics;
  private final Observer observer;
  private final Reporter reporter;
  private final Clock clock;
  private final Failures failures = new Failures();

  public Reconciliation(
      OperatorDefaults defaults,
      NodeAdmin nodes,
      NodeRestores restores,
      NodeBackups backups,
      OperatorMetrics metrics,
      Clock clock,
      Reporter reporter) {
    this.defaults = defaults;
    this.nodes = nodes;
    this.restores = restores;
    this.archives = new ArchiveOrders(backups);
    this.trims = new ArchiveTrims(backups, clock);
    this.metrics = metrics;
    this.clock = clock;
    this.observer = new Observer(nodes, clock);
    this.reporter = reporter;
  }

  /** Does one round and says when the next is due at the latest. */
  Duration run(CoulombCluster cached, Context<CoulombCluster> context) {
    // The cache may lag behind what was written a moment ago, spec or status: read what is.
    @Nullable CoulombCluster cluster = read(cached, context);
    if (cluster == null || cluster.getMetadata().getDeletionTimestamp() != null) {
      return SETTLED;
    }
    Findings found = round(cluster, context);
    StatusReport report = StatusReport.of(found);
    write(context, cluster, report);
    failures.ended(cluster);
    count(found, report);
    ResourceID id = ResourceID.fromResource(cluster);
    if (context.getPrimaryCache().get(id).isEmpty()) {
      // Deleted meanwhile, perhaps after JOSDK told the metrics so.
      metrics.forget(id);
    }
    return restsUntilSomethingChanges(found) ? SETTLED : UNDER_WAY;
  }

  private static boolean restsUntilSomethingChanges(Findings found) {
    if (found.bootstrapping().isPresent()) {
      return false;
    }
    return found.step() instanceof Step.Done
        || found.step() instanceof Step.Refuse
        || found.outcome() instanceof Outcome.Failed
        || found.checked() instanceof Checked.Rejected;
  }

  /**
   * Tells of a round that broke off, unless it was the first one; the next may do better.
   *
   * @return when to try again
   */
  Duration brokeOff(CoulombCluster cached, Context<CoulombCluster> context, Exception error) {
    if (failures.brokeOff(cached)) {
      try {
        @Nullable CoulombCluster cluster = read(cached, context);
        if (cluster != null && cluster.getMetadata().getDeletionTimestamp() == null) {
          String why = "the operator cannot do its work here: " + Failures.sentence(error);
          write(context, cluster, StatusReport.ofFailure(cluster, why, clock.instant()));
        }
      } catch (KubernetesClientException e) {
        LOG.warn("nor could that be written into the status: {}", e.getMessage());
      }
    }
    return SETTLED;
  }

  private void write(Context<CoulombCluster> context, CoulombCluster cluster, StatusReport report) {
    reporter.report(
        context.getClient(), cluster, CoulombCluster::new, report.status(), report.notices());
  }

  private static @Nullable CoulombCluster read(
      CoulombCluster cached, Context<CoulombCluster> context) {
    return context
        .getClient()
        .resources(CoulombCluster.class)
        .inNamespace(cached.getMetadata().getNamespace())
        .withName(cached.getMetadata().getName())
        .get();
  }

  private Findings round(CoulombCluster cluster, Context<CoulombCluster> context) {
    Checked checked = check(cluster);
    return switch (checked) {
      case Checked.Accepted(Wanted wanted) -> carryOut(cluster, checked, wanted, context);
      case Checked.Rejected r ->
          // The last good state stays, and people are told.
          AcceptedSpec.of(cluster)
              .map(this::check)
              .flatMap(
                  c -> c instanceof Checked.Accepted(Wanted w) ? Optional.of(w) : Optional.empty())
              .map(before -> carryOut(cluster, checked, before, context))
              .orElseGet(() -> look(cluster, checked, context));
    };
  }

  private Checked check(CoulombCluster cluster) {
    Checked checked = SpecCheck.check(cluster, defaults);
    if (checked instanceof Checked.Accepted(Wanted wanted)) {
      try {
        DatabaseStatefulSet.desired(wanted, cluster);
      } catch (IllegalArgumentException e) {
        return new Checked.Rejected(List.of(), List.of(Failures.firstLine(e.getMessage())));
      }
    }
    return checked;
  }

  private Findings look(CoulombCluster cluster, Checked checked, Context<CoulombCluster> context) {
    Observation seen = observer.observe(cluster, Optional.empty(), Optional.empty(), context);
    List<CoulombBackup> backups = backups(context);
    return new Findings(
        cluster,
        checked,
        seen,
        SPEC_NOT_USABLE,
        new Outcome.Nothing(),
        List.of(),
        backups,
        new ArchiveView.NotYet(),
        trims.look(
            cluster,
            cluster.getSpec().archive(),
            new ArchiveView.NotYet(),
            backups,
            context.getClient()),
        Optional.ofNullable(cluster.getStatus().bootstrap()),
        activeRestore(context));
  }

  /**
   * @param checked the newest spec
   * @param wanted what the newest spec says; when it was rejected, what the one before said
   */
  private Findings carryOut(
      CoulombCluster cluster, Checked checked, Wanted wanted, Context<CoulombCluster> context) {
    List<String> problems = applyObjects(cluster, wanted, context);
    StatefulSet desired = DatabaseStatefulSet.desired(wanted, cluster);
    Observation seen =
        observer.observe(cluster, Optional.of(wanted), Optional.of(desired), context);
    Step next = Rollout.next(wanted, seen);
    Optional<String> restore = activeRestore(context);
    Step step = held(checked, restore, next);
    Workloads workloads =
        new KubernetesWorkloads(
            context.getClient(),
            cluster,
            desired,
            observer.applied(),
            pod -> observer.address(wanted.names(), pod, context));
    Outcome outcome = act(step, workloads);
    List<CoulombBackup> backups = backups(context);
    ArchiveView archive =
        archives.look(cluster, wanted, seen.pods().stream().findFirst(), context.getClient());
    return new Findings(
        cluster,
        checked,
        seen,
        step,
        outcome,
        problems,
        backups,
        archive,
        trims.look(cluster, wanted.spec().archive(), archive, backups, context.getClient()),
        bootstrap(cluster, wanted, context),
        restore);
  }

  private static List<CoulombBackup> backups(Context<CoulombCluster> context) {
    return context.getSecondaryResources(CoulombBackup.class).stream().toList();
  }

  /**
   * A node that runs is not restarted for a spec that nobody wants any more; and one whose data is
   * being replaced is left alone until that is over.
   */
  private static Step held(Checked checked, Optional<String> restore, Step next) {
    boolean stops =
        next instanceof Step.Restart || next instanceof Step.Vacate || next instanceof Step.Stop;
    if (checked instanceof Checked.Rejected && stops) {
      return SPEC_NOT_USABLE;
    }
    return restore.isPresent() && (stops || next instanceof Step.Resume)
        ? new Step.Wait(
            Bootstrapping.RESTORING,
            "the CoulombRestore " + restore.get() + " is carried out; it goes on afterwards")
        : next;
  }

  /** The restore that has the cluster at its disposal. */
  private static Optional<String> activeRestore(Context<CoulombCluster> context) {
    return context.getSecondaryResources(CoulombRestore.class).stream()
        .filter(r -> r.getStatus().phase() != null && r.getStatus().phase().active())
        .map(r -> r.getMetadata().getName())
        .sorted()
        .findFirst();
  }

  /** What a new cluster begins with: it is told by its status, and done once. */
  private Optional<BootstrapStatus> bootstrap(
      CoulombCluster cluster, Wanted wanted, Context<CoulombCluster> context) {
    Bootstrap begins = wanted.spec().bootstrap();
    @Nullable BootstrapStatus before = cluster.getStatus().bootstrap();
    if (begins == null
        || begins.isEmpty()
        || wanted.stopped()
        || (before != null && before.done())) {
      return Optional.ofNullable(before);
    }
    ClusterNode node = ClusterNode.read(context.getClient(), wanted.names());
    return Optional.of(
        new Bootstrapping(restores, cluster.getMetadata().getUid(), before, clock.instant())
            .look(
                begins,
                node.address(),
                new BootstrapReading(context.getClient(), cluster, begins, node)));
  }

  /** Applies the simple objects. What Kubernetes refuses is told, and does not hold up the rest. */
  private static List<String> applyObjects(
      CoulombCluster cluster, Wanted wanted, Context<CoulombCluster> context) {
    Owned.want(context, wanted, NodeMarks.of(cluster, wanted));
    try {
      context.managedWorkflowAndDependentResourceContext().reconcileManagedWorkflow();
      return List.of();
    } catch (AggregatedOperatorException e) {
      List<String> problems = new ArrayList<>();
      new TreeMap<>(e.getAggregatedExceptions())
          .forEach((dependent, exception) ->
              problems.add(dependent + ": " + refusal(exception).orElseThrow(() -> e)));
      LOG.warn("objects could not be applied: {}", problems);
      return problems;
    }
  }

  private Outcome act(Step step, Workloads workloads) {
    try {
      return new Act(nodes, workloads).carryOut(step);
    } catch (KubernetesClientException e) {
      String refusal = refusal(e).orElseThrow(() -> e);
      LOG.warn("{} could not be carried out: {}", step, refusal);
      if (step instanceof Step.ExpandVolume(String claim, String version, String size)) {
        return new Outcome.Failed(
            Volumes.EXPANSION_REFUSED, Volumes.refusalSentence(size, refusal));
      }
      return new Outcome.Failed(
          step instanceof Step.ApplyStatefulSet ? "StatefulSetNotApplied" : "StepFailed",
          "Kubernetes refused: " + refusal);
    }
  }

  /**
   * What Kubernetes said, without the request around it. Nothing when it did not judge the object:
   * it was not reached, was busy, or the object changed meanwhile. That passes by itself, and
   * nobody needs to correct anything.
   */
  private static Optional<String> refusal(Exception exception) {
    if (exception instanceof NotOurs foreign) {
      return Optional.ofNullable(foreign.getMessage());
    }
    return exception instanceof KubernetesClientException refused
            && refused.getStatus() != null
            && REFUSALS.contains(refused.getCode())
        ? Optional.of(Failures.firstLine(refused.getStatus().getMessage()))
        : Optional.empty();
  }

  private void count(Findings found, StatusReport report) {
    metrics.step(
        found.step().getClass().getSimpleName(), found.outcome().getClass().getSimpleName());
    if (found.step() instanceof Step.Refuse(String reason, String message)) {
      metrics.refusal(reason);
    } else if (found.outcome() instanceof Outcome.NodeRefused) {
      metrics.refusal("NodeRefused");
    }
    Optional<NodeStatus> node = found.seen().pods().stream().findFirst().flatMap(PodView::status);
    metrics.cluster(
        found.cluster().getMetadata().getNamespace(),
        found.cluster().getMetadata().getName(),
        new OperatorMetrics.ClusterNumbers(
            isTrue(report, "Ready"),
            isTrue(report, "Degraded"),
            report.status().readyNodes() == null ? 0 : report.status().readyNodes(),
            node.map(n -> n.memory().dataBytesUsed()).orElse(0L),
            node.map(n -> n.memory().dataBytesLimit()).orElse(0L)));
    countBackups(found.cluster(), report);
  }

  /** Numbers only of what there is: a cluster without backups, or without archive, has none. */
  private void countBackups(CoulombCluster cluster, StatusReport report) {
    String namespace = cluster.getMetadata().getNamespace();
    String name = cluster.getMetadata().getName();
    @Nullable LastBackup last = report.status().lastBackup();
    if (last != null) {
      metrics.lastBackup(
          namespace,
          name,
          Instant.parse(last.finishedAt()).getEpochSecond(),
          last.durationSeconds(),
          last.bytes());
    }
    report
        .status()
        .condition("BackupHealthy")
        .ifPresent(c -> metrics.backupHealthy(namespace, name, !c.getStatus().equals("False")));
    report
        .status()
        .condition("ArchiveHealthy")
        .ifPresent(c -> metrics.archiveHealthy(namespace, name, !c.getStatus().equals("False")));
  }

  private static boolean isTrue(StatusReport report, String type) {
    return report.status().condition(type).filter(c -> c.getStatus().equals("True")).isPresent();
  }
}
