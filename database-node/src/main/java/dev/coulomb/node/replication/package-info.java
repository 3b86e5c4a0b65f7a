/**
 * Where change records go when a transaction has executed.
 *
 * <p>Owns: the order of records of each partition, and from which position on they are committed.
 * Today one node is the whole in-sync set and nothing is kept. Runs on: the thread that holds the
 * partition's token. Knows nothing of: SQL, rows; a record is bytes with a position.
 */
@NullMarked
package dev.coulomb.node.replication;

import org.jspecify.annotations.NullMarked;
