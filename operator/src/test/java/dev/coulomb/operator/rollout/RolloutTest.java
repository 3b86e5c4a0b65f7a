package dev.coulomb.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.wanted.Clusters;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is decided, as a table: what is wanted, what is seen, the step. */
class RolloutTest {

  private static final String ANY = "{}";
  private static final String NEW_IMAGE = "{version: \"0.2.0\"}";
  private static final String OVERRIDE = "{version: \"0.2.0\", overrides: {allowUnsafeRoll: true}}";

  private static final List<Arguments> TABLE =
      List.of(
          row("settled", ANY, Seen.settled(), "Done[]"),
          row(
              "a Secret is missing",
              ANY,
              Seen.settled().noStatefulSet().secretProblem("gone"),
              "Refuse[reason=SecretNotUsable, message=gone]"),
          row(
              "pause while a Secret is missing",
              "{state: Paused}",
              Seen.settled().secretProblem("gone"),
              "Pause[pod=demo-0]"),
          row(
              "a Secret is missing, nothing to tell",
              ANY,
              Seen.settled().oldRevision().secretProblem("gone"),
              "Refuse[reason=SecretNotUsable, message=gone]"),
          row(
              "nothing is there",
              ANY,
              Seen.settled().noStatefulSet(),
              "ApplyStatefulSet[why=it does not exist]"),
          row(
              "the StatefulSet drifted",
              ANY,
              Seen.settled().statefulSet(false, true),
              "ApplyStatefulSet[why=it is not what the spec says]"),
          row(
              "Kubernetes is behind",
              ANY,
              Seen.settled().statefulSet(true, false).oldRevision(),
              "Wait[reason=StatefulSetPending, message=Kubernetes has not taken up the StatefulSet yet]"),
          row(
              "no pod yet",
              ANY,
              Seen.settled().noPod(),
              "Wait[reason=PodPending, message=the pod has not been created yet]"),
          row(
              "the pod goes",
              NEW_IMAGE,
              Seen.settled().oldRevision().deleting(),
              "Wait[reason=PodStopping, message=pod demo-0 is stopping]"),
          row(
              "the pod starts",
              ANY,
              Seen.settled().container(new ContainerView.NotYet()),
              "Wait[reason=PodStarting, message=pod demo-0 does not serve yet]"),
          row(
              "the node recovers",
              ANY,
              Seen.settled().notReady().state(NodeStatus.State.STARTING),
              "Wait[reason=PodStarting, message=pod demo-0 does not serve yet]"),
          row(
              "the node is silent",
              ANY,
              Seen.settled().silent(),
              "Wait[reason=PodStarting, message=pod demo-0 does not serve yet]"),
          row(
              "old and empty",
              NEW_IMAGE,
              Seen.settled().oldRevision(),
              "Restart[pod=demo-0, force=false, why=image registry.test/coulomb-node:0.1.0 becomes registry.test/coulomb-node:0.2.0]"),
          row(
              "old, other settings",
              "{config: {log.format: json}}",
              Seen.settled().oldRevision(),
              "Restart[pod=demo-0, force=false, why=a setting changed that needs a restart]"),
          row(
              "old, other template",
              ANY,
              Seen.settled().oldRevision(),
              "Restart[pod=demo-0, force=false, why=the pod template changed]"),
          row(
              "old, never pulled",
              ANY,
              Seen.settled().oldRevision().waiting("ImagePullBackOff").image("x:1"),
              "Replace[pod=demo-0, why=image x:1 becomes registry.test/coulomb-node:0.1.0]"),
          row(
              "old, no machine",
              ANY,
              Seen.settled().oldRevision().unschedulable(),
              "Replace[pod=demo-0, why=the pod template changed]"),
          row(
              "old, crashed",
              ANY,
              Seen.settled().oldRevision().container(new ContainerView.Ended(1, "Error")),
              "Replace[pod=demo-0, why=the pod template changed]"),
          row(
              "old, never up, silent",
              ANY,
              Seen.settled().oldRevision().container(new ContainerView.Running(false)).silent(),
              "Replace[pod=demo-0, why=the pod template changed]"),
          row(
              "old, never up, starting",
              ANY,
              Seen.settled()
                  .oldRevision()
                  .container(new ContainerView.Running(false))
                  .state(NodeStatus.State.STARTING)
                  .holdsData(),
              "Replace[pod=demo-0, why=the pod template changed]"),
          row(
              "old, just up with data",
              ANY,
              Seen.settled().oldRevision().container(new ContainerView.Running(false)).holdsData(),
              "Refuse[reason=DataWouldBeLost, "),
          row(
              "old with data",
              NEW_IMAGE,
              Seen.settled().oldRevision().holdsData(),
              "Refuse[reason=DataWouldBeLost, message=demo-0 is not restarted (image registry.test/coulomb-node:0.1.0 becomes registry.test/coulomb-node:0.2.0): 4 tables would be lost. It goes on running as before."),
          row(
              "old with data, override",
              OVERRIDE,
              Seen.settled().oldRevision().holdsData(),
              "Restart[pod=demo-0, force=true, "),
          row(
              "old and silent",
              NEW_IMAGE,
              Seen.settled().oldRevision().silent(),
              "Refuse[reason=NodeSilent, message=demo-0 must be restarted ("),
          row(
              "old and silent, override",
              OVERRIDE,
              Seen.settled().oldRevision().silent(),
              "Restart[pod=demo-0, force=true, "),
          row(
              "current with data, override",
              "{overrides: {allowUnsafeRoll: true}}",
              Seen.settled().holdsData(),
              "Done[]"),
          row("pause", "{state: Paused}", Seen.settled(), "Pause[pod=demo-0]"),
          row(
              "paused already",
              "{state: Paused}",
              Seen.settled().state(NodeStatus.State.PAUSED),
              "Done[]"),
          row("resume", ANY, Seen.settled().state(NodeStatus.State.PAUSED), "Resume[pod=demo-0]"),
          row(
              "pause while a restart is refused",
              "{state: Paused, version: \"0.2.0\"}",
              Seen.settled().oldRevision().holdsData(),
              "Pause[pod=demo-0]"),
          row(
              "settings",
              "{config: {sql.max-connections: \"5\"}}",
              Seen.settled(),
              "ChangeSettings[pod=demo-0, settings={sql.max-connections=5}]"),
          row(
              "settings drifted",
              ANY,
              Seen.settled().effective("log.level", "debug"),
              "ChangeSettings[pod=demo-0, settings={log.level=info}]"),
          row(
              "settings of a stopping node",
              "{config: {sql.max-connections: \"5\"}}",
              Seen.settled().state(NodeStatus.State.STOPPING),
              "Wait[reason=PodStarting, "),
          row(
              "a state of the future",
              NEW_IMAGE,
              Seen.settled().oldRevision().state(NodeStatus.State.UNKNOWN).holdsData(),
              "Refuse[reason=DataWouldBeLost, "));

  static Stream<Arguments> table() {
    return TABLE.stream();
  }

  private static Arguments row(String name, String spec, Seen seen, String step) {
    return Arguments.of(name, spec, seen, step);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void theStepFollowsFromWhatIsWantedAndWhatIsSeen(
      String name, String spec, Seen seen, String step) {
    assertThat(Rollout.next(Clusters.wanted("spec: " + spec), seen.observation()).toString())
        .startsWith(step);
  }

  @Test
  void aRefusalSaysWhatToDo() {
    Step step =
        Rollout.next(
            Clusters.wanted("spec: " + NEW_IMAGE),
            Seen.settled().oldRevision().holdsData().observation());
    assertThat(step.toString())
        .contains("set spec.overrides.allowUnsafeRoll: true")
        .contains("take the change back");
  }
}
