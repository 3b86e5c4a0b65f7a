/**
 * Owns operators that run a part of the plan again and again: for each row of another part, and on
 * what the last round gave. Runs on the thread of its query. Knows nothing of what is run.
 */
@NullMarked
package dev.coulomb.node.execution.nested;

import org.jspecify.annotations.NullMarked;
