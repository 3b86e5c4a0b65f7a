package dev.coulomb.operator.nodeadmin;

/**
 * A node's admin interface, as far as backups go. Every call ends within seconds, whatever the node
 * does, and none throws for what a node does. What takes longer goes on in the node: it is asked
 * again.
 */
public interface NodeBackups {

  /** The code of a node that knows nothing of a backup: it was started anew since. */
  String UNKNOWN_BACKUP = "unknown-backup";

  /** The code of a node that writes another backup now. */
  String ANOTHER_RUNS = "backup-running";

  /** The code of a node where another snapshot, which is complete, is at that place. */
  String OCCUPIED = "occupied";

  /**
   * Begins a backup, or goes on with it: the same id is the same backup, also after the node was
   * started anew.
   */
  Reply<BackupReport> beginBackup(NodeAddress node, String id, NodeDestination destination);

  /** How a backup is. */
  Reply<BackupReport> backup(NodeAddress node, String id);

  /** Cancels a backup that runs. */
  Reply<BackupReport> cancelBackup(NodeAddress node, String id);

  /** Where the log is to be copied to; may be said again and again. */
  Reply<Accepted> archive(NodeAddress node, NodeDestination destination);

  /**
   * Deletes pieces of the archive of one history that end at or before a position, or asks how far
   * that is: the same again is the same deletion, and one that failed is told once and then begins
   * anew.
   */
  Reply<TrimReport> trimArchive(NodeAddress node, String history, long position);

  /** The node took it; what became of it is in its status. */
  @com.fasterxml.jackson.annotation.JsonIgnoreProperties(ignoreUnknown = true)
  record Accepted() {}
}
