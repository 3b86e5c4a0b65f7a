package dev.coulomb.node.sql;

import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A statement that is not a plain query, as it was parsed. */
public sealed interface Statement {
  /** {@code CREATE TABLE}. */
  record CreateTable(
      SqlIdentifier name,
      boolean ifNotExists,
      List<ColumnDefinition> columns,
      List<KeyDefinition> keys,
      @Nullable SqlIdentifier partitionColumn)
      implements Statement {}

  /** A column, with its constraints in the order in which they were written. */
  record ColumnDefinition(
      SqlIdentifier name,
      SqlDataTypeSpec type,
      List<ColumnConstraint> constraints,
      @Nullable Identity identity) {}

  /** {@code GENERATED … AS IDENTITY}, and the words of the options of its sequence. */
  record Identity(boolean always, List<String> words) {}

  /** A constraint of a column: which kind, its name, and what those of some kinds have. */
  record ColumnConstraint(
      String kind,
      @Nullable SqlIdentifier name,
      @Nullable Written expression,
      @Nullable ForeignReference reference) {}

  /**
   * {@code REFERENCES}.
   *
   * @param columns none: the primary key
   * @param words of the clauses behind it, one text for each
   */
  record ForeignReference(SqlIdentifier table, SqlNodeList columns, List<String> words) {}

  /**
   * An expression that is kept as text.
   *
   * @param from where it begins in the text of its statement
   * @param next where the word behind it begins, or {@link #END}
   */
  record Written(SqlNode tree, SqlParserPos from, SqlParserPos next) {
    /** Behind the last word of the text. */
    public static final SqlParserPos END = new SqlParserPos(Integer.MAX_VALUE, 1);
  }

  /** A constraint of the table: which kind, its name, its columns or its condition. */
  record KeyDefinition(
      String kind,
      @Nullable SqlIdentifier name,
      SqlNodeList columns,
      @Nullable Written expression,
      @Nullable ForeignReference reference) {}

  /** {@code CREATE INDEX}. */
  record CreateIndex(
      @Nullable SqlIdentifier name,
      boolean ifNotExists,
      boolean unique,
      SqlIdentifier table,
      List<IndexElement> elements,
      @Nullable Written predicate)
      implements Statement {}

  /** A part of an index' key; what is not said of its order is null. */
  record IndexElement(
      Written expression, @Nullable Boolean descending, @Nullable Boolean nullsFirst) {}

  /** {@code DROP TABLE} or {@code DROP INDEX}. */
  record Drop(boolean table, List<SqlIdentifier> names, boolean ifExists, boolean cascade)
      implements Statement {}

  /** A statement on views. */
  sealed interface OfViews extends Statement {}

  /** {@code CREATE VIEW}. */
  record CreateView(SqlIdentifier name, boolean replace, SqlNodeList columns, Written query)
      implements OfViews {}

  /** {@code DROP VIEW}. */
  record DropView(List<SqlIdentifier> names, boolean ifExists, boolean cascade)
      implements OfViews {}

  /** {@code CREATE MATERIALIZED VIEW}. */
  record CreateMaterializedView(
      SqlIdentifier name, boolean ifNotExists, SqlNodeList columns, Written query)
      implements OfViews {}

  /** {@code DROP MATERIALIZED VIEW}. */
  record DropMaterializedView(List<SqlIdentifier> names, boolean ifExists, boolean cascade)
      implements OfViews {}

  /** {@code REFRESH MATERIALIZED VIEW}. */
  record RefreshMaterializedView(SqlIdentifier name) implements OfViews {}

  /** {@code ALTER TABLE}. */
  record AlterTable(SqlIdentifier table, boolean ifExists, List<AlterAction> actions)
      implements Statement {}

  /** One action of {@code ALTER TABLE}. */
  sealed interface AlterAction {}

  /** {@code ADD COLUMN}. */
  record AddColumn(ColumnDefinition column, boolean ifNotExists) implements AlterAction {}

  /** {@code DROP COLUMN}. */
  record DropColumn(SqlIdentifier column, boolean ifExists) implements AlterAction {}

  /** {@code RENAME} of a column or a constraint; from nothing: of the table. */
  record Rename(@Nullable SqlIdentifier from, boolean constraint, SqlIdentifier to)
      implements AlterAction {}

  /** {@code SET DEFAULT}; without a value {@code DROP DEFAULT}. */
  record SetDefault(SqlIdentifier column, @Nullable Written value) implements AlterAction {}

  /** {@code SET NOT NULL} and {@code DROP NOT NULL}. */
  record SetNullable(SqlIdentifier column, boolean nullable) implements AlterAction {}

  /** {@code TYPE … USING}. */
  record SetType(SqlIdentifier column, SqlDataTypeSpec type, @Nullable SqlNode using)
      implements AlterAction {}

  /** {@code ADD GENERATED … AS IDENTITY}. */
  record AddIdentity(SqlIdentifier column, Identity identity) implements AlterAction {}

  /** {@code SET GENERATED …}, {@code SET option}, {@code RESTART}: the words. */
  record AlterIdentity(SqlIdentifier column, List<String> words) implements AlterAction {}

