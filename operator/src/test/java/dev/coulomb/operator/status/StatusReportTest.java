package dev.coulomb.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.CoulombClusterStatus;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.observe.ArchiveView;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.rollout.Outcome;
import dev.coulomb.operator.rollout.Rollout;
import dev.coulomb.operator.rollout.Seen;
import dev.coulomb.operator.rollout.Step;
import dev.coulomb.operator.wanted.Checked;
import dev.coulomb.operator.wanted.Clusters;
import dev.coulomb.operator.wanted.SpecCheck;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told, as a table: what is wanted, what is seen, phase and conditions. */
class StatusReportTest {

  private static final String ANY = "{}";
  private static final String NEW = "{version: \"0.2.0\"}";
  private static final String TLS = "{access: {tls: {secretRef: {name: cert}}}}";

  private static final List<Arguments> TABLE =
      List.of(
          row(
              "settled",
              ANY,
              Seen.settled(),
              "Running",
              "Ready=True Serving",
              "Progressing=False Settled",
              "KSafe=True InSync",
              "Upgrading=False UpToDate",
              "Paused=False Running",
              "Stopped=False NotWanted",
              "ConfigApplied=True Applied",
              "StorageHealthy=True Bound",
              "Degraded=False AsWanted"),
          row(
              "nothing yet",
              ANY,
              Seen.settled().noStatefulSet(),
              "Pending",
              "Ready=False PodPending",
              "Progressing=True Applying",
              "KSafe=Unknown NoAnswer",
              "ConfigApplied=Unknown NoAnswer",
              "Degraded=False AsWanted"),
          row(
              "starting",
              ANY,
              Seen.settled().container(new ContainerView.Running(false)).silent(),
              "Starting",
              "Ready=False Starting",
              "Progressing=True PodStarting",
              "Degraded=False AsWanted"),
          row(
              "creating",
              ANY,
              Seen.settled().waiting("ContainerCreating"),
              "Pending",
              "Ready=False Starting",
              "Degraded=False AsWanted"),
          row(
              "stalled",
              ANY,
              Seen.settled().waiting("ContainerCreating").createdSecondsAgo(601),
              "Failed",
              "Ready=False Stalled",
              "Progressing=False Stalled",
              "Degraded=True Stalled"),
          row(
              "not stalled by its own measure",
              "{update: {stallTimeoutSeconds: 900}}",
              Seen.settled().waiting("ContainerCreating").createdSecondsAgo(601),
              "Pending",
              "Degraded=False AsWanted"),
          row(
              "no image",
              ANY,
              Seen.settled().waiting("ErrImagePull"),
              "Failed",
              "Ready=False ImageNotAvailable",
              "Degraded=True ImageNotAvailable"),
          row(
              "no image, later",
              ANY,
              Seen.settled().waiting("ImagePullBackOff"),
              "Failed",
              "Ready=False ImageNotAvailable"),
          row(
              "no container",
              ANY,
              Seen.settled().waiting("CreateContainerConfigError"),
              "Failed",
              "Ready=False ContainerNotCreated"),
          row(
              "crash loop",
              ANY,
              Seen.settled().waiting("CrashLoopBackOff"),
              "Failed",
              "Ready=False Crashing"),
          row(
              "crashed",
              ANY,
              Seen.settled().container(new ContainerView.Ended(1, "Error")),
              "Failed",
              "Ready=False Crashing"),
          row(
              "between two crashes",
              ANY,
              Seen.settled().container(new ContainerView.Running(false, true)).silent(),
              "Failed",
              "Ready=False Crashing",
              "Degraded=True Crashing"),
          row(
              "ended well",
              ANY,
              Seen.settled().container(new ContainerView.Ended(0, "Completed")),
              "Pending",
              "Ready=False Starting",
              "Degraded=False AsWanted"),
          row(
              "no machine",
              ANY,
              Seen.settled().unschedulable(),
              "Failed",
              "Ready=False Unschedulable"),
          row(
              "silent",
              ANY,
              Seen.settled().silent(),
              "Unreachable",
              "Ready=False NodeSilent",
              "Paused=Unknown NoAnswer"),
          row(
              "secret",
              ANY,
              Seen.settled().secretProblem("gone"),
              "Blocked",
              "Ready=True Serving",
              "Degraded=True SecretNotUsable",
              "Progressing=False SecretNotUsable"),
          row(
              "paused",
              "{state: Paused}",
              Seen.settled().state(NodeStatus.State.PAUSED),
              "Paused",
              "Ready=True Serving",
              "Paused=True PausedBySpec"),
          row(
              "restart",
              NEW,
              Seen.settled().oldRevision(),
              "Restarting",
              "Upgrading=True Restarting",
              "Progressing=True Restarting"),
          row(
              "refused restart",
              NEW,
              Seen.settled().oldRevision().holdsData(),
              "Blocked",
              "Ready=True Serving",
              "Upgrading=False DataWouldBeLost",
              "Progressing=False DataWouldBeLost",
              "Degraded=True DataWouldBeLost"),
          row(
              "setting for later",
              "{config: {log.format: json}}",
              Seen.settled().oldRevision().holdsData(),
              "Blocked",
              "ConfigApplied=False RestartNeeded"),
          row(
              "setting for now",
              "{config: {log.level: warn}}",
              Seen.settled(),
              "Running",
              "ConfigApplied=False Applying",
              "Progressing=True Configuring"),
          row(
              "unknown setting",
              "{config: {a: b}}",
              Seen.settled(),
              "Blocked",
              "Ready=True Serving",
              "ConfigApplied=False SettingNotUsable",
              "Degraded=True SpecNotUsable",
              "Progressing=False SpecNotUsable"),
          row(
              "spec of the future",
              "{nodes: 3}",
              Seen.settled().noStatefulSet(),
              "Failed",
              "Ready=False SpecNotUsable",
              "Degraded=True SpecNotUsable"),
          row(
              "certificate",
              TLS,
              Seen.settled().certificateUntil(Seen.NOW.plus(Duration.ofDays(90))),
              "Running",
              "CertificatesValid=True Valid"),
          row(
              "certificate, soon",
              TLS,
              Seen.settled().certificateUntil(Seen.NOW.plus(Duration.ofDays(9))),
              "Running",
              "CertificatesValid=True ExpiresSoon"),
          row(
              "certificate, over",
              TLS,
              Seen.settled().certificateUntil(Seen.NOW),
              "Blocked",
              "CertificatesValid=False Expired",
              "Degraded=True CertificateExpired"),
          row(
              "certificate, none",
              TLS,
              Seen.settled(),
              "Running",
              "CertificatesValid=False NotInUse"),
          row(
              "certificate, no Secret",
              TLS,
              Seen.settled().secretProblem("cert", "gone"),
              "Blocked",
              "CertificatesValid=False SecretNotUsable",
              "Degraded=True SecretNotUsable"),
          row(
              "certificate, another Secret",
              TLS,
              Seen.settled()
                  .certificateUntil(Seen.NOW.plus(Duration.ofDays(90)))
                  .secretProblem("password", "gone"),
              "Blocked",
              "CertificatesValid=True Valid",
              "Degraded=True SecretNotUsable"),
          row(
              "stopping",
              ANY,
              Seen.settled().deleting(),
              "Starting",
              "Ready=False Stopping",
              "Degraded=False AsWanted"),
          row(
              "stopping for too long",
              ANY,
              Seen.settled().deletingUntil(Seen.NOW.minusSeconds(61)),
              "Failed",
              "Ready=False StuckStopping",
              "Degraded=True StuckStopping"));

