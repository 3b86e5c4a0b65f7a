/**
 * The data of one partition: pages in off-heap slabs, copy-on-write B+trees of pages, tables and
 * indexes made of trees, undo, and frozen views.
 *
 * <p>Owns: where a row lies, and who may still see it. Runs on: whoever holds the partition's
 * token; {@link dev.coulomb.node.storage.FrozenView} on any one thread; {@link
 * dev.coulomb.node.storage.PagePool} on all. Knows nothing of: SQL, plans, threads, clocks, disks.
 *
 * <p>Why off-heap: a search of a random page among 256 MiB and a copy of a row took 232 ns by
 * address, 241 ns through a segment for each slab, 239 ns in arrays (CPU time on a machine with 160
 * to 260 ns to memory; {@code PageMemoryBenchmark}): no difference, and the collector never meets
 * the data. What the hot path costs is in {@code StoreBenchmark}.
 */
@NullMarked
package dev.coulomb.node.storage;

import org.jspecify.annotations.NullMarked;
