/**
 * The log of a node that runs is copied to an archive, as far as it is on the disk.
 *
 * <p>Owns: up to where it is archived, when the next piece is due, what went wrong with it, and
 * which old pieces are to go. Runs on: a thread of its own. Knows nothing of: HTTP, how pieces
 * look.
 */
@NullMarked
package dev.coulomb.node.node.archive;

import org.jspecify.annotations.NullMarked;
