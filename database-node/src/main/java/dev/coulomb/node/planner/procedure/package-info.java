/**
 * Plans of procedures and of their calls.
 *
 * <p>Owns: what the names in a body mean, which statements a procedure may hold, and on which
 * partitions it runs. Runs on: any thread but an event loop. Knows nothing of: data, classes.
 */
@NullMarked
package dev.coulomb.node.planner.procedure;

import org.jspecify.annotations.NullMarked;
