package dev.coulomb.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.CoulombClusterStatus;
import dev.coulomb.operator.api.CoulombClusterStatus.Refused;
import dev.coulomb.operator.api.CoulombClusterStatus.StorageStatus;
import dev.coulomb.operator.observe.ArchiveView;
import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.observe.VolumeView;
import dev.coulomb.operator.rollout.Outcome;
import dev.coulomb.operator.rollout.Rollout;
import dev.coulomb.operator.rollout.Seen;
import dev.coulomb.operator.rollout.Volumes;
import dev.coulomb.operator.wanted.Checked;
import dev.coulomb.operator.wanted.Clusters;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of volumes, of a stop and of a start that takes long. */
class StorageReportTest {

  private static final String ANY = "{}";
  private static final String STOPPED = "{state: Stopped}";
  private static final String LARGER = "{storage: {size: 20Gi}}";

  private static final List<Arguments> TABLE =
      List.of(
          row("settled", ANY, Seen.settled(), "Running", "StorageHealthy=True Bound"),
          row(
              "nothing yet",
              ANY,
              Seen.settled().noStatefulSet().volume(new VolumeView.Missing()),
              "Pending",
              "StorageHealthy=Unknown Pending",
              "Degraded=False AsWanted"),
          row(
              "not bound yet",
              ANY,
              Seen.settled()
                  .waiting("ContainerCreating")
                  .volume(Seen.present(VolumeView.Condition.PENDING, 10, false)),
              "Pending",
              "StorageHealthy=Unknown Pending"),
          row(
              "too small for what it may hold",
              "{storage: {size: 3Gi}}",
              Seen.settled().volume(Seen.present(VolumeView.Condition.BOUND, 3, false)),
              "Running",
              "StorageHealthy=True Tight",
              "Degraded=False AsWanted"),
          row(
              "no room for the log",
              ANY,
              Seen.settled().logFull(),
              "Blocked",
              "Ready=True Serving",
              "StorageHealthy=False VolumeFull",
              "Degraded=True VolumeFull"),
          row(
              "growing",
              LARGER,
              Seen.settled()
                  .volume(
                      new VolumeView.Present(
                          "8", VolumeView.Condition.BOUND, 20L << 30, 10L << 30, false)),
              "Running",
              "StorageHealthy=True Expanding"),
          row(
              "growth refused",
              LARGER,
              Seen.settled().refused("20Gi", Seen.NOW),
              "Blocked",
              "Ready=True Serving",
              "StorageHealthy=False ExpansionRefused",
              "Progressing=False ExpansionRefused",
              "Degraded=True ExpansionRefused"),
          row(
              "no volume that outlives the pod",
              ANY,
              Seen.settled().withoutVolume().holdsData(),
              "Blocked",
              "Ready=True Serving",
              "StorageHealthy=False NoVolume",
              "Upgrading=False DataWouldBeLost"),
          row(
              "the claim was deleted",
              ANY,
              Seen.settled()
                  .hadData()
                  .volume(Seen.present(VolumeView.Condition.DELETING, 10, false)),
              "Blocked",
              "Ready=True Serving",
              "StorageHealthy=False VolumeLost",
              "Degraded=True VolumeLost"),
          row(
              "the claim is gone",
              ANY,
              Seen.settled().hadData().noStatefulSet().volume(new VolumeView.Missing()),
              "Failed",
              "Ready=False VolumeLost",
              "Progressing=False VolumeLost",
              "StorageHealthy=False VolumeLost"),
          row(
              "the node found another volume",
              ANY,
              Seen.settled().hadData().waiting("CrashLoopBackOff").exited(3),
              "Failed",
              "Ready=False VolumeLost",
              "StorageHealthy=False VolumeLost",
              "Degraded=True VolumeLost"),
          row(
              "another database serves",
              ANY,
              Seen.settled().hadData().node("another"),
              "Blocked",
              "Ready=True Serving",
              "StorageHealthy=False AnotherDatabase"),
          row(
              "the machine with the volume is gone",
              ANY,
              Seen.settled()
                  .hadData()
                  .unschedulable(
                      "0/3 nodes are available: 3 node(s) didn't match PersistentVolume's node affinity."),
              "Failed",
              "Ready=False VolumeUnreachable",
              "StorageHealthy=False VolumeUnreachable"),
          row(
              "somebody else's claim",
              ANY,
              Seen.settled().noStatefulSet().volume(new VolumeView.Foreign()),
              "Failed",
              "StorageHealthy=False VolumeNotOurs"),
          row(
              "stopping",
              STOPPED,
              Seen.settled().statefulSet(false, true),
              "Stopping",
              "Stopped=False Stopping",
              "Progressing=True Stopping",
              "Degraded=False AsWanted"),
          row(
              "stopped",
              STOPPED,
              Seen.settled().hadData().replicas(0).noPod(),
              "Stopped",
              "Ready=False Stopped",
              "Stopped=True StoppedBySpec",
              "Progressing=False Settled",
              "StorageHealthy=True Bound",
              "Degraded=False AsWanted"),
          row(
              "a stop that is refused",
              STOPPED,
              Seen.settled().statefulSet(false, true).holdsData(),
              "Blocked",
              "Ready=True Serving",
              "Stopped=False Stopping",
              "Progressing=False DataWouldBeLost",
              "Degraded=True DataWouldBeLost"),
          row(
              "reading its data back",
              ANY,
              Seen.settled().starts("log", 120, 480),
              "Starting",
              "Ready=False Recovering",
              "Degraded=False AsWanted"));

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
    CoulombCluster cluster = Clusters.cluster("spec: " + spec);
    cluster.setStatus(seen.observation().before());
    CoulombClusterStatus status = report(cluster, seen, new Outcome.Nothing()).status();
    assertThat(status.conditions())
        .extracting(c -> c.getType() + "=" + c.getStatus() + " " + c.getReason())
        .containsAll(conditions);
    assertThat(status.phase()).isEqualTo(phase);
  }

  @Test
  void theNodeWhoseDataIsOnTheVolumeIsKnownFromItsFirstWordOn() {
    CoulombCluster cluster = Clusters.cluster("spec: {}");
    cluster.setStatus(report(cluster, Seen.settled()).status());
    assertThat(storage(cluster)).isEqualTo(new StorageStatus("10Gi", "10Gi", Seen.NODE, null));
    cluster.setStatus(report(cluster, Seen.settled().noPod()).status());
    assertThat(storage(cluster).nodeId()).as("while there is no pod").isEqualTo(Seen.NODE);
    cluster.setStatus(report(cluster, Seen.settled().node("another")).status());
    assertThat(storage(cluster).nodeId()).as("and not another one").isEqualTo(Seen.NODE);
    cluster.setSpec(Clusters.cluster("spec: {overrides: {allowEmptyStart: true}}").getSpec());
    cluster.setStatus(report(cluster, Seen.settled().node("another")).status());
    assertThat(storage(cluster).nodeId()).as("unless it was given up").isEqualTo("another");
  }

  @Test
  void aNodeThatKeepsNothingOnAVolumeIsNotWaitedFor() {
    CoulombCluster cluster = Clusters.cluster("spec: {}");
    assertThat(report(cluster, Seen.settled().withoutVolume()).status().storage()).isNull();
  }

  @Test
  void aRefusedGrowthIsToldOnceAndRemembered() {
    CoulombCluster cluster = Clusters.cluster("spec: " + LARGER);
    String sentence = Volumes.refusalSentence("20Gi", "no");
    StatusReport first =
        report(cluster, Seen.settled(), new Outcome.Failed(Volumes.EXPANSION_REFUSED, sentence));
    assertThat(first.notices()).contains(new Notice(true, Volumes.EXPANSION_REFUSED, sentence));
    cluster.setStatus(first.status());
    assertThat(storage(cluster).refused())
        .isEqualTo(new Refused("20Gi", "2026-11-23T12:00:00Z", sentence));
    StatusReport second = report(cluster, Seen.settled());
    assertThat(second.notices()).isEmpty();
    assertThat(second.status()).isEqualTo(first.status());
    cluster.setSpec(Clusters.cluster("spec: {}").getSpec());
    assertThat(report(cluster, Seen.settled()).status().storage())
        .isEqualTo(new StorageStatus("10Gi", "10Gi", Seen.NODE, null));
  }

  @Test
  void aStartThatComesFurtherIsNotStalled() {
    CoulombCluster cluster = Clusters.cluster("spec: {}");
    Seen old = Seen.settled().createdSecondsAgo(10_000);
    CoulombClusterStatus first = report(cluster, old.starts("log", 1, 480)).status();
    assertThat(first.condition("Degraded").orElseThrow().getStatus()).isEqualTo("False");
    assertThat(first.condition("Ready").orElseThrow().getMessage())
        .isEqualTo("pod demo-0 starts: log, 0 %");
    cluster.setStatus(first);
    CoulombClusterStatus silent = report(cluster, old.silent()).status();
    assertThat(silent.nodes().get(0).startup()).isEqualTo(first.nodes().get(0).startup());
    cluster.setStatus(since(first, Seen.NOW.minusSeconds(601).toString()));
    Seen same = Seen.settled().createdSecondsAgo(10_000).starts("log", 1, 480);
    assertThat(report(cluster, same).status().condition("Degraded").orElseThrow().getReason())
        .isEqualTo("Stalled");
    Seen further = Seen.settled().createdSecondsAgo(10_000).starts("log", 2, 480);
    assertThat(report(cluster, further).status().condition("Degraded").orElseThrow().getStatus())
        .isEqualTo("False");
  }

  @Test
  void aStopThatTheNodeRefusesAtTheLastMomentIsTold() {
    CoulombCluster cluster = Clusters.cluster("spec: " + STOPPED);
    CoulombClusterStatus status =
        report(
                cluster,
                Seen.settled().statefulSet(false, true),
                new Outcome.NodeRefused("demo-0 is not stopped"))
            .status();
    assertThat(status.condition("Degraded").orElseThrow().getMessage())
        .isEqualTo("demo-0 is not stopped");
    assertThat(status.phase()).isEqualTo("Blocked");
  }

  private static CoulombClusterStatus since(CoulombClusterStatus status, String at) {
    var node = status.nodes().get(0);
    var startup = Objects.requireNonNull(node.startup());
    return new CoulombClusterStatus(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        status.storage(),
        null,
        null,
        null,
        List.of(
            new CoulombClusterStatus.NodeView(
                node.name(),
                node.state(),
                null,
                null,
                new CoulombClusterStatus.StartupView(
                    startup.phase(), startup.done(), startup.total(), at),
                null,
                null,
                null,
                null)),
        List.of());
  }

  private static StorageStatus storage(CoulombCluster cluster) {
    return Objects.requireNonNull(cluster.getStatus().storage());
  }

  private static StatusReport report(CoulombCluster cluster, Seen seen) {
    return report(cluster, seen, new Outcome.Nothing());
  }

  private static StatusReport report(CoulombCluster cluster, Seen seen, Outcome outcome) {
    Observation observation = seen.before(cluster.getStatus()).observation();
    Checked checked = new Checked.Accepted(Clusters.wanted("spec: " + spec(cluster)));
    return StatusReport.of(
        new Findings(
            cluster,
            checked,
            observation,
            Rollout.next(((Checked.Accepted) checked).wanted(), observation),
            outcome,
            List.of(),
            List.of(),
            new ArchiveView.NotWanted(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private static String spec(CoulombCluster cluster) {
    return dev.coulomb.operator.wanted.AcceptedSpec.text(cluster.getSpec());
  }
}