  static Stream<Arguments> table() {
    return TABLE.stream();
  }

  private static Arguments row(
      String name, String spec, Seen seen, String phase, String... conditions) {
    return Arguments.of(name, spec, seen, phase, List.of(conditions));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void phaseAndConditionsFollowFromWhatIsSeen(
      String name, String spec, Seen seen, String phase, List<String> conditions) {
    CoulombClusterStatus status = report(Clusters.cluster("spec: " + spec), seen).status();
    assertThat(status.conditions())
        .extracting(c -> c.getType() + "=" + c.getStatus() + " " + c.getReason())
        .containsAll(conditions);
    assertThat(status.phase()).isEqualTo(phase);
    assertThat(status.conditions())
        .allSatisfy(c -> {
          assertThat(c.getObservedGeneration()).isEqualTo(3);
          assertThat(c.getMessage()).isNotBlank();
        });
  }

  @Test
  void theTimeOfAConditionIsThatOfItsLastTurn() {
    CoulombCluster cluster = Clusters.cluster("spec: {}");
    cluster.setStatus(report(cluster, Seen.settled()).status());
    Condition before = cluster.getStatus().condition("Ready").orElseThrow();
    before.setLastTransitionTime("2020-01-01T00:00:00Z");
    assertThat(time(report(cluster, Seen.settled()), "Ready")).isEqualTo("2020-01-01T00:00:00Z");
    assertThat(time(report(cluster, Seen.settled().silent()), "Ready"))
        .isEqualTo("2026-11-23T12:00:00Z");
  }

  @Test
  void theSameLookTwiceTellsNothingNew() {
    CoulombCluster cluster = Clusters.cluster("spec: " + NEW);
    Seen seen = Seen.settled().oldRevision().holdsData();
    StatusReport first = report(cluster, seen);
    assertThat(first.notices())
        .extracting(Notice::reason)
        .containsExactly("DataWouldBeLost", "Ready");
    cluster.setStatus(first.status());
    StatusReport second = report(cluster, seen);
    assertThat(second.notices()).isEmpty();
    assertThat(second.status()).isEqualTo(first.status());
  }

  @Test
  void whatGoesAwayIsToldToo() {
    CoulombCluster cluster = Clusters.cluster("spec: {}");
    cluster.setStatus(report(cluster, Seen.settled().waiting("ErrImagePull")).status());
    assertThat(report(cluster, Seen.settled()).notices())
        .containsExactly(
            new Notice(false, "Recovered", "no longer so: ImageNotAvailable"),
            new Notice(false, "Ready", "the cluster serves SQL"));
    cluster.setStatus(report(cluster, Seen.settled()).status());
    assertThat(
            report(cluster, Seen.settled().container(new ContainerView.Ended(137, "OOMKilled")))
                .notices())
        .extracting(n -> n.warning() + " " + n.reason())
        .containsExactly("true Crashing", "true NotReady");
  }

  @Test
  void anUpgradeLastsUntilTheNewPodServes() {
    CoulombCluster cluster = Clusters.cluster("spec: " + NEW);
    cluster.setStatus(report(cluster, Seen.settled().oldRevision()).status());
    StatusReport starting = report(cluster, Seen.settled().container(new ContainerView.NotYet()));
    assertThat(starting.status().phase()).isEqualTo("Restarting");
    assertThat(starting.status().condition("Upgrading").orElseThrow().getStatus())
        .isEqualTo("True");
    cluster.setStatus(starting.status());
    assertThat(report(cluster, Seen.settled()).status().phase()).isEqualTo("Running");
  }

  @Test
  void aNodeThatStaysSilentIsTrouble() {
    CoulombCluster cluster = Clusters.cluster("spec: {}");
    CoulombClusterStatus first = report(cluster, Seen.settled().silent()).status();
    assertThat(first.condition("Degraded").orElseThrow().getStatus()).isEqualTo("False");
    cluster.setStatus(first);
    CoulombClusterStatus second = report(cluster, Seen.settled().silent()).status();
    assertThat(second.condition("Degraded").orElseThrow().getReason()).isEqualTo("NodeSilent");
    assertThat(second.phase()).isEqualTo("Unreachable");
    cluster.setStatus(second);
    assertThat(report(cluster, Seen.settled().silent()).status()).isEqualTo(second);
  }

  @Test
  void aProcessThatTookThePlaceOfAnotherIsToldOnce() {
    CoulombCluster cluster = Clusters.cluster("spec: {}");
    cluster.setStatus(report(cluster, Seen.settled()).status());
    assertThat(report(cluster, Seen.settled()).notices()).isEmpty();
    // It crashes, is away for a while, and comes back.
    cluster.setStatus(
        report(cluster, Seen.settled().container(new ContainerView.Running(false)).silent())
            .status());
    StatusReport back = report(cluster, Seen.settled().incarnation("another"));
    assertThat(back.notices())
        .contains(
            new Notice(
                true,
                "StartedAnew",
                "demo-0 runs as a new process; it has read its data back from its volume"));
    cluster.setStatus(back.status());
    assertThat(report(cluster, Seen.settled().incarnation("another")).notices()).isEmpty();
    assertThat(report(cluster, Seen.settled().withoutVolume().holdsData()).notices())
        .contains(
            new Notice(
                true,
                "StartedAnew",
                "demo-0 runs as a new process; what the one before it held in memory only is gone"));
  }

  @Test
  void whatFailsDoesNotProgress() {
    CoulombCluster cluster = Clusters.cluster("spec: {}");
    Findings found =
        findings(
            cluster,
            Seen.settled().statefulSet(false, true),
            new Outcome.Failed("StatefulSetNotApplied", "Kubernetes refused: no"));
    assertThat(StatusReport.of(found).status().conditions())
        .extracting(c -> c.getType() + "=" + c.getStatus() + " " + c.getReason())
        .contains("Progressing=False StatefulSetNotApplied", "Degraded=True StatefulSetNotApplied");
  }

  @Test
  void aRoundThatBrokeOffIsToldOnceAndLeavesTheRest() {
    CoulombCluster cluster = Clusters.cluster("spec: {}");
    CoulombClusterStatus before = report(cluster, Seen.settled()).status();
    cluster.setStatus(before);
    StatusReport failed = StatusReport.ofFailure(cluster, "Kubernetes answered: no", Seen.NOW);
    assertThat(failed.status().phase()).isEqualTo("Blocked");
    assertThat(failed.status().condition("Ready")).isEqualTo(before.condition("Ready"));
    assertThat(failed.status().condition("Degraded").orElseThrow().getReason())
        .isEqualTo("ReconciliationFailed");
    assertThat(failed.status().conditions()).hasSameSizeAs(before.conditions());
    assertThat(failed.notices())
        .containsExactly(new Notice(true, "ReconciliationFailed", "Kubernetes answered: no"));
    cluster.setStatus(failed.status());
    StatusReport again = StatusReport.ofFailure(cluster, "Kubernetes answered: no", Seen.NOW);
    assertThat(again.status()).isEqualTo(failed.status());
    assertThat(again.notices()).isEmpty();
    assertThat(report(cluster, Seen.settled()).notices())
        .containsExactly(new Notice(false, "Recovered", "no longer so: ReconciliationFailed"));
  }

  @Test
  void aNodesRefusalIsToldInItsWords() {
    CoulombCluster cluster = Clusters.cluster("spec: {config: {log.level: warn}}");
    Findings found = findings(cluster, Seen.settled(), new Outcome.NodeRefused("demo-0: not now"));
    CoulombClusterStatus status = StatusReport.of(found).status();
    assertThat(status.condition("ConfigApplied").orElseThrow().getMessage())
        .isEqualTo("the node does not take the settings: demo-0: not now");
    assertThat(status.phase()).isEqualTo("Blocked");
  }

  @Test
  void theRestOfTheStatus() {
    CoulombClusterStatus status = report(Clusters.cluster("spec: {}"), Seen.settled()).status();
    assertThat(status.observedGeneration()).isEqualTo(3);
    assertThat(status.selector())
        .isEqualTo("app.kubernetes.io/name=coulomb,coulomb.dev/cluster=demo");
    assertThat(status.endpoints())
        .isEqualTo(
            new CoulombClusterStatus.Endpoints("demo.shop.svc:5432", "demo-nodes.shop.svc:8080"));
    assertThat(status.superuserSecret()).isEqualTo("demo-superuser");
    assertThat(status.nodes())
        .containsExactly(
            new CoulombClusterStatus.NodeView(
                "demo-0", "Running", "0.1.0", "incarnation", null, 32, 32, 32, "5Mi"));
    assertThat(report(Clusters.cluster("spec: {}"), Seen.settled().silent()).status().nodes())
        .extracting(CoulombClusterStatus.NodeView::state)
        .containsExactly("Unreachable");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0Mi",
    "1, 1Mi",
    "1048576, 1Mi",
    "1048577, 2Mi",
    "104857600, 100Mi",
    "105906176, 110Mi",
    "1073741824, 1100Mi"
  })
  void memoryIsRoundedUpToTwoDigits(long bytes, String text) {
    assertThat(Sizes.rounded(bytes)).isEqualTo(text);
  }

  @Test
  void aNoteFitsAnEvent() {
    assertThat(new Notice(true, "R", "x".repeat(5_000)).note()).hasSize(1_024).endsWith("…");
  }

  private static String time(StatusReport report, String type) {
    return report.status().condition(type).orElseThrow().getLastTransitionTime();
  }

  private static StatusReport report(CoulombCluster cluster, Seen seen) {
    return StatusReport.of(findings(cluster, seen, new Outcome.Nothing()));
  }

  private static Findings findings(CoulombCluster cluster, Seen seen, Outcome outcome) {
    Observation observation = seen.before(cluster.getStatus()).observation();
    Checked checked = SpecCheck.check(cluster, Clusters.DEFAULTS);
    Step step =
        switch (checked) {
          case Checked.Accepted(var wanted) -> Rollout.next(wanted, observation);
          case Checked.Rejected r -> new Step.Refuse("SpecNotUsable", "");
        };
    return new Findings(
        cluster,
        checked,
        observation,
        step,
        outcome,
        List.of(),
        List.of(),
        new ArchiveView.NotWanted(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
