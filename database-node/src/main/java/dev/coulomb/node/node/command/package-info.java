/**
 * Commands on snapshots that need no running node: verify, export, delete.
 *
 * <p>Owns: their options, what they print, the codes they exit with. Runs on: the main thread, and
 * a few more that read. Knows nothing of: running databases.
 */
@NullMarked
package dev.coulomb.node.node.command;

import org.jspecify.annotations.NullMarked;
