/**
 * The real world: clock, threads, the data directory.
 *
 * <p>Owns: what has a twin in tests. Runs on: whoever calls. Knows nothing of: SQL, partitions.
 */
@NullMarked
package dev.coulomb.node.host;

import org.jspecify.annotations.NullMarked;
