package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeAdmin;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.PodRef;
import dev.coulomb.operator.rollout.Outcome;
import dev.coulomb.operator.rollout.Rollout;
import dev.coulomb.operator.rollout.Step;
import java.util.function.Function;

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
      case Step.ApplyStatefulSet(String why) -> {
        workloads.applyStatefulSet();
        yield new Outcome.Did("StatefulSetApplied", "the StatefulSet was applied: " + why);
      }
      case Step.Replace replace -> replace(replace);
      case Step.Restart restart -> restart(restart);
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

  private static boolean neverServed(ContainerView container) {
    return !(container instanceof ContainerView.Running(boolean started, boolean crashed)
        && started);
  }

  private Outcome restart(Step.Restart step) {
    Answer answer =
        workloads
            .address(step.pod())
            .map(address -> nodes.stop(address, step.force()))
            .orElseGet(() -> new Answer.Silent("it has no address"));
    return switch (answer) {
      case Answer.Stopping() -> delete(step);
      case Answer.Told told ->
          new Outcome.Failed("NodeSilent", step.pod() + " did not say whether it stops");
      case Answer.Silent(String reason) ->
          // With the override its data is given up already, so silence does not hold the restart
          // up.
          step.force()
              ? delete(step)
              : new Outcome.Failed("NodeSilent", step.pod() + " did not answer: " + reason);
      case Answer.Refused(String code, String message) -> {
        if (step.force()) {
          yield delete(step);
        }
        yield code.equals(UNSAFE)
            ? new Outcome.NodeRefused(Rollout.lossSentence(step.pod().name(), step.why(), message))
            : new Outcome.Failed(
                "NodeRefused", step.pod() + " does not take the order to stop: " + message);
      }
    };
  }

  private Outcome delete(Step.Restart step) {
    if (!workloads.deletePod(step.pod(), container -> true)) {
      return new Outcome.Nothing();
    }
    String loss = step.force() ? " (spec.overrides.allowUnsafeRoll: what it held is lost)" : "";
    return new Outcome.Did("Restarting", step.pod() + " is restarted: " + step.why() + loss);
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
