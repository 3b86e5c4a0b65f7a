/**
 * Indexes and materialized views that are built beside writers.
 *
 * <p>Owns the steps of a build, which tables have one, and that a build that fails leaves nothing.
 * Runs on the threads that hold the partitions' tokens, for a slice at a time, and on those of
 * readers. Knows nothing of plans and sessions, and of how a catalog is changed.
 */
@NullMarked
package dev.coulomb.node.transaction.building;

import org.jspecify.annotations.NullMarked;
