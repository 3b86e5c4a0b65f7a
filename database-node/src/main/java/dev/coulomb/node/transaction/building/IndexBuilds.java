package dev.coulomb.node.transaction.building;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tables of which an index is being built. Changed by holders of all tokens; so it stands still
 * for whoever holds one.
 */
public final class IndexBuilds {
  private final Map<Integer, Table> tables = new ConcurrentHashMap<>();

  /** True when nothing is being built. */
  public boolean isEmpty() {
    return tables.isEmpty();
  }

  /** 55006 when a change of the schema touches a table of which an index is being built. */
  public void check(Catalog after) {
    for (Table table : tables.values()) {
      if (!after.find(table.id()).filter(table::equals).isPresent()) {
        throw inUse(table);
      }
    }
  }

  /** A build begins; 55006 when there is one of the table already. */
  void add(Table table) {
    if (tables.putIfAbsent(table.id(), table) != null) {
      throw inUse(table);
    }
  }

  void remove(Table table) {
    tables.remove(table.id());
  }

  private static SqlError inUse(Table table) {
    return new SqlError(SqlState.OBJECT_IN_USE, "an index of the table is being built")
        .with("table", table.name())
        .hint("Wait until it is built, or cancel its statement.");
  }
}
