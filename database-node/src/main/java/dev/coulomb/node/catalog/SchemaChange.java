package dev.coulomb.node.catalog;

import dev.coulomb.node.catalog.computed.Computed;
import dev.coulomb.node.catalog.sequence.SequenceOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of the schema, by names as the statement gave them; ids are given when it is applied.
 */
public sealed interface SchemaChange {
  /** The change with what its statement leaves to parameters. */
  default SchemaChange with(@Nullable Object[] parameters) {
    return this;
  }

  /**
   * {@code CREATE TABLE}.
   *
   * @param primaryKey ordinals in key order, or empty
   * @param partitionColumn ordinal, or {@link Table#REPLICATED}
   * @param unique one list of ordinals for each unique constraint
   * @param checks with the names that they were given; empty: PostgreSQL's is chosen
   */
  record CreateTable(
      String name,
      boolean ifNotExists,
      List<Column> columns,
      List<Integer> primaryKey,
      int partitionColumn,
      List<UniqueConstraint> unique,
      List<Check> checks,
      List<ForeignKey> foreignKeys)
      implements SchemaChange {
    /** Without check constraints and foreign keys. */
    public CreateTable(
        String name,
        boolean ifNotExists,
        List<Column> columns,
        List<Integer> primaryKey,
        int partitionColumn,
        List<UniqueConstraint> unique) {
      this(name, ifNotExists, columns, primaryKey, partitionColumn, unique, List.of(), List.of());
    }
  }

  /** A unique constraint of a new table; an empty name lets the catalog choose PostgreSQL's. */
  record UniqueConstraint(String name, List<Integer> columns) {}

  /** {@code TRUNCATE}; the sequences of the tables begin anew, or go on. */
  record Truncate(List<String> tables, boolean restart) implements SchemaChange {}

  /** A change of the sequences. */
  sealed interface OfSequences extends SchemaChange {}

  /** {@code CREATE SEQUENCE}. */
  record CreateSequence(String name, boolean ifNotExists, SequenceOptions options)
      implements OfSequences {}

  /** {@code ALTER SEQUENCE}. */
  record AlterSequence(String name, boolean ifExists, SequenceOptions options)
      implements OfSequences {}

  /** {@code ALTER SEQUENCE … RENAME TO}. */
  record RenameSequence(String name, boolean ifExists, String to) implements OfSequences {}

  /** {@code DROP SEQUENCE}. */
  record DropSequence(List<String> names, boolean ifExists, boolean cascade)
      implements OfSequences {}

  /** {@code ALTER TABLE}: actions that are done one after the other, all or none. */
  record AlterTable(String table, boolean ifExists, List<Alteration> actions)
      implements SchemaChange {}

  /** {@code ALTER INDEX … RENAME TO}. */
  record RenameIndex(String index, boolean ifExists, String to) implements SchemaChange {}

  /** {@code DROP TABLE}. */
  record DropTable(List<String> names, boolean ifExists, boolean cascade) implements SchemaChange {
    /** Without what depends on them. */
    public DropTable(List<String> names, boolean ifExists) {
      this(names, ifExists, false);
    }
  }

  /** A change of the materialized views. */
  sealed interface OfMaterializedViews extends SchemaChange {}

  /**
   * {@code CREATE MATERIALIZED VIEW}; its id is given when it is applied.
   *
   * @param view the table of its groups, under any id
   */
  record CreateMaterializedView(Table view, Derivation derivation, boolean ifNotExists)
      implements OfMaterializedViews {
    /** The same, refused when there is one of the name. */
    public CreateMaterializedView always() {
      return new CreateMaterializedView(view, derivation, false);
    }
  }

  /** {@code DROP MATERIALIZED VIEW}. */
  record DropMaterializedView(List<String> names, boolean ifExists, boolean cascade)
      implements OfMaterializedViews {}

  /** {@code REFRESH MATERIALIZED VIEW}: it is always up to date. */
  record RefreshMaterializedView(String name) implements OfMaterializedViews {}

  /** A change of the views. */
  sealed interface OfViews extends SchemaChange {}

  /** {@code CREATE VIEW}; its id is given when it is applied. */
  record CreateView(View view, boolean replace) implements OfViews {}

  /** {@code DROP VIEW}. */
  record DropView(List<String> names, boolean ifExists, boolean cascade) implements OfViews {}

  /**
   * {@code CREATE INDEX}; an empty name lets the catalog choose PostgreSQL's.
   *
   * @param predicate as {@link Index} has it
   * @param orders as {@link Index} has it
   */
  record CreateIndex(
      String name,
      boolean ifNotExists,
      String table,
      List<IndexPart> parts,
      boolean unique,
      @Nullable Computed predicate,
      List<String> orders)
      implements SchemaChange {
    /** An index of columns, of all rows. */
    public CreateIndex(
        String name, boolean ifNotExists, String table, List<String> columns, boolean unique) {
      this(
          name,
          ifNotExists,
          table,
          columns.stream().map(column -> new IndexPart(column, null)).toList(),
          unique,
          null,
          List.of());
    }

    /** The same, refused when there is one of the name. */
    public CreateIndex always() {
      return new CreateIndex(name, false, table, parts, unique, predicate, orders);
    }

    /** True when nothing in it rests on where the columns of the table stand. */
    public boolean isByNames() {
      return predicate == null && parts.stream().allMatch(part -> part.computed() == null);
    }
  }

  /** A part of the key of a new index: the column of this name, or what is computed. */
  record IndexPart(String name, @Nullable Computed computed) {}

  /** {@code DROP INDEX}. */
  record DropIndex(List<String> names, boolean ifExists) implements SchemaChange {}

  /** A change of the procedures or of their jars. */
  sealed interface OfProcedures extends SchemaChange {}

  /** {@code CREATE PROCEDURE}; its id is given when it is applied. */
  record CreateProcedure(Procedure procedure, boolean replace) implements OfProcedures {}

  /** {@code DROP PROCEDURE}. */
  record DropProcedure(List<String> names, boolean ifExists) implements OfProcedures {}

  /**
   * {@code CREATE JAR}.
   *
   * @param contents null: the first parameter of the statement
   */
  @SuppressWarnings("ArrayRecordComponent")
  record CreateJar(String name, boolean replace, byte @Nullable [] contents)
      implements OfProcedures {
    @Override
    public SchemaChange with(@Nullable Object[] parameters) {
      return contents == null && parameters.length > 0 && parameters[0] instanceof byte[] given
          ? new CreateJar(name, replace, given)
          : this;
    }
  }

  /** {@code DROP JAR}. */
  record DropJar(List<String> names, boolean ifExists) implements OfProcedures {}
}
