/**
 * Runs plans on the stores of partitions, or on frozen views of them.
 *
 * <p>Owns: the operators of a query as sources that are pulled, changes of rows, the working memory
 * of a query. Runs on: whatever thread pulls; compiled plans are immutable and shared, an open
 * source is confined to one thread at a time and can be left and continued on another. Knows
 * nothing of: SQL text, routing between partitions, transactions, the network, time.
 */
@NullMarked
package dev.coulomb.node.execution;

import org.jspecify.annotations.NullMarked;
