/**
 * The registry of the node's metrics (Prometheus simpleclient).
 *
 * <p>Owns: how metrics are named, registered and written out. Runs on: any thread. Knows nothing
 * of: what is measured; hot paths count with their own counters, which are read when asked for.
 */
@NullMarked
package dev.coulomb.node.metrics;

import org.jspecify.annotations.NullMarked;
