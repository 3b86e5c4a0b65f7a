package dev.coulomb.node.durability.log;

/** What is promised when something was committed. */
public enum Durability {
  /** It is on the disk before its reply goes. */
  SYNC,
  /** It is on the disk some time later, in order; replies do not wait. */
  INTERVAL,
  /** It is written, and forced to the disk only when the node stops; replies do not wait. */
  NONE
}
