package dev.coulomb.node.sql;

import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUpdate;
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
      SqlIdentifier name, SqlDataTypeSpec type, List<ColumnConstraint> constraints) {}

  /** A constraint of a column: which kind, its name, and the expression of those that have one. */
  record ColumnConstraint(
      String kind, @Nullable SqlIdentifier name, @Nullable Written expression) {}

  /**
   * An expression that is kept as text.
   *
   * @param from where it begins in the text of its statement
   * @param next where the word behind it begins
   */
  record Written(SqlNode tree, SqlParserPos from, SqlParserPos next) {}

  /** A constraint of the table: which kind, its name, its columns. */
  record KeyDefinition(String kind, @Nullable SqlIdentifier name, SqlNodeList columns) {}

  /** {@code CREATE INDEX}. */
  record CreateIndex(
      @Nullable SqlIdentifier name,
      boolean ifNotExists,
      boolean unique,
      SqlIdentifier table,
      SqlNodeList columns)
      implements Statement {}

  /** {@code DROP TABLE} or {@code DROP INDEX}. */
  record Drop(boolean table, List<SqlIdentifier> names, boolean ifExists) implements Statement {}

  /** {@code COPY}: of a table or of a query; the words after FROM or TO. */
  record Copy(
      @Nullable SqlIdentifier table,
      SqlNodeList columns,
      @Nullable SqlNode query,
      boolean from,
      List<String> words)
      implements Statement {}

  record Explain(SqlNode statement) implements Statement {}

  record Insert(SqlInsert insert, SqlNodeList returning) implements Statement {}

  record Update(SqlUpdate update, SqlNodeList returning) implements Statement {}

  record Delete(SqlDelete delete, SqlNodeList returning) implements Statement {}

  /** A statement of the session: its first word in upper case, the others as written. */
  record SessionWords(String word, List<String> words) implements Statement {}
}
