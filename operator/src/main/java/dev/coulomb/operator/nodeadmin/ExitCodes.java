package dev.coulomb.operator.nodeadmin;

/** Codes with which the process of a node ends; part of the contract with the node. */
public final class ExitCodes {

  /**
   * The data directory does not belong to the node that was expected ({@code node.expected-id}): it
   * is empty, or another node's. The node has changed nothing in it.
   */
  public static final int ANOTHER_VOLUME = 3;

  private ExitCodes() {}
}
