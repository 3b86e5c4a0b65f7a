/**
 * The schema: an immutable, versioned value, and the changes that turn one version into the next.
 *
 * <p>Owns: tables, columns, indexes, their names and ids, and what makes a definition valid. Runs
 * on: any thread. Knows nothing of: SQL text, rows, partitions' contents.
 */
@NullMarked
package dev.coulomb.node.catalog;

import org.jspecify.annotations.NullMarked;
