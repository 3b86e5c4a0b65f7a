/**
 * Restores of a node as they are asked for over HTTP, and checksums of what it holds.
 *
 * <p>Owns: one restore at a time, what it tells of itself, when the process has to end for it. Runs
 * on: a thread of its own; answers on any. Knows nothing of: HTTP, how a history is made.
 */
@NullMarked
package dev.coulomb.node.node.restore;

import org.jspecify.annotations.NullMarked;
