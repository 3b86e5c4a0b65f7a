/**
 * The data of one partition: pages in off-heap slabs, copy-on-write B+trees of pages, tables and
 * indexes made of trees, undo, and frozen views.
 *
 * <p>Owns: where a row lies, and who may still see it. Runs on: whoever holds the partition's
 * token; {@link dev.coulomb.node.storage.FrozenView} on any one thread; {@link
 * dev.coulomb.node.storage.PagePool} on all. Knows nothing of: SQL, plans, threads, clocks, disks.
 */
@NullMarked
package dev.coulomb.node.storage;

import org.jspecify.annotations.NullMarked;
