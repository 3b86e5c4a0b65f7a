package dev.coulomb.node.catalog.computed;

import dev.coulomb.node.types.SqlType;

/**
 * A value that is computed from the columns of a row, always the same from the same.
 *
 * @param name what PostgreSQL calls such a column: the function, or {@code expr}
 * @param text as SQL, as it was written
 */
public record Computed(String name, String text, SqlType type, Scalar value) {}
