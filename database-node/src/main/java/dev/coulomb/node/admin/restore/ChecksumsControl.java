package dev.coulomb.node.admin.restore;

import java.util.Optional;

/** What the admin server can ask of the node about checksums. Any thread; answers at once. */
public interface ChecksumsControl {
  /**
   * Begins to add up all rows as they are now; those that were begun under this id stay. Throws
   * {@link dev.coulomb.node.admin.AdminError} when others are under way.
   */
  ChecksumsStatus begin(String id);

  /** Empty: they are not the last ones that were asked for. */
  Optional<ChecksumsStatus> find(String id);
}
