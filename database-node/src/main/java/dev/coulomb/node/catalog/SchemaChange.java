package dev.coulomb.node.catalog;

import java.util.List;

/**
 * A change of the schema, by names as the statement gave them; ids are given when it is applied.
 */
public sealed interface SchemaChange {
  /**
   * {@code CREATE TABLE}.
   *
   * @param primaryKey ordinals in key order, or empty
   * @param partitionColumn ordinal, or {@link Table#REPLICATED}
   * @param unique one list of ordinals for each unique constraint
   */
  record CreateTable(
      String name,
      boolean ifNotExists,
      List<Column> columns,
      List<Integer> primaryKey,
      int partitionColumn,
      List<UniqueConstraint> unique)
      implements SchemaChange {}

  /** A unique constraint of a new table; an empty name lets the catalog choose PostgreSQL's. */
  record UniqueConstraint(String name, List<Integer> columns) {}

  /** {@code DROP TABLE}. */
  record DropTable(List<String> names, boolean ifExists) implements SchemaChange {}

  /** {@code CREATE INDEX}; an empty name lets the catalog choose PostgreSQL's. */
  record CreateIndex(
      String name, boolean ifNotExists, String table, List<String> columns, boolean unique)
      implements SchemaChange {}

  /** {@code DROP INDEX}. */
  record DropIndex(List<String> names, boolean ifExists) implements SchemaChange {}
}
