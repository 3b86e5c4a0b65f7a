package dev.coulomb.node.admin.restore;

import java.util.Optional;

/** What the admin server can ask of the node about restores. Any thread; answers at once. */
public interface RestoreControl {
  /**
   * Begins a restore. One that runs or was carried out under this id stays what it is; one that
   * failed begins anew. Throws {@link dev.coulomb.node.admin.AdminError} when another one runs.
   */
  RestoreStatus begin(RestoreRequest request);

  /** The last one; empty: there was none. */
  Optional<RestoreStatus> find();

  /**
   * Cancels one that runs, or goes back to what was before it, and ends the process. Throws {@link
   * dev.coulomb.node.admin.AdminError} when nothing was kept.
   */
  Optional<RestoreStatus> undo();

  /** Gives up what was before it; throws {@link dev.coulomb.node.admin.AdminError} as above. */
  RestoreStatus confirm();
}
