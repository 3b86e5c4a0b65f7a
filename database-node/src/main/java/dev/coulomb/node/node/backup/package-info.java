/**
 * Backups of a node that runs: cuts of the live database, one backup at a time, and where its files
 * go.
 *
 * <p>Owns: what is asked for and how far it is. Runs on: a thread of its own, and those of the pool
 * that writes partitions. Knows nothing of: HTTP, how the files of a snapshot look.
 */
@NullMarked
package dev.coulomb.node.node.backup;

import org.jspecify.annotations.NullMarked;
