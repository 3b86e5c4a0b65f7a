package dev.coulomb.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.VolumeView;
import dev.coulomb.operator.wanted.Clusters;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is decided about volumes, about pods that have none, and about a stop. */
class VolumesTest {

  private static final String ANY = "{}";
  private static final String NEW_IMAGE = "{version: \"0.2.0\"}";
  private static final String LARGER = "{storage: {size: 20Gi}}";
  private static final String STOPPED = "{state: Stopped}";
  private static final String EMPTY_START = "{overrides: {allowEmptyStart: true}}";

  private static final List<Arguments> VOLUMES =
      List.of(
          row(
              "a larger volume",
              LARGER,
              Seen.settled().claimsOfAnotherSize(),
              "ExpandVolume[claim=data-demo-0, resourceVersion=7, size=20Gi]"),
          row(
              "a larger volume comes first, the disk may be full",
              LARGER,
              Seen.settled().claimsOfAnotherSize().secretProblem("gone").silent(),
              "ExpandVolume[claim=data-demo-0, resourceVersion=7, size=20Gi]"),
          row(
              "the claim was enlarged, the StatefulSet follows",
              LARGER,
              Seen.settled().claimsOfAnotherSize().volume(bound(20)),
              "RecreateStatefulSet[why=its volumes are to have 20Gi]"),
          row(
              "the StatefulSet goes",
              LARGER,
              Seen.settled().claimsOfAnotherSize().volume(bound(20)).statefulSetGoes(),
              "Wait[reason=StatefulSetPending, message=Kubernetes takes the StatefulSet away]"),
          row(
              "the StatefulSet is gone, its pods run on",
              LARGER,
              Seen.settled().orphaned().volume(bound(20)),
              "ApplyStatefulSet[why=it does not exist]"),
          row(
              "an unbound claim cannot grow yet",
              LARGER,
              Seen.settled().volume(Seen.present(VolumeView.Condition.PENDING, 10, false)),
              "Done[]"),
          row(
              "a claim that is larger than asked for",
              ANY,
              Seen.settled().volume(bound(99)),
              "Done[]"),
          row(
              "a refused growth is not asked for again",
              LARGER,
              Seen.settled().claimsOfAnotherSize().refused("20Gi", Seen.NOW.minusSeconds(599)),
              "Refuse[reason=ExpansionRefused, message=no growth]"),
          row(
              "a refused growth does not keep an image from its pods",
              "{version: \"0.2.0\", storage: {size: 20Gi}}",
              Seen.settled()
                  .oldRevision()
                  .claimsOfAnotherSize()
                  .refused("20Gi", Seen.NOW.minusSeconds(599)),
              "Restart[pod=demo-0, force=false, "),
          row(
              "until ten minutes later",
              LARGER,
              Seen.settled().claimsOfAnotherSize().refused("20Gi", Seen.NOW.minusSeconds(600)),
              "ExpandVolume["),
          row(
              "another growth is asked for at once",
              LARGER,
              Seen.settled().claimsOfAnotherSize().refused("30Gi", Seen.NOW),
              "ExpandVolume["),
          row("a growth taken back", ANY, Seen.settled().refused("20Gi", Seen.NOW), "Done[]"),
          row(
              "the claim is to go with the cluster",
              "{storage: {reclaimPolicy: Delete}}",
              Seen.settled(),
              "SetReclaim[claim=data-demo-0, resourceVersion=7, goesWithCluster=true]"),
          row(
              "the claim is to stay",
              ANY,
              Seen.settled().volume(Seen.present(VolumeView.Condition.BOUND, 10, true)),
              "SetReclaim[claim=data-demo-0, resourceVersion=7, goesWithCluster=false]"),
          row(
              "a claim that goes is left alone",
              "{storage: {size: 20Gi, reclaimPolicy: Delete}}",
              Seen.settled()
                  .hadData()
                  .volume(Seen.present(VolumeView.Condition.DELETING, 10, false)),
              "Done[]"),
          row(
              "the claim goes, so the pod must not",
              NEW_IMAGE,
              Seen.settled()
                  .oldRevision()
                  .hadData()
                  .volume(Seen.present(VolumeView.Condition.DELETING, 10, false)),
              "Refuse[reason=DataWouldBeLost, message=demo-0 is not restarted (image registry.test/coulomb-node:0.1.0 becomes registry.test/coulomb-node:0.2.0): its volume data-demo-0 is gone"),
          row(
              "the claim goes with a pod that does not come up",
              NEW_IMAGE,
              Seen.settled()
                  .oldRevision()
                  .waiting("ImagePullBackOff")
                  .volume(Seen.present(VolumeView.Condition.DELETING, 10, false)),
              "Refuse[reason=DataWouldBeLost, "),
          row(
              "the first start",
              ANY,
              Seen.settled().noStatefulSet().volume(new VolumeView.Missing()),
              "ApplyStatefulSet["),
          row(
              "the volume is lost",
              ANY,
              Seen.settled().noStatefulSet().hadData().volume(new VolumeView.Missing()),
              "Refuse[reason=VolumeLost, message=the PersistentVolumeClaim data-demo-0 does not exist."),
          row(
              "the volume is lost while stopped",
              ANY,
              Seen.settled()
                  .noPod()
                  .replicas(0)
                  .statefulSet(false, true)
                  .hadData()
                  .volume(new VolumeView.Missing()),
              "Refuse[reason=VolumeLost, "),
          row(
              "the volume behind the claim is lost",
              ANY,
              Seen.settled()
                  .noStatefulSet()
                  .hadData()
                  .volume(Seen.present(VolumeView.Condition.LOST, 10, false)),
              "Refuse[reason=VolumeLost, message=the PersistentVolumeClaim data-demo-0 has lost its PersistentVolume."),
          row(
              "the volume is lost and given up",
              EMPTY_START,
              Seen.settled().noStatefulSet().hadData().volume(new VolumeView.Missing()),
              "ApplyStatefulSet["),
          row(
              "somebody else's claim",
              EMPTY_START,
              Seen.settled().noStatefulSet().volume(new VolumeView.Foreign()),
              "Refuse[reason=VolumeNotOurs, "),
          row(
              "the node finds another volume",
              ANY,
              Seen.settled().hadData().waiting("CrashLoopBackOff").exited(3),
              "Refuse[reason=VolumeLost, message=pod demo-0 finds another volume than the one with its data."),
          row(
              "the node finds another volume, which will do",
              EMPTY_START,
              Seen.settled().hadData().waiting("CrashLoopBackOff").exited(3),
              "Replace[pod=demo-0, why=spec.overrides.allowEmptyStart]"));

