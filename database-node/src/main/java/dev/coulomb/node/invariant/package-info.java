/**
 * Checks of our own assumptions, always on.
 *
 * <p>Owns: how a broken assumption ends. Runs on: any thread. Knows nothing of: everything else.
 */
@NullMarked
package dev.coulomb.node.invariant;

import org.jspecify.annotations.NullMarked;
