/**
 * The log of one node: entries of bytes in one total order, in segments.
 *
 * <p>Owns: the layout of segments, batches and entries; room on the disk before it is needed; group
 * commit; what is torn and what is damaged. Runs on: any thread appends, one thread writes (it is
 * started elsewhere). Knows nothing of: what an entry means.
 */
@NullMarked
package dev.coulomb.node.durability.log;

import org.jspecify.annotations.NullMarked;
