/**
 * Rows between stores and files: frozen views are written while their partitions go on, stores are
 * filled from what is read back.
 *
 * <p>Owns: which rows of a partition are in its file: all of all tables, those of materialized
 * views among them. Runs on: threads of whoever writes or reads. Knows nothing of: how files look,
 * when a checkpoint is due, what recovery does next.
 *
 * <p>Why the groups of materialized views are written although they could be made of the rows:
 * change records hold the groups that changed too, and they are applied to what the file gave; so
 * the log goes on behind a checkpoint as it did before it, view or not, and nothing is computed.
 * With another number of partitions groups would be in other parts: then they have to be left out,
 * and the views filled from the rows (the manifest says which tables are derived).
 *
 * <p>What it costs is in {@code SnapshotBenchmark}: of a million rows of 8 bytes and 100 characters
 * (122 MB in blocks), writing took 0.37 s of processor time, reading into stores 0.18 s, of which
 * 0.14 s were decompressing and checking.
 */
@NullMarked
package dev.coulomb.node.snapshot;

import org.jspecify.annotations.NullMarked;
