package dev.coulomb.node.execution;

import dev.coulomb.node.catalog.Catalog;
import org.jspecify.annotations.Nullable;

/** The system catalog, as rows and functions computed from the catalog and the session. */
public interface VirtualTables {
  /** The rows of a virtual table that exists. */
  Iterable<@Nullable Object[]> rows(
      String schema, String table, Catalog catalog, SessionInfo session);

  /** The value of a function of the system catalog that exists. */
  @Nullable Object call(
      String function, @Nullable Object[] arguments, Catalog catalog, SessionInfo session);
}
