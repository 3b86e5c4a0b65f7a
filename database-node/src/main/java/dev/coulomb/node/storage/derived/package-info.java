/**
 * Materialized views inside one partition: what becomes of groups when a row of their source
 * changes.
 *
 * <p>Owns how groups are counted, and how the next extreme value is found when one goes. Runs on
 * the thread that holds the partition's token, inside its transaction. Knows nothing of SQL, of
 * other partitions, and of how a view is read.
 */
@NullMarked
package dev.coulomb.node.storage.derived;

import org.jspecify.annotations.NullMarked;
