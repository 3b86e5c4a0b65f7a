package dev.coulomb.operator.status;

import dev.coulomb.operator.api.Bootstrap;
import dev.coulomb.operator.api.BootstrapStatus;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.CoulombClusterStatus;
import dev.coulomb.operator.api.CoulombClusterStatus.Endpoints;
import dev.coulomb.operator.api.CoulombClusterStatus.NodeView;
import dev.coulomb.operator.api.CoulombClusterStatus.StartupView;
import dev.coulomb.operator.api.CoulombClusterStatus.VersionStatus;
import dev.coulomb.operator.archive.TrimOutlook;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.naming.Ports;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.observe.PodView;
import dev.coulomb.operator.rollout.Outcome;
import dev.coulomb.operator.wanted.AcceptedSpec;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What people are told after one reconciliation.
 *
 * @param status the whole new status
 * @param notices Events: what was done, and what became different
 */
public record StatusReport(CoulombClusterStatus status, List<Notice> notices) {

  private static final String FAILED = "ReconciliationFailed";
  private static final String RESTORING = "Restoring";

  /** The report. The same findings give the same report. */
  public static StatusReport of(Findings found) {
    Map<String, Verdict> verdicts = Verdicts.of(found);
    CoulombClusterStatus before = found.cluster().getStatus();
    Names names =
        new Names(
            found.cluster().getMetadata().getNamespace(), found.cluster().getMetadata().getName());
    Optional<Wanted> wanted = found.wanted();
    CoulombClusterStatus status =
        new CoulombClusterStatus(
            found.cluster().getMetadata().getGeneration(),
            phase(found, verdicts),
            found.serving().isPresent() ? 1 : 0,
            Labels.selectorText(names.cluster()),
            new VersionStatus(
                found.pod().flatMap(PodView::status).map(s -> s.node().version()).orElse(null),
                wanted.map(Wanted::version).orElseGet(() -> target(before))),
            new Endpoints(
                names.clientHost() + ":" + Ports.SQL, names.nodesHost() + ":" + Ports.ADMIN),
            wanted.map(Wanted::superuserSecret).orElse(before.superuserSecret()),
            wanted.map(w -> AcceptedSpec.text(w.spec())).orElse(before.acceptedSpec()),
            StorageVerdict.status(found),
            found.bootstrap().orElse(null),
            BackupVerdicts.last(found.backups()).orElse(null),
            found.trim().map(TrimOutlook::status).orElse(null),
            found.seen().pods().stream().map(pod -> view(pod, found.seen(), before)).toList(),
            conditions(found, verdicts));
    return new StatusReport(status, notices(found, verdicts));
  }

  /**
   * The report of a round that broke off: what was said before still stands, but somebody should
   * look.
   *
   * @param why a sentence without anything that differs from one try to the next
   */
  public static StatusReport ofFailure(CoulombCluster cluster, String why, Instant now) {
    CoulombClusterStatus before = cluster.getStatus();
    Verdict failed = Verdict.yes(FAILED, why);
    List<Condition> conditions =
        Stream.concat(
                before.conditions().stream().filter(c -> !c.getType().equals(Verdicts.DEGRADED)),
                Stream.of(condition(cluster, Verdicts.DEGRADED, failed, now)))
            .toList();
    boolean serving =
        before.condition(Verdicts.READY).filter(c -> c.getStatus().equals("True")).isPresent();
    CoulombClusterStatus status =
        new CoulombClusterStatus(
            before.observedGeneration(),
            serving ? "Blocked" : "Failed",
            before.readyNodes(),
            before.selector(),
            before.version(),
            before.endpoints(),
            before.superuserSecret(),
            before.acceptedSpec(),
            before.storage(),
            before.bootstrap(),
            before.lastBackup(),
            before.archive(),
            before.nodes(),
            conditions);
    boolean known =
        before
            .condition(Verdicts.DEGRADED)
            .filter(c -> c.getStatus().equals("True") && why.equals(c.getMessage()))
            .isPresent();
    return new StatusReport(
        status, known ? List.of() : List.of(new Notice(true, failed.reason(), why)));
  }

