package dev.coulomb.operator.rollout;

import dev.coulomb.operator.observe.PodRef;
import java.util.SortedMap;

/**
 * One thing to do. At most one is done per reconciliation, and each can be done again without harm.
 */
public sealed interface Step {

  /** Everything is as wanted. */
  record Done() implements Step {}

  /** Something is under way; look again later. */
  record Wait(String reason, String message) implements Step {}

  /** Nothing may be done until a person changes something; the message says what. */
  record Refuse(String reason, String message) implements Step {}

  /**
   * Create the StatefulSet or bring it back to what is wanted. No running pod is touched by that.
   */
  record ApplyStatefulSet(String why) implements Step {}

  /**
   * Delete a pod that holds nothing, so that a new one takes its place. Checked again right before.
   */
  record Replace(PodRef pod, String why) implements Step {}

  /**
   * Ask the node to stop, then delete its pod.
   *
   * @param force stop even if data is lost; otherwise the node has the last word
   */
  record Restart(PodRef pod, boolean force, String why) implements Step {}

  /**
   * Let a node that holds nothing, in a pod without a volume that outlives it, refuse changes; then
   * ask it to stop, and delete its pod. It may think itself safe with a log that goes with the pod.
   */
  record Vacate(PodRef pod, String why) implements Step {}

  /**
   * Ask the node to stop, then let Kubernetes take its pod away; its volume stays.
   *
   * @param force stop even if data is lost; otherwise the node has the last word
   */
  record Stop(PodRef pod, boolean force) implements Step {}

  /**
   * Take the StatefulSet away and leave its pods running: its claims cannot be changed. Another one
   * takes the pods over.
   */
  record RecreateStatefulSet(String why) implements Step {}

  /**
   * Ask Kubernetes for a larger volume.
   *
   * @param resourceVersion the version of the claim that was decided on
   * @param size as the spec writes it
   */
  record ExpandVolume(String claim, String resourceVersion, String size) implements Step {}

  /** Let the claim go with the cluster when that is deleted, or outlive it. */
  record SetReclaim(String claim, String resourceVersion, boolean goesWithCluster)
      implements Step {}

  /** Let the node refuse changes. */
  record Pause(PodRef pod) implements Step {}

  /** Let the node take changes again. */
  record Resume(PodRef pod) implements Step {}

  /** Put settings into effect on the running node. */
  record ChangeSettings(PodRef pod, SortedMap<String, String> settings) implements Step {}
}
