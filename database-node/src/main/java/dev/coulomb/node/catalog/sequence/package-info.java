/**
 * The numbers of sequences: which there are, where a counter is, and how that outlives the node.
 *
 * <p>Owns: definitions, counters, and what a log is told of them. Runs on: any thread; counters are
 * drawn from by many at once. Knows nothing of: names and owners of sequences, and how a log keeps
 * what it is told.
 */
@NullMarked
package dev.coulomb.node.catalog.sequence;

import org.jspecify.annotations.NullMarked;