  private static @org.jspecify.annotations.Nullable String target(CoulombClusterStatus before) {
    VersionStatus version = before.version();
    return version == null ? null : version.target();
  }

  private static List<Condition> conditions(Findings found, Map<String, Verdict> verdicts) {
    List<Condition> conditions = new ArrayList<>();
    verdicts.forEach((type, verdict) ->
        conditions.add(condition(found.cluster(), type, verdict, found.seen().now())));
    return conditions;
  }

  private static Condition condition(
      CoulombCluster cluster, String type, Verdict verdict, Instant now) {
    return verdict.condition(type, cluster, cluster.getStatus().conditions(), now);
  }

  private static String phase(Findings found, Map<String, Verdict> verdicts) {
    if (found.restore().isPresent()) {
      return RESTORING;
    }
    boolean serving = found.serving().isPresent();
    boolean degraded = verdicts.getOrDefault(Verdicts.DEGRADED, Verdict.no("", "")).isTrue();
    if (verdicts.getOrDefault(Verdicts.UPGRADING, Verdict.no("", "")).isTrue()) {
      return degraded ? "Failed" : "Restarting";
    }
    if (found.stopWanted() && !degraded) {
      return found.pod().isEmpty() ? "Stopped" : "Stopping";
    }
    if (!serving && found.pod().flatMap(PodView::silence).isPresent()) {
      return "Unreachable";
    }
    if (degraded) {
      return serving ? "Blocked" : "Failed";
    }
    if (restoring(found)) {
      return RESTORING;
    }
    if (serving) {
      boolean paused =
          found.pod().flatMap(PodView::status).stream()
              .anyMatch(s -> s.state() == NodeStatus.State.PAUSED);
      return paused ? "Paused" : "Running";
    }
    return found.pod().stream().anyMatch(p -> p.container() instanceof ContainerView.Running)
        ? "Starting"
        : "Pending";
  }

  /** Whether a snapshot is on its way into a new cluster. */
  private static boolean restoring(Findings found) {
    Bootstrap begins = found.cluster().getSpec().bootstrap();
    return begins != null
        && begins.restore() != null
        && found.bootstrapping().filter(b -> b.toldAt() != null).isPresent();
  }

  private static NodeView view(PodView pod, Observation seen, CoulombClusterStatus before) {
    Optional<NodeStatus> status = pod.status();
    @org.jspecify.annotations.Nullable StartupView startup = Progress.of(pod, seen).orElse(null);
    if (status.isEmpty()) {
      return new NodeView(
          pod.name(),
          silentState(pod),
          null,
          incarnation(pod.name(), before).orElse(null),
          startup,
          null,
          null,
          null,
          null);
    }
    NodeStatus said = status.get();
    return new NodeView(
        pod.name(),
        word(said.state()),
        said.node().version(),
        said.node().incarnation(),
        startup,
        said.partitions().primaries(),
        said.partitions().replicas(),
        said.partitions().inSync(),
        Sizes.rounded(said.memory().dataBytesUsed()));
  }

  /** The process that was last seen in the pod of that name. */
  private static Optional<String> incarnation(String pod, CoulombClusterStatus before) {
    return before.nodes().stream()
        .filter(node -> node.name().equals(pod))
        .flatMap(node -> Stream.ofNullable(node.incarnation()))
        .findFirst();
  }

