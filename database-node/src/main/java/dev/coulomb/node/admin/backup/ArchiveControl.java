package dev.coulomb.node.admin.backup;

import java.util.Optional;
import java.util.UUID;

/** What the admin server can ask of the node about its archive. Any thread; answers at once. */
public interface ArchiveControl {
  /**
   * Archives to a place from now on. Throws {@link dev.coulomb.node.admin.AdminError} when the node
   * has no archive, or must not write there.
   */
  ArchiveStatus begin(Destination destination);

  ArchiveStatus status();

  /**
   * Deletes pieces of a history that end at or before a position, at the place where the node
   * archives to. What runs goes on, what has completed stays so, what failed is told once and then
   * begins anew. Throws {@link dev.coulomb.node.admin.AdminError} when the node has no archive or
   * does not know where it is, when another one runs, and when the node's own archive does not
   * reach so far.
   */
  TrimStatus trim(UUID history, long position);

  /** The last one; empty: there was none since the start. */
  Optional<TrimStatus> trimmed();
}
