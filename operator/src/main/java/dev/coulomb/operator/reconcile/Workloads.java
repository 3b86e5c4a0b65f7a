package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.PodRef;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the operator does to the workload of one cluster. Every deed can be repeated without harm.
 */
interface Workloads {

  /** Makes the StatefulSet what is wanted. */
  void applyStatefulSet();

  /**
   * Deletes that very pod, if its database container is, at that instant and not in some cache, as
   * the condition says.
   *
   * @return whether it was deleted; not when it is gone, on its way out, or no longer meets the
   *     condition
   */
  boolean deletePod(PodRef pod, Predicate<ContainerView> condition);

  /** Where that very pod's node takes orders; nothing when no process runs. */
  Optional<NodeAddress> address(PodRef pod);
}
