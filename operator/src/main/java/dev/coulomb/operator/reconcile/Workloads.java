package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.observe.PodRef;
import dev.coulomb.operator.observe.PodView;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the operator does to the workload of one cluster. Every deed can be repeated without harm.
 */
interface Workloads {

  /**
   * Makes the StatefulSet what is wanted, unless there is none and a pod without a volume runs: it
   * would be taken over.
   *
   * @return whether it is what is wanted
   */
  boolean applyStatefulSet();

  /**
   * Takes the StatefulSet away whose claims are not as wanted, and leaves its pods.
   *
   * @return whether there was such a one
   */
  boolean orphanStatefulSet();

  /**
   * Asks for a larger volume.
   *
   * @return whether the claim still was of that version
   */
  boolean expandVolume(String claim, String resourceVersion, String size);

  /**
   * Makes the claim go with the cluster, or outlive it.
   *
   * @return whether the claim still was of that version
   */
  boolean setReclaim(String claim, String resourceVersion, boolean goesWithCluster);

  /**
   * Deletes that very pod, if it is, at that instant and not in some cache, as the condition says.
   *
   * @return whether it was deleted; not when it is gone, on its way out, or no longer meets the
   *     condition
   */
  boolean deletePod(PodRef pod, Predicate<PodView.Life> condition);

  /** Where that very pod's node takes orders; nothing when no process runs. */
  Optional<NodeAddress> address(PodRef pod);
}
