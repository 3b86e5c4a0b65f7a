package dev.coulomb.node.catalog;

import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name as written, folded to lower case unless it was quoted
 * @param type its type
 * @param nullable false for {@code NOT NULL} and for columns of the primary key
 * @param defaultText what it holds when nothing is said, as SQL as it was written; null: nothing
 * @param drawing the sequences in that default
 */
public record Column(
    String name, SqlType type, boolean nullable, @Nullable String defaultText, Drawing drawing) {
  /** A column without a default. */
  public Column(String name, SqlType type, boolean nullable) {
    this(name, type, nullable, null);
  }

  /** A column whose default draws from no sequence. */
  public Column(String name, SqlType type, boolean nullable, @Nullable String defaultText) {
    this(name, type, nullable, defaultText, Drawing.NONE);
  }

  Column named(String other) {
    return new Column(other, type, nullable, defaultText, drawing);
  }

  Column of(SqlType other) {
    return new Column(name, other, nullable, defaultText, drawing);
  }

  Column nullable(boolean other) {
    return new Column(name, type, other, defaultText, drawing);
  }

  /** With another default. */
  Column with(@Nullable String otherDefault, Drawing otherDrawing) {
    return new Column(name, type, nullable, otherDefault, otherDrawing);
  }

  /** Whose default draws from one sequence of this name. */
  Column drawing(String sequence) {
    Drawing there = new Drawing(drawing.identity(), List.of(sequence), null);
    return with(Sequence.drawing(sequence), there);
  }
}
