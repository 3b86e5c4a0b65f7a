package dev.coulomb.node.catalog;

import dev.coulomb.node.types.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name as written, folded to lower case unless it was quoted
 * @param type its type
 * @param nullable false for {@code NOT NULL} and for columns of the primary key
 * @param defaultText what it holds when nothing is said, as SQL as it was written; null: nothing
 */
public record Column(String name, SqlType type, boolean nullable, @Nullable String defaultText) {
  /** A column without a default. */
  public Column(String name, SqlType type, boolean nullable) {
    this(name, type, nullable, null);
  }
}
