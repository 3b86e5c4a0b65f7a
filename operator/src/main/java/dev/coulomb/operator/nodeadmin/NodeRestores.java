package dev.coulomb.operator.nodeadmin;

/**
 * A node's admin interface, as far as its data comes from elsewhere: restores, their checksums, and
 * the schema that a new database begins with. Every call ends within seconds, whatever the node
 * does, and none throws for what a node does. What takes longer goes on in the node: it is asked
 * again.
 */
public interface NodeRestores {

  /** The code of a node that was never restored. */
  String UNKNOWN_RESTORE = "unknown-restore";

  /** The code of a node that knows nothing of checksums: it was started anew since. */
  String UNKNOWN_CHECKSUMS = "unknown-checksums";

  /** The code of a node to which no schema was given since it started. */
  String NO_SCHEMA = "no-schema";

  /**
   * Begins a restore, or goes on with it. One that failed begins anew. The node restarts in the
   * course of it.
   */
  Reply<RestoreReport> beginRestore(NodeAddress node, RestoreOrder order);

  /** How the last restore is. */
  Reply<RestoreReport> restore(NodeAddress node);

  /** Cancels one that runs, or goes back to what was before one in place; the node restarts. */
  Reply<RestoreReport> undoRestore(NodeAddress node);

  /** Gives up what was before a restore in place. */
  Reply<RestoreReport> confirmRestore(NodeAddress node);

  /** Begins to add up all tables, or goes on with it: the same id are the same checksums. */
  Reply<ChecksumsReport> beginChecksums(NodeAddress node, String id);

  /** How far they are. */
  Reply<ChecksumsReport> checksums(NodeAddress node, String id);

  /** Gives a new database its first schema. One that failed is run again. */
  Reply<SchemaReport> beginSchema(NodeAddress node, String id, String sql);

  /** How it stands with the first schema. */
  Reply<SchemaReport> schema(NodeAddress node);
}
