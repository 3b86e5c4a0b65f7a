package dev.coulomb.node.catalog;

import dev.coulomb.node.types.SqlType;

/**
 * A column of a table.
 *
 * @param name as written, folded to lower case unless it was quoted
 * @param type its type
 * @param nullable false for {@code NOT NULL} and for columns of the primary key
 */
public record Column(String name, SqlType type, boolean nullable) {}
