package dev.coulomb.operator.observe;

import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.ExitCodes;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * One database pod as Kubernetes shows it, and what its node says itself.
 *
 * @param revision the StatefulSet revision it was made from
 * @param schedulingProblem why no machine takes it, in the scheduler's words
 * @param answer the node's answer; nothing when it was not asked, because no process runs
 */
public record PodView(
    Template template,
    PodRef ref,
    String revision,
    Life life,
    Optional<String> schedulingProblem,
    Optional<Answer> answer) {

  /**
   * What it was made from, as far as a change can be named.
   *
   * @param persistent whether its data is on a volume that outlives it
   */
  public record Template(String image, String restartSettings, boolean persistent) {}

  /**
   * Where it is in its life.
   *
   * @param endsAt when it must be gone, if it is on its way out
   * @param lastExit the exit code of the process before the one that runs, if there was one
   */
  public record Life(
      Instant createdAt,
      Optional<Instant> endsAt,
      boolean ready,
      ContainerView container,
      Optional<Integer> lastExit) {

    /** Whether it is on its way out. */
    public boolean deleting() {
      return endsAt.isPresent();
    }
  }

  public String name() {
    return ref.name();
  }

  public ContainerView container() {
    return life.container();
  }

  /** The node's own status, when it gave one. */
  public Optional<NodeStatus> status() {
    return answer.flatMap(
        a -> a instanceof Answer.Told told ? Optional.of(told.status()) : Optional.empty());
  }

  /** The node's status, when it is up and takes orders. */
  public Optional<NodeStatus> serving() {
    return status()
        .filter(s -> s.state() == NodeStatus.State.RUNNING || s.state() == NodeStatus.State.PAUSED);
  }

  /** Whether the node found another volume than its own, and would not start. */
  public boolean strangerToItsVolume() {
    boolean serves =
        container() instanceof ContainerView.Running(boolean started, boolean crashed) && started;
    return !serves && life.lastExit().filter(code -> code == ExitCodes.ANOTHER_VOLUME).isPresent();
  }

  /** Why a node that is up does not answer; nothing when it does, or is not up. */
  public Optional<String> silence() {
    boolean up =
        container() instanceof ContainerView.Running(boolean started, boolean crashed) && started;
    return up
        ? answer.flatMap(
            a -> a instanceof Answer.Silent(String reason) ? Optional.of(reason) : Optional.empty())
        : Optional.empty();
  }
}
