/**
 * Owns window functions: the rows of one partition of a window, frames in it, and what is computed
 * over them. Runs on the thread of its query. Knows nothing of where rows come from.
 */
@NullMarked
package dev.coulomb.node.execution.window;

import org.jspecify.annotations.NullMarked;