  /** A process that ended by itself is told of, and what became of its data. */
  private static List<Notice> startedAnew(Findings found) {
    CoulombClusterStatus before = found.cluster().getStatus();
    boolean meant =
        found.restore().isPresent()
            || before
                .condition(Verdicts.UPGRADING)
                .filter(c -> c.getStatus().equals("True"))
                .isPresent();
    return found.seen().pods().stream()
        .filter(pod -> {
          Optional<String> now =
              pod.status().flatMap(s -> Optional.ofNullable(s.node().incarnation()));
          return now.isPresent()
              && incarnation(pod.name(), before).filter(i -> !i.equals(now.get())).isPresent();
        })
        .map(pod ->
            new Notice(
                !meant,
                "StartedAnew",
                pod.name()
                    + " runs as a new process; "
                    + (keeps(pod)
                        ? "it has read its data back from its volume"
                        : "what the one before it held in memory only is gone")))
        .toList();
  }

  /** What the cluster begins with is there, or its node was told to make it so. */
  private static List<Notice> begun(Findings found) {
    @org.jspecify.annotations.Nullable
    BootstrapStatus before = found.cluster().getStatus().bootstrap();
    return found.bootstrap().stream()
        .filter(b -> b.state() != BootstrapStatus.State.Waiting)
        .filter(b -> before == null || before.state() != b.state())
        .map(b -> new Notice(false, b.reason(), b.message()))
        .toList();
  }

  /** Old pieces of the archive are gone, or would not go. */
  private static List<Notice> trimmed(Findings found) {
    return found.trim().stream()
        .flatMap(trim ->
            Stream.concat(
                trim.done().map(done -> new Notice(false, "ArchiveTrimmed", done)).stream(),
                trim.failedAnew(found.cluster().getStatus().archive())
                    ? Stream.of(
                        new Notice(
                            true,
                            "ArchiveNotTrimmed",
                            "old pieces of the archive were not deleted: " + trim.message()))
                    : Stream.of()))
        .toList();
  }

  private static boolean keeps(PodView pod) {
    return pod.template().persistent() && pod.status().filter(NodeStatus::durable).isPresent();
  }

  private static String silentState(PodView pod) {
    return switch (pod.container()) {
      case ContainerView.NotYet() -> "Pending";
      case ContainerView.Waiting w ->
          w.reason().equals("ContainerCreating") ? "Pending" : "Failing";
      case ContainerView.Ended e -> "Failing";
      case ContainerView.Running(boolean started, boolean crashed) ->
          started ? "Unreachable" : "Starting";
    };
  }

  private static String word(NodeStatus.State state) {
    String name = state.name().toLowerCase(Locale.ROOT);
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static List<Notice> notices(Findings found, Map<String, Verdict> verdicts) {
    List<Notice> notices = new ArrayList<>();
    if (found.outcome() instanceof Outcome.Did(String reason, String message)) {
      notices.add(new Notice(false, reason, message));
    }
    notices.addAll(startedAnew(found));
    notices.addAll(begun(found));
    notices.addAll(trimmed(found));
    CoulombClusterStatus before = found.cluster().getStatus();
    Verdict degraded = verdicts.getOrDefault(Verdicts.DEGRADED, Verdict.no("", ""));
    Optional<Condition> wasDegraded =
        before.condition(Verdicts.DEGRADED).filter(c -> c.getStatus().equals("True"));
    if (degraded.isTrue()) {
      boolean known =
          wasDegraded
              .filter(c -> degraded.reason().equals(c.getReason()))
              .filter(c -> degraded.message().equals(c.getMessage()))
              .isPresent();
      if (!known) {
        notices.add(new Notice(true, degraded.reason(), degraded.message()));
      }
    } else if (wasDegraded.isPresent()) {
      notices.add(new Notice(false, "Recovered", "no longer so: " + wasDegraded.get().getReason()));
    }
    Verdict ready = verdicts.getOrDefault(Verdicts.READY, Verdict.no("", ""));
    boolean wasReady =
        before.condition(Verdicts.READY).filter(c -> c.getStatus().equals("True")).isPresent();
    if (ready.isTrue() && !wasReady) {
      notices.add(new Notice(false, "Ready", "the cluster serves SQL"));
    } else if (!ready.isTrue() && wasReady) {
      notices.add(new Notice(true, "NotReady", ready.message()));
    }
    return notices;
  }
}
