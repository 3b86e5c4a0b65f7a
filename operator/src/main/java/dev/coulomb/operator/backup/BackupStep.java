package dev.coulomb.operator.backup;

import dev.coulomb.operator.nodeadmin.BackupReport;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeDestination;
import dev.coulomb.operator.nodeadmin.Reply;

/** One thing to do about a backup. Each can be done again without harm. */
public sealed interface BackupStep {

  /** It is over. */
  record Rest() implements BackupStep {}

  /** The next attempt is not due yet. */
  record Hold() implements BackupStep {}

  /** Something must be so first. */
  record Wait(String reason, String message) implements BackupStep {}

  /**
   * Write down that the node will be told, before it is: whoever finds nothing written down knows
   * that nothing was begun.
   */
  record Announce(String clusterUid) implements BackupStep {}

  /** Tell the node to begin, or to go on. */
  record Begin(NodeAddress node, NodeDestination destination) implements BackupStep {}

  /** Take down what the node says. */
  record Heed(Reply<BackupReport> word) implements BackupStep {}

  /** It cannot be made. */
  record Fail(String reason, String message) implements BackupStep {}
}
