package dev.coulomb.node.catalog;

import dev.coulomb.node.catalog.sequence.SequenceOptions;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One action of {@code ALTER TABLE}. */
public sealed interface Alteration {
  /** {@code ADD COLUMN}. */
  record AddColumn(Column column, boolean ifNotExists) implements Alteration {}

  /** {@code DROP COLUMN}: indexes and checks that name it go with it. */
  record DropColumn(String column, boolean ifExists) implements Alteration {}

  /** {@code RENAME COLUMN}. */
  record RenameColumn(String column, String to) implements Alteration {}

  /** {@code RENAME TO}. */
  record RenameTable(String to) implements Alteration {}

  /** {@code ALTER COLUMN … SET DEFAULT} and, without a text, {@code DROP DEFAULT}. */
  record SetDefault(String column, @Nullable String text, Drawing drawing) implements Alteration {}

  /** {@code ADD GENERATED … AS IDENTITY}. */
  record AddIdentity(String column, Drawing.Identity identity, SequenceOptions options)
      implements Alteration {}

  /** {@code SET GENERATED …}, {@code RESTART} and the like; what is null stays. */
  record AlterIdentity(String column, Drawing.@Nullable Identity identity, SequenceOptions options)
      implements Alteration {}

  /** {@code DROP IDENTITY}. */
  record DropIdentity(String column, boolean ifExists) implements Alteration {}

  /** {@code ALTER COLUMN … SET NOT NULL} and {@code DROP NOT NULL}. */
  record SetNullable(String column, boolean nullable) implements Alteration {}

  /** {@code ALTER COLUMN … TYPE}; how the values are converted is said elsewhere. */
  record SetType(String column, SqlType type) implements Alteration {}

  /** {@code ADD CHECK}; an empty name lets the catalog choose PostgreSQL's. */
  record AddCheck(Check check) implements Alteration {}

  /** {@code ADD UNIQUE}; an empty name lets the catalog choose PostgreSQL's. */
  record AddUnique(String name, List<String> columns) implements Alteration {}

  /** {@code ADD FOREIGN KEY}; an empty name lets the catalog choose PostgreSQL's. */
  record AddForeignKey(ForeignKey key) implements Alteration {}

  /** {@code DROP CONSTRAINT}. */
  record DropConstraint(String name, boolean ifExists) implements Alteration {}

  /** {@code RENAME CONSTRAINT}. */
  record RenameConstraint(String from, String to) implements Alteration {}
}
