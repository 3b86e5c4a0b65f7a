package dev.coulomb.node.storage.derived;

import dev.coulomb.node.catalog.Table;
import org.jspecify.annotations.Nullable;

/** Is told of rows of a store as they change, within the statement that changes them. */
@FunctionalInterface
public interface RowListener {
  /**
   * A row has changed; what this throws takes the change back.
   *
   * @param before null: it was not there
   * @param after null: it is not there any more
   */
  void changed(
      Table table, @Nullable Object @Nullable [] before, @Nullable Object @Nullable [] after);
}
