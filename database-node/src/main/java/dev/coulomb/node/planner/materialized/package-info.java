/**
 * Materialized views: from their query to the table of their groups, and from that table to what
 * the query asks.
 *
 * <p>Owns which queries can be kept, what is kept of them, and what is left to be computed when
 * they are read. Runs on planning threads. Knows nothing of how groups are stored and kept up.
 */
@NullMarked
package dev.coulomb.node.planner.materialized;

import org.jspecify.annotations.NullMarked;
