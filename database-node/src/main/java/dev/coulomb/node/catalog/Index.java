package dev.coulomb.node.catalog;

import java.util.List;

/**
 * A secondary index of a table, or the index behind a unique constraint.
 *
 * @param id unique in the cluster, never used again
 * @param name unique among tables and indexes
 * @param columns ordinals of the table's columns, in key order
 * @param unique no two rows share a key without nulls
 */
public record Index(int id, String name, List<Integer> columns, boolean unique) {
  public Index {
    columns = List.copyOf(columns);
  }

  /** The same index under another name. */
  Index named(String otherName) {
    return new Index(id, otherName, columns, unique);
  }

  /** The same index of a table whose columns have other ordinals. */
  Index over(List<Integer> ordinals) {
    return new Index(id, name, ordinals, unique);
  }

  /** The same index under another id: one without entries. */
  Index as(int otherId) {
    return new Index(otherId, name, columns, unique);
  }
}
