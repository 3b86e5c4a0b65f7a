package dev.coulomb.node.admin;

import dev.coulomb.node.admin.backup.ArchiveControl;
import dev.coulomb.node.admin.backup.BackupControl;
import dev.coulomb.node.admin.bootstrap.SchemaControl;
import dev.coulomb.node.admin.restore.ChecksumsControl;
import dev.coulomb.node.admin.restore.RestoreControl;
import java.util.Map;
import java.util.Optional;

/** What the admin server can ask of the node. Any thread; answers at once. */
public interface NodeControl {
  NodeStatus status();

  /** Progress of a start that is not over. */
  Optional<Startup> starting();

  /** Why SQL is not served now; empty: it is. */
  Optional<String> notReady();

  /** Refuses changes of data from now on, or takes them again. */
  void pause(boolean paused);

  /** Changes live settings, all or none; throws {@link AdminError}. */
  void change(Map<String, String> settings);

  /** Begins a checkpoint, if none is being written; throws {@link AdminError}. */
  void checkpoint();

  /** The backups that this process makes; throws {@link AdminError} while it starts. */
  BackupControl backups();

  /** The schema that a new database begins with; throws {@link AdminError} while it starts. */
  SchemaControl firstSchema();

  /** The archive of its log; throws {@link AdminError} while it starts. */
  ArchiveControl archive();

  /** Restores of the node. */
  RestoreControl restores();

  /** Checksums of its tables; throws {@link AdminError} while it starts. */
  ChecksumsControl checksums();

  /** Begins to stop; throws {@link AdminError} when data would be lost and it is not forced. */
  void stop(boolean force);

  /**
   * Progress of the start: what it does, how far it is.
   *
   * @param done of {@code total}: rows, or bytes of the log
   * @param rows that were brought back
   * @param secondsLeft of the phase; −1: not known
   */
  record Startup(String phase, long done, long total, long rows, long secondsLeft) {
    /** How much of the phase is done. */
    public long percent() {
      return total <= 0 ? 0 : Math.min(100, 100 * done / total);
    }
  }
}
