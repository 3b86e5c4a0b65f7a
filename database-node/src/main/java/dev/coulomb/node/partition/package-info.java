/**
 * Partitions as queues and tokens, multiplexed onto a few threads.
 *
 * <p>Owns: who may touch a partition now, in which order work runs, and the step from effects to a
 * change record with a position. Runs on: the threads of the executor it is given, or in place on
 * the caller's. Knows nothing of: what the work is; threads, clocks and sockets.
 */
@NullMarked
package dev.coulomb.node.partition;

import org.jspecify.annotations.NullMarked;
