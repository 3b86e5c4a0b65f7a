/**
 * The log of a history in a store of its own: objects with pieces of its stream, in order, which
 * with a snapshot of the history bring back any moment behind it.
 *
 * <p>Owns: the layout and the names of the objects, which of them follow one another, where the
 * archive has a gap. Runs on: its caller's thread. Knows nothing of: what an entry means, when
 * something is archived.
 */
@NullMarked
package dev.coulomb.node.durability.archive;

import org.jspecify.annotations.NullMarked;
