package dev.coulomb.node.admin.backup;

import java.util.Optional;

/** What the admin server can ask of the node about backups. Any thread; answers at once. */
public interface BackupControl {
  /**
   * Begins a backup. One that runs under this id goes on; one that has completed stays so; one that
   * failed or was cancelled begins anew. Throws {@link dev.coulomb.node.admin.AdminError} when
   * another one runs.
   */
  BackupStatus begin(String id, Destination destination);

  /** Empty: this process knows of none with this id. */
  Optional<BackupStatus> find(String id);

  /** Cancels one that runs, which takes a moment; one that has ended stays what it is. */
  Optional<BackupStatus> cancel(String id);
}