  /** {@code DROP IDENTITY}. */
  record DropIdentity(SqlIdentifier column, boolean ifExists) implements AlterAction {}

  /** {@code ADD CONSTRAINT}. */
  record AddConstraint(KeyDefinition constraint) implements AlterAction {}

  /** {@code DROP CONSTRAINT}. */
  record DropConstraint(SqlIdentifier name, boolean ifExists) implements AlterAction {}

  /** {@code ALTER INDEX … RENAME TO}. */
  record RenameIndex(SqlIdentifier index, boolean ifExists, SqlIdentifier to)
      implements Statement {}

  /** A statement on sequences; options are words. */
  sealed interface OfSequences extends Statement {}

  /** {@code CREATE SEQUENCE}. */
  record CreateSequence(SqlIdentifier name, boolean ifNotExists, List<String> words)
      implements OfSequences {}

  /** {@code ALTER SEQUENCE}. */
  record AlterSequence(SqlIdentifier name, boolean ifExists, List<String> words)
      implements OfSequences {}

  /** {@code ALTER SEQUENCE … RENAME TO}. */
  record RenameSequence(SqlIdentifier name, boolean ifExists, SqlIdentifier to)
      implements OfSequences {}

  /** {@code DROP SEQUENCE}. */
  record DropSequence(List<SqlIdentifier> names, boolean ifExists, boolean cascade)
      implements OfSequences {}

  /** {@code TRUNCATE}; its sequences begin anew, or go on. */
  record Truncate(List<SqlIdentifier> tables, boolean restart) implements Statement {}

  /** {@code COPY}: of a table or of a query; the words after FROM or TO. */
  record Copy(
      @Nullable SqlIdentifier table,
      SqlNodeList columns,
      @Nullable SqlNode query,
      boolean from,
      List<String> words)
      implements Statement {}

  /**
   * {@code EXPLAIN}.
   *
   * @param analyze carry it out too
   */
  record Explain(SqlNode statement, boolean analyze) implements Statement {}

  /** {@code INSERT}; no columns are all of them, and a row of nothing is DEFAULT VALUES. */
  record Insert(
      SqlIdentifier table,
      @Nullable SqlIdentifier alias,
      SqlNodeList columns,
      Overriding overriding,
      SqlNode source,
      @Nullable OnConflict conflict,
      SqlNodeList returning)
      implements Statement {}

  /** Whose values an identity column takes: {@code OVERRIDING … VALUE}. */
  enum Overriding {
    NONE,
    SYSTEM,
    USER
  }

  /**
   * {@code ON CONFLICT}.
   *
   * @param target columns and expressions of a key, with its predicate; none: any key
   * @param set what {@code DO UPDATE} changes; nothing: {@code DO NOTHING}
   */
  record OnConflict(
      SqlNodeList target,
      @Nullable SqlNode predicate,
      @Nullable SqlIdentifier constraint,
      List<SetClause> set,
      @Nullable SqlNode where) {}

  /** New values of columns; more than one column may have one value, which is a query. */
  record SetClause(SqlNodeList columns, SqlNodeList values) {}

  /**
   * {@code UPDATE}.
   *
   * @param with queries in front of it that it may name; may be empty
   */
  record Update(
      SqlNodeList with,
      SqlIdentifier table,
      @Nullable SqlIdentifier alias,
      List<SetClause> set,
      @Nullable SqlNode from,
      @Nullable SqlNode where,
      SqlNodeList returning)
      implements Statement {}

  /**
   * {@code DELETE}.
   *
   * @param with queries in front of it that it may name; may be empty
   */
  record Delete(
      SqlNodeList with,
      SqlIdentifier table,
      @Nullable SqlIdentifier alias,
      @Nullable SqlNode using,
      @Nullable SqlNode where,
      SqlNodeList returning)
      implements Statement {}

  /** A statement of the session: its first word in upper case, the others as written. */
  record SessionWords(String word, List<String> words) implements Statement {}

  /** A statement on procedures and on the jars with their classes. */
  sealed interface OfProcedures extends Statement {}

  /**
   * {@code CREATE PROCEDURE}.
   *
   * @param answer null: nothing was said; one type without a name; or columns
   * @param language null: it was not said
   * @param body a text literal, or null
   */
  record CreateProcedure(
      SqlIdentifier name,
      boolean replace,
      List<TypedName> parameters,
      @Nullable List<TypedName> answer,
      @Nullable SqlIdentifier partitionParameter,
      @Nullable SqlIdentifier language,
      @Nullable SqlNode body,
      @Nullable SqlNode jar)
      implements OfProcedures {}

  /** A parameter, or a column of an answer; of {@code RETURNS type} it has no name. */
  record TypedName(@Nullable SqlIdentifier name, SqlDataTypeSpec type) {}

  /** {@code CREATE JAR}: the contents are a constant or a parameter. */
  record CreateJar(SqlIdentifier name, boolean replace, SqlNode contents) implements OfProcedures {}

  /** {@code DROP PROCEDURE} or {@code DROP JAR}. */
  record DropProcedures(boolean procedure, List<SqlIdentifier> names, boolean ifExists)
      implements OfProcedures {}
}
