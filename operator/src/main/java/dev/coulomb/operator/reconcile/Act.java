package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeAdmin;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.PodRef;
import dev.coulomb.operator.observe.PodView;
import dev.coulomb.operator.rollout.Outcome;
import dev.coulomb.operator.rollout.Rollout;
import dev.coulomb.operator.rollout.Step;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Carries out one step. The operator may die at any point of it: what is half done is seen and
 * decided anew.
 */
final class Act {

  /** The node's word for a stop that would lose data; its other refusals are about the order. */
  private static final String UNSAFE = "unsafe";

  private final NodeAdmin nodes;
  private final Workloads workloads;

  Act(NodeAdmin nodes, Workloads workloads) {
    this.nodes = nodes;
    this.workloads = workloads;
  }

  Outcome carryOut(Step step) {
    return switch (step) {
      case Step.Done() -> new Outcome.Nothing();
      case Step.Wait w -> new Outcome.Nothing();
      case Step.Refuse r -> new Outcome.Nothing();
      case Step.ApplyStatefulSet(String why) ->
          workloads.applyStatefulSet()
              ? new Outcome.Did("StatefulSetApplied", "the StatefulSet was applied: " + why)
              : new Outcome.Nothing();
      case Step.Replace replace -> replace(replace);
      case Step.Restart restart -> restart(restart);
      case Step.Vacate vacate -> vacate(vacate);
      case Step.Stop stop -> stop(stop);
      case Step.RecreateStatefulSet(String why) ->
          workloads.orphanStatefulSet()
              ? new Outcome.Did(
                  "StatefulSetRecreated",
                  "the StatefulSet is made anew, its pods run on meanwhile: " + why)
              : new Outcome.Nothing();
      case Step.ExpandVolume(String claim, String version, String size) ->
          workloads.expandVolume(claim, version, size)
              ? new Outcome.Did("VolumeExpanding", claim + " is to have " + size)
              : new Outcome.Nothing();
      case Step.SetReclaim(String claim, String version, boolean goesWithCluster) ->
          workloads.setReclaim(claim, version, goesWithCluster)
              ? new Outcome.Did(
                  "ReclaimPolicySet",
                  claim + (goesWithCluster ? " is deleted with" : " outlives") + " the cluster")
              : new Outcome.Nothing();
      case Step.Pause(PodRef pod) ->
          tell(pod, nodes::pause, new Outcome.Did("Paused", pod + " refuses changes from now on"));
      case Step.Resume(PodRef pod) ->
          tell(pod, nodes::resume, new Outcome.Did("Resumed", pod + " takes changes again"));
      case Step.ChangeSettings(PodRef pod, var settings) ->
          tell(
              pod,
              address -> nodes.changeSettings(address, settings),
              new Outcome.Did("SettingsApplied", pod + " now runs with " + settings));
    };
  }

  private Outcome replace(Step.Replace step) {
    // A pod that came up in the meantime may hold data by now: then the next look decides.
    boolean deleted = workloads.deletePod(step.pod(), Act::neverServed);
    return deleted
        ? new Outcome.Did("Replaced", step.pod() + " was replaced, it held nothing: " + step.why())
        : new Outcome.Nothing();
  }

  private static boolean neverServed(PodView.Life life) {
    return !(life.container() instanceof ContainerView.Running(boolean started, boolean crashed)
        && started);
  }

  private Outcome restart(Step.Restart step) {
    return stopped(
        step.pod(),
        step.force(),
        () -> delete(step.pod(), step.force(), step.why()),
        message ->
            new Outcome.NodeRefused(Rollout.lossSentence(step.pod().name(), step.why(), message)));
  }

  /** What it holds can be counted on only when nothing comes in any more. */
  private Outcome vacate(Step.Vacate step) {
    Answer answer =
        workloads
            .address(step.pod())
            .map(nodes::pause)
            .orElseGet(() -> new Answer.Silent("it has no address"));
    return switch (answer) {
      case Answer.Told(NodeStatus status) when status.data().tables() > 0 ->
          new Outcome.NodeRefused(
              Rollout.lossSentence(
                  step.pod().name(),
                  step.why(),
                  status.data().tables() + " tables go with the pod, which has no volume"));
      case Answer.Told told ->
          stopped(
              step.pod(),
              false,
              () -> delete(step.pod(), false, step.why()),
              message ->
                  new Outcome.NodeRefused(
                      Rollout.lossSentence(step.pod().name(), step.why(), message)));
      case Answer.Stopping() -> delete(step.pod(), false, step.why());
      case Answer.Refused(String code, String message) ->
          new Outcome.Failed("NodeRefused", step.pod() + " cannot be paused: " + message);
      case Answer.Silent(String reason) ->
          new Outcome.Failed("NodeSilent", step.pod() + " did not answer: " + reason);
    };
  }

  /** A process that ended is started again by the kubelet, until its pod is gone. */
  private Outcome stop(Step.Stop step) {
    return stopped(
        step.pod(),
        step.force(),
        () ->
            workloads.applyStatefulSet()
                ? new Outcome.Did(
                    "Stopping", step.pod() + " is stopped, its volume is kept" + loss(step.force()))
                : new Outcome.Nothing(),
        message -> new Outcome.NodeRefused(Rollout.lossAtStop(step.pod().name(), message)));
  }

  /**
   * Asks a node to stop.
   *
   * @param then what follows when it does, or when its data is given up
   * @param unsafe what it means that the node will not, because data would be lost
   */
  private Outcome stopped(
      PodRef pod, boolean force, Supplier<Outcome> then, Function<String, Outcome> unsafe) {
    Answer answer =
        workloads
            .address(pod)
            .map(address -> nodes.stop(address, force))
            .orElseGet(() -> new Answer.Silent("it has no address"));
    return switch (answer) {
      case Answer.Stopping() -> then.get();
      case Answer.Told told ->
          new Outcome.Failed("NodeSilent", pod + " did not say whether it stops");
      case Answer.Silent(String reason) ->
          // With the override its data is given up already, so silence does not hold it up.
          force ? then.get() : new Outcome.Failed("NodeSilent", pod + " did not answer: " + reason);
      case Answer.Refused(String code, String message) -> {
        if (force) {
          yield then.get();
        }
        yield code.equals(UNSAFE)
            ? unsafe.apply(message)
            : new Outcome.Failed(
                "NodeRefused", pod + " does not take the order to stop: " + message);
      }
    };
  }

  private Outcome delete(PodRef pod, boolean force, String why) {
    if (!workloads.deletePod(pod, life -> true)) {
      return new Outcome.Nothing();
    }
    return new Outcome.Did("Restarting", pod + " is restarted: " + why + loss(force));
  }

  private static String loss(boolean force) {
    return force ? " (spec.overrides.allowUnsafeRoll: what is not on its volume is lost)" : "";
  }

  private Outcome tell(PodRef pod, Function<NodeAddress, Answer> order, Outcome done) {
    Answer answer =
        workloads.address(pod).map(order).orElseGet(() -> new Answer.Silent("it has no address"));
    return switch (answer) {
      case Answer.Told t -> done;
      case Answer.Stopping s -> new Outcome.Nothing();
      case Answer.Refused(String code, String message) ->
          new Outcome.NodeRefused(pod + ": " + message);
      case Answer.Silent(String reason) ->
          new Outcome.Failed("NodeSilent", pod + " did not answer: " + reason);
    };
  }
}
