/**
 * From a syntax tree to a plan: validation against the catalog, optimisation, distribution, the
 * plan cache.
 *
 * <p>Owns: which partitions a statement needs and where each operator runs; how keys and indexes
 * are used. Runs on: any thread but an event loop, except for hits of the cache. Knows nothing of:
 * data, stores. Calcite's types stop here.
 */
@NullMarked
package dev.coulomb.node.planner;

import org.jspecify.annotations.NullMarked;
