/**
 * Owns what aggregates remember of the rows of a group, and groups by numbers. Runs on the thread
 * of its query. Knows nothing of where rows come from.
 */
@NullMarked
package dev.coulomb.node.execution.aggregate;

import org.jspecify.annotations.NullMarked;
