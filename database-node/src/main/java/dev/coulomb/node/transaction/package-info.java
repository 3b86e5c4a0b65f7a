/**
 * From a planned statement to its outcome: which partitions, in which order, and what becomes of
 * it.
 *
 * <p>Owns: routing, transactions over several partitions, cuts, streaming reads, COPY, the current
 * catalog. Runs on: the caller's thread, the partitions' workers, the query pool. Knows nothing of:
 * SQL text, clients, the protocol.
 *
 * <p>What the hop costs ({@code HopBenchmark}; two cores that others kept busy, about eight threads
 * for each, so these are bounds from above): a point read in place 1.5 to 4.4 µs from the call to
 * its outcome, a one-row update in place 11 to 22 µs; through the queue and a worker 31 to 164 and
 * 71 to 92 µs, most of it waiting for a core. A known text finds its plan in 0.25 to 0.36 µs, a new
 * one is planned in 11 to 34 ms.
 */
@NullMarked
package dev.coulomb.node.transaction;

import org.jspecify.annotations.NullMarked;
