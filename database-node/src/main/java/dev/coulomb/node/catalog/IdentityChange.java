package dev.coulomb.node.catalog;

import dev.coulomb.node.catalog.sequence.SequenceOptions;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the actions of an {@code ALTER TABLE} do to one column and its sequences. Immutable.
 *
 * @param table its name now
 */
record IdentityChange(String table, Sequences sequences, Column column) {
  /** A default that is set by hand. */
  Column withDefault(@Nullable String text, Drawing drawing) {
    if (column.drawing().isIdentity()) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "an identity column has no other default")
          .with("column", column.name())
          .hint("Use ALTER TABLE … ALTER COLUMN … DROP IDENTITY first.");
    }
    return column.with(text, drawing);
  }

  /** {@code ADD GENERATED}. */
  Sequences.Made add(Alteration.AddIdentity add, int id, Predicate<String> taken) {
    if (column.nullable()) {
      throw state("a column must be NOT NULL before identity can be added");
    }
    if (column.drawing().isIdentity()) {
      throw state("the column is already an identity column");
    }
    if (column.defaultText() != null) {
      throw state("the column already has a default value");
    }
    SequenceOptions options = options(add.options(), column);
    Column wanting = column.with(null, Drawing.fromNew(add.identity(), options));
    return sequences.make(table, wanting, id, taken);
  }

  /** The options of the sequence of an identity column: it has the type of the column. */
  static SequenceOptions options(SequenceOptions said, Column column) {
    if (!column.type().kind().isInteger()) {
      throw new SqlError(
              SqlState.INVALID_PARAMETER_VALUE,
              "identity column type must be smallint, integer, or bigint")
          .with("column", column.name());
    }
    return said.of(column.type());
  }

  /** {@code SET GENERATED}, {@code RESTART} and so on. */
  Sequences.Made alter(Alteration.AlterIdentity alter) {
    if (!column.drawing().isIdentity()) {
      throw state("the column is not an identity column");
    }
    Drawing.Identity identity =
        Optional.ofNullable(alter.identity()).orElse(column.drawing().identity());
    return new Sequences.Made(
        sequences.changed(drawnFrom(), one -> one.altered(alter.options())),
        column.with(column.defaultText(), column.drawing().as(identity)),
        false);
  }

  /** The sequence takes the type of the column. */
  Sequences.Made retyped() {
    SequenceOptions options = options(SequenceOptions.NONE, column);
    return new Sequences.Made(
        sequences.changed(drawnFrom(), one -> one.altered(options)), column, false);
  }

  /** {@code DROP IDENTITY}: its sequence goes too. */
  Sequences.Made drop(Alteration.DropIdentity drop) {
    if (!column.drawing().isIdentity()) {
      if (drop.ifExists()) {
        return new Sequences.Made(sequences, column, false);
      }
      throw state("the column is not an identity column");
    }
    return new Sequences.Made(
        sequences.without(column.drawing().sequences()), column.with(null, Drawing.NONE), false);
  }

  private String drawnFrom() {
    return column.drawing().sequences().getFirst();
  }

  private SqlError state(String sentence) {
    return new SqlError(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, sentence)
        .with("column", column.name())
        .with("table", table);
  }
}
