/**
 * Owns: partitions of one query read by several threads. Runs on: the thread that pulls the query's
 * rows, and on threads of the pool that its stores come with. Knows nothing of: what is read.
 */
@NullMarked
package dev.coulomb.node.execution.parallel;

import org.jspecify.annotations.NullMarked;
