/**
 * What survives the process: the log, and the files of checkpoints and snapshots.
 *
 * <p>Owns: byte layouts on disk, checksums, what is promised when. Runs on: the threads that others
 * start for it. Knows nothing of: SQL, partitions, rows; it keeps bytes.
 */
@NullMarked
package dev.coulomb.node.durability;

import org.jspecify.annotations.NullMarked;
