package dev.coulomb.operator.backup.schedule;

import dev.coulomb.operator.api.backup.DrillStatus;
import dev.coulomb.operator.nodeadmin.NodeAddress;

/** One thing to do about a restore drill. Each can be done again without harm. */
public sealed interface DrillStep {

  /** No drill is due. */
  record Rest() implements DrillStep {}

  /** Write down that a drill begins, before anything is made. */
  record Announce(DrillStatus.Run run) implements DrillStep {}

  /** Make the throwaway cluster. */
  record Create(DrillStatus.Run run) implements DrillStep {}

  /** It goes on by itself. */
  record Follow() implements DrillStep {}

  /** Ask the node to add up its tables. */
  record AddUp(NodeAddress node, String id) implements DrillStep {}

  /** Write down how it ended; what it made is taken away afterwards. */
  record End(DrillStatus.Result result) implements DrillStep {}

  /** Its backup is gone: it says nothing, and another one may begin. */
  record Abandon(DrillStatus.Run run) implements DrillStep {}

  /** Take the throwaway cluster away, and its volume with it. */
  record CleanUp(String cluster) implements DrillStep {}
}
