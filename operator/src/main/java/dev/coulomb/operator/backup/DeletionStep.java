package dev.coulomb.operator.backup;

import dev.coulomb.operator.nodeadmin.NodeAddress;

/** One thing to do for the deletion of a backup. Each can be done again without harm. */
public sealed interface DeletionStep {

  /** Let the resource go. */
  record Release(String reason, String message) implements DeletionStep {}

  /** Tell the node to write no further. */
  record Cancel(NodeAddress node) implements DeletionStep {}

  /** Make the Job that deletes the snapshot. */
  record CreateJob() implements DeletionStep {}

  /** Take a Job away that failed, so that another one can be made. */
  record RemoveJob(String message) implements DeletionStep {}

  /** Something must be so first; {@code trouble}: a person has to make it so. */
  record Wait(boolean trouble, String reason, String message) implements DeletionStep {}

  /**
   * No Job can be made as things are. Whether that is for ever, because the namespace itself is
   * being deleted, is what Kubernetes is asked.
   */
  record Probe(String reason, String message) implements DeletionStep {}
}
