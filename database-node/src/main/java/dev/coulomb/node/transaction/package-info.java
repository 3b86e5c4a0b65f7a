/**
 * From a planned statement to its outcome: which partitions, in which order, and what becomes of
 * it.
 *
 * <p>Owns: routing, transactions over several partitions, cuts, streaming reads, COPY, the current
 * catalog. Runs on: the caller's thread, the partitions' workers, the query pool. Knows nothing of:
 * SQL text, clients, the protocol.
 */
@NullMarked
package dev.coulomb.node.transaction;

import org.jspecify.annotations.NullMarked;
