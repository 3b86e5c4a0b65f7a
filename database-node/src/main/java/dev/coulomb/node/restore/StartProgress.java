package dev.coulomb.node.restore;

import dev.coulomb.node.durability.files.Transfer;

/** Is told what a start does before anything serves. Called by the thread that starts the node. */
@FunctionalInterface
public interface StartProgress {
  /** A phase begins; the transfer tells how far it is. */
  void begins(String phase, Transfer transfer);
}
