/**
 * How rows are changed where more is asked than to insert, update or delete them.
 *
 * <p>Owns: what becomes of a row whose key is there. Runs on: the holder of a partition's token.
 * Knows nothing of: which partitions take part, SQL text.
 */
@NullMarked
package dev.coulomb.node.execution.change;

import org.jspecify.annotations.NullMarked;
