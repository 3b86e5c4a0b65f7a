package dev.coulomb.node.admin.bootstrap;

import java.util.Optional;

/** The schema that a new database begins with. Any thread; answers at once. */
public interface SchemaControl {
  /**
   * Begins to run statements, all in one transaction, if nothing was ever made in this database.
   * One that runs or has completed stays what it is, as long as the id is the same; one that failed
   * is run again. Throws {@link dev.coulomb.node.admin.AdminError} while another one runs.
   */
  SchemaStatus begin(String id, String sql);

  /** The one that was begun last; empty: none since the node started. */
  Optional<SchemaStatus> last();
}
