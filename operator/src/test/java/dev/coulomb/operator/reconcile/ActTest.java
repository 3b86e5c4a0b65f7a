package dev.coulomb.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeAdmin;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.PodRef;
import dev.coulomb.operator.observe.PodView;
import dev.coulomb.operator.rollout.Step;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a restart, by the node's answer and by who has the last word. */
class ActTest {

  private static final PodRef POD = new PodRef("demo-0", "u-0");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stopping | false | Did[reason=Restarting, message=demo-0 is restarted: why]    | true
          unsafe   | false | NodeRefused[message=demo-0 is not restarted (why): 4 tables | false
          token    | false | Failed[reason=NodeRefused, message=demo-0 does not take the order to stop: 4 tables] | false
          silent   | false | Failed[reason=NodeSilent, message=demo-0 did not answer: refused] | false
          unsafe   | true  | Did[reason=Restarting, | true
          token    | true  | Did[reason=Restarting, | true
          silent   | true  | Did[reason=Restarting, | true
          """)
  void aRestart(String answer, boolean force, String outcome, boolean deleted) {
    OnePod workloads = new OnePod();
    Act act = new Act(new OneAnswer(answer), workloads);
    assertThat(act.carryOut(new Step.Restart(POD, force, "why")).toString()).startsWith(outcome);
    assertThat(workloads.deleted).isEqualTo(deleted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stopping | false | Did[reason=Stopping, message=demo-0 is stopped, its volume is kept] | true
          unsafe   | false | NodeRefused[message=demo-0 is not restarted (spec.state is Stopped): 4 tables | false
          token    | false | Failed[reason=NodeRefused, | false
          silent   | false | Failed[reason=NodeSilent,  | false
          silent   | true  | Did[reason=Stopping, | true
          """)
  void aStop(String answer, boolean force, String outcome, boolean applied) {
    OnePod workloads = new OnePod();
    Act act = new Act(new OneAnswer(answer), workloads);
    assertThat(act.carryOut(new Step.Stop(POD, force)).toString()).startsWith(outcome);
    assertThat(workloads.applied).isEqualTo(applied);
    assertThat(workloads.deleted).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          7 | Did[reason=VolumeExpanding, message=c is to have 20Gi] | Did[reason=ReclaimPolicySet, message=c is deleted with the cluster]
          8 | Nothing[] | Nothing[]
          """)
  void aClaimThatChangedMeanwhileIsLeftToTheNextLook(
      String version, String expanded, String reclaimed) {
    Act act = new Act(new OneAnswer("silent"), new OnePod());
    assertThat(act.carryOut(new Step.ExpandVolume("c", version, "20Gi"))).hasToString(expanded);
    assertThat(act.carryOut(new Step.SetReclaim("c", version, true))).hasToString(reclaimed);
  }

  /** A node that always says the same. */
  private record OneAnswer(String word) implements NodeAdmin {

    private Answer answer() {
      return switch (word) {
        case "stopping" -> new Answer.Stopping();
        case "silent" -> new Answer.Silent("refused");
        default -> new Answer.Refused(word, "4 tables");
      };
    }

    @Override
    public Answer status(NodeAddress node) {
      return answer();
    }

    @Override
    public Answer pause(NodeAddress node) {
      return answer();
    }

    @Override
    public Answer resume(NodeAddress node) {
      return answer();
    }

    @Override
    public Answer changeSettings(NodeAddress node, SortedMap<String, String> settings) {
      return answer();
    }

    @Override
    public Answer stop(NodeAddress node, boolean force) {
      return answer();
    }
  }

  /** Kubernetes with that one pod. */
  private static final class OnePod implements Workloads {
    private boolean deleted;
    private boolean applied;

    @Override
    public boolean applyStatefulSet() {
      applied = true;
      return true;
    }

    @Override
    public boolean orphanStatefulSet() {
      return true;
    }

    @Override
    public boolean expandVolume(String claim, String resourceVersion, String size) {
      return resourceVersion.equals("7");
    }

    @Override
    public boolean setReclaim(String claim, String resourceVersion, boolean goesWithCluster) {
      return resourceVersion.equals("7");
    }

    @Override
    public boolean deletePod(PodRef pod, Predicate<PodView.Life> condition) {
      deleted =
          condition.test(
              new PodView.Life(
                  Instant.EPOCH,
                  Optional.empty(),
                  true,
                  new ContainerView.Running(true),
                  Optional.empty()));
      return deleted;
    }

    @Override
    public Optional<NodeAddress> address(PodRef pod) {
      return Optional.of(new NodeAddress("10.0.0.1", 8080, "token"));
    }
  }
}
