package dev.coulomb.node.admin.backup;

/** What the admin server can ask of the node about its archive. Any thread; answers at once. */
public interface ArchiveControl {
  /**
   * Archives to a place from now on. Throws {@link dev.coulomb.node.admin.AdminError} when the node
   * has no archive, or must not write there.
   */
  ArchiveStatus begin(Destination destination);

  ArchiveStatus status();
}
