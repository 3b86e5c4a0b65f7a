/**
 * Which history of the data a directory holds, and how another one is put in its place.
 *
 * <p>A history is a log and its checkpoints, in directories of their own; one file, {@link
 * dev.coulomb.node.restore.HistoriesFile}, says which history is the current one. A restore makes a
 * new history beside the current one: the snapshot is copied and checked while the node goes on
 * ({@link dev.coulomb.node.restore.Staging}); at the next start its first checkpoint is written,
 * for as many partitions as the node has ({@link dev.coulomb.node.restore.FirstCheckpoint}); then
 * the file is replaced. So each step can be done again, and whatever happens, the directory holds
 * either the one or the other.
 *
 * <p>Owns: that file, the directories of histories. Runs on: a thread of its own, the last part on
 * that which starts the node. Knows nothing of: HTTP, where snapshots are kept.
 */
@NullMarked
package dev.coulomb.node.restore;

import org.jspecify.annotations.NullMarked;