  private static final List<Arguments> WITHOUT_VOLUME =
      List.of(
          row(
              "an empty one moves to a volume",
              ANY,
              Seen.settled().withoutVolume(),
              "RecreateStatefulSet[why=its data moves to a volume]"),
          row(
              "one without a pod too",
              ANY,
              Seen.settled().withoutVolume().noPod(),
              "RecreateStatefulSet["),
          row(
              "one with data stays",
              ANY,
              Seen.settled().withoutVolume().holdsData(),
              "Refuse[reason=DataWouldBeLost, message=demo-0 is not restarted (its data moves to a volume): 4 tables would be lost."),
          row(
              "and is told what can be told",
              "{state: Paused}",
              Seen.settled().withoutVolume().holdsData(),
              "Pause[pod=demo-0]"),
          row(
              "one with data and a log that goes with the pod stays",
              ANY,
              Seen.settled().withoutVolume().durable(4),
              "Refuse[reason=DataWouldBeLost, message=demo-0 is not restarted (its data moves to a volume): 4 tables live as long as the pod only"),
          row(
              "one that crashed may have left a log",
              ANY,
              Seen.settled()
                  .withoutVolume()
                  .container(new ContainerView.Ended(1, "Error"))
                  .exited(1),
              "Refuse[reason=DataWouldBeLost, message=demo-0 is not restarted (its data moves to a volume): its process ended"),
          row(
              "one that never ran moves",
              ANY,
              Seen.settled().withoutVolume().waiting("ImagePullBackOff"),
              "RecreateStatefulSet["),
          row(
              "one whose data is given up moves",
              "{overrides: {allowUnsafeRoll: true}}",
              Seen.settled().withoutVolume().holdsData(),
              "RecreateStatefulSet["),
          row(
              "then its pod goes",
              ANY,
              Seen.settled().withoutVolume().orphaned(),
              "Vacate[pod=demo-0, why=its data moves to a volume]"),
          row(
              "unless it was filled meanwhile",
              ANY,
              Seen.settled().withoutVolume().orphaned().holdsData(),
              "Refuse[reason=DataWouldBeLost, "),
          row(
              "then there is one with a volume",
              ANY,
              Seen.settled().withoutVolume().noStatefulSet(),
              "ApplyStatefulSet[why=it does not exist]"));

