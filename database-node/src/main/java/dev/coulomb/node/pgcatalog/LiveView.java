package dev.coulomb.node.pgcatalog;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A system view of what the node does now, found without a schema's name.
 *
 * @param columns as {@code name:type}, with a blank between: 8, 4 and 2 bytes of integer, b
 *     boolean, d double, t timestamptz; text without
 * @param rows computed when somebody asks; any thread, never waits
 */
public record LiveView(String name, String columns, Supplier<List<@Nullable Object[]>> rows) {
  /** A row. */
  public static @Nullable Object[] row(@Nullable Object... values) {
    return values;
  }
}