  private static final List<Arguments> STOPS =
      List.of(
          row(
              "stop",
              STOPPED,
              Seen.settled().statefulSet(false, true),
              "Stop[pod=demo-0, force=false]"),
          row(
              "a stop needs no Secret",
              STOPPED,
              Seen.settled().statefulSet(false, true).secretProblem("gone"),
              "Stop[pod=demo-0, force=false]"),
          row(
              "a stop that would lose data",
              STOPPED,
              Seen.settled().statefulSet(false, true).holdsData(),
              "Refuse[reason=DataWouldBeLost, message=demo-0 is not restarted (spec.state is Stopped)"),
          row(
              "a stop that may lose data",
              "{state: Stopped, overrides: {allowUnsafeRoll: true}}",
              Seen.settled().statefulSet(false, true).holdsData(),
              "Stop[pod=demo-0, force=true]"),
          row(
              "a stop of a silent node",
              STOPPED,
              Seen.settled().statefulSet(false, true).silent(),
              "Refuse[reason=NodeSilent, "),
          row(
              "a stop with a claim that goes",
              STOPPED,
              Seen.settled()
                  .statefulSet(false, true)
                  .volume(Seen.present(VolumeView.Condition.DELETING, 10, false)),
              "Refuse[reason=DataWouldBeLost, "),
          row(
              "a stop of a node that does not come up",
              STOPPED,
              Seen.settled().statefulSet(false, true).waiting("CrashLoopBackOff").exited(3),
              "ApplyStatefulSet[why=spec.state is Stopped]"),
          row(
              "a stop of a node that reads its data back",
              STOPPED,
              Seen.settled().statefulSet(false, true).starts("log", 1, 9),
              "ApplyStatefulSet[why=spec.state is Stopped]"),
          row(
              "a stop without a pod",
              STOPPED,
              Seen.settled().statefulSet(false, true).noPod(),
              "ApplyStatefulSet[why=spec.state is Stopped]"),
          row(
              "the pod goes after its node",
              STOPPED,
              Seen.settled().replicas(0).deleting(),
              "Wait[reason=PodStopping, "),
          row("stopped", STOPPED, Seen.settled().replicas(0).noPod(), "Done[]"),
          row(
              "stopped, other template",
              STOPPED,
              Seen.settled().replicas(0).noPod().statefulSet(false, true),
              "ApplyStatefulSet[why=it is not what the spec says]"),
          row(
              "stopped from the first",
              STOPPED,
              Seen.settled().noStatefulSet().volume(new VolumeView.Missing()),
              "ApplyStatefulSet[why=it does not exist]"),
          row(
              "a stopped volume grows too",
              "{state: Stopped, storage: {size: 20Gi}}",
              Seen.settled().replicas(0).noPod().claimsOfAnotherSize(),
              "ExpandVolume["),
          row(
              "running again",
              ANY,
              Seen.settled().replicas(0).noPod().statefulSet(false, true).hadData(),
              "ApplyStatefulSet["));

  static Stream<Arguments> table() {
    return Stream.of(VOLUMES, WITHOUT_VOLUME, STOPS).flatMap(List::stream);
  }

  private static Arguments row(String name, String spec, Seen seen, String step) {
    return Arguments.of(name, spec, seen, step);
  }

  private static VolumeView.Present bound(long gibibytes) {
    return Seen.present(VolumeView.Condition.BOUND, gibibytes, false);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void theStepFollowsFromWhatIsWantedAndWhatIsSeen(
      String name, String spec, Seen seen, String step) {
    assertThat(Rollout.next(Clusters.wanted("spec: " + spec), seen.observation()).toString())
        .startsWith(step);
  }
}
